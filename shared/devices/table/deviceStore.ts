import { GetCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { spellingsOf } from '../../platform/deviceId.ts';
import { deviceKey } from '../../platform/table/keys.ts';
import { retryOnConflict } from '../../platform/table/retryOnConflict.ts';
import { isConditionFailure, type Table, unlessConditionFails } from '../../platform/table/table.ts';
import type { DeviceStore } from '../ports.ts';
import type { Device, DeviceToken, Presence, TokenKind, TokenRepair } from '../rules/device.ts';
import { devicesInUse } from '../rules/deviceLimit.ts';
import { deleteDevice, deleteHolder, kindsOf } from './deviceItem.ts';
import { readDevices } from './readDevices.ts';
import { registerInTable } from './registerDevice.ts';
import { removeAllDevices } from './removeDevices.ts';
import { restoreInTable } from './restoreToken.ts';
import { updateOfSentToken } from './sentToken.ts';
import { deviceFromItem, storedPresence } from './storedDevice.ts';

export function deviceStore(table: Table): DeviceStore {
  const { client, name: TableName } = table;

  async function find(userId: string, deviceId: string): Promise<Device | undefined> {
    for (const spelling of spellingsOf(deviceId)) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: deviceKey(userId, spelling), ConsistentRead: true }),
      );
      if (Item !== undefined) return deviceFromItem(Item);
    }
    return undefined;
  }

  async function presenceOn(userId: string, deviceId: string, presence: Presence): Promise<Device | undefined> {
    try {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName,
          Key: deviceKey(userId, deviceId),
          UpdateExpression: 'SET presence = :presence',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':presence': storedPresence(presence) },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return Attributes && deviceFromItem(Attributes);
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  }

  /**
   * The token and the note of its holder are deleted together: in between, a registration would keep one without the
   * other.
   */
  async function forget(device: Device, kind: TokenKind, sent: DeviceToken, repair?: TokenRepair): Promise<void> {
    const Update = updateOfSentToken(TableName, { device, kind, sent, repair }, { remove: ['tokens.#kind'] });
    const TransactItems = [{ Update }, deleteHolder(TableName, device, kind)];
    await client.send(new TransactWriteCommand({ TransactItems }));
  }

  const remove = (userId: string, deviceId: string): Promise<boolean> =>
    retryOnConflict(async () => {
      const device = await find(userId, deviceId);
      if (device === undefined) return false;
      await client.send(
        new TransactWriteCommand({ TransactItems: deleteDevice(TableName, device, kindsOf(device.tokens)) }),
      );
      return true;
    });

  return {
    find,
    register: (registration, nowMs) => registerInTable(table, registration, nowMs),

    list: async (userId) => devicesInUse(await readDevices(table, userId)),

    remove,

    removeAll: (userId) => removeAllDevices(table, userId),

    removeToken: (userId, deviceId, kind) =>
      retryOnConflict(async () => {
        const device = await find(userId, deviceId);
        const token = device?.tokens[kind];
        if (device !== undefined && token !== undefined) await forget(device, kind, token);
        return device !== undefined;
      }),

    async dropToken(device, kind, sent, repair) {
      await unlessConditionFails(() => forget(device, kind, sent, repair));
    },

    restoreToken: (device, kind, sent, repair) => restoreInTable(table, { device, kind, sent, repair }),

    async setPresence(userId, deviceId, presence) {
      for (const spelling of spellingsOf(deviceId)) {
        const device = await presenceOn(userId, spelling, presence);
        if (device !== undefined) return device;
      }
      return undefined;
    },

    async markToken(device, kind, sent, mark, repair) {
      const token = 'tokens.#kind.';
      const Update = updateOfSentToken(
        TableName,
        { device, kind, sent, repair },
        {
          set: {
            [`${token}#state`]: mark.state,
            ...('environment' in mark && { [`${token}environment`]: mark.environment }),
          },
        },
      );
      await unlessConditionFails(() => client.send(new UpdateCommand(Update)));
    },
  };
}
