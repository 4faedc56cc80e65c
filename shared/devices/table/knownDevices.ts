/** What functions that push read and learn of devices. They do not load how devices are registered. */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Table, unlessConditionFails } from '../../platform/table/table.ts';
import type { KnownDevices } from '../ports.ts';
import { forgetToken } from './forgetToken.ts';
import { onReach } from './onReach.ts';
import { readDevices } from './readDevices.ts';
import { readReach } from './readReach.ts';
import { findDevice } from './registrationState.ts';
import { restoreInTable } from './restoreToken.ts';
import { tokenPath, updateOfSentToken } from './sentToken.ts';

export function knownDevices(table: Table): KnownDevices {
  const { client, name: TableName } = table;
  return {
    list: (userId) => readDevices(table, userId),

    find: async (userId, deviceId) => findDevice((await readReach(table, userId)).devices, deviceId),

    async dropToken(device, kind, sent, repair) {
      await unlessConditionFails(() => forgetToken(table, { device, kind, sent, repair }));
    },

    restoreToken: (device, kind, sent, repair) => restoreInTable(table, { device, kind, sent, repair }),

    async markToken(device, kind, sent, mark, repair) {
      const token = { device, kind, sent, repair };
      const update = updateOfSentToken(TableName, token);
      update.set(tokenPath(update, token, 'state'), mark.state);
      if ('environment' in mark) update.set(tokenPath(update, token, 'environment'), mark.environment);
      await unlessConditionFails(() =>
        onReach(table, device.userId, () => client.send(new UpdateCommand(update.build()))),
      );
    },
  };
}
