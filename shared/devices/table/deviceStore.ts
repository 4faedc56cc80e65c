import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { retryOnConflict } from '../../platform/table/retryOnConflict.ts';
import { ifConditionHolds, type Table } from '../../platform/table/table.ts';
import type { DeviceStore } from '../ports.ts';
import type { Device, Presence } from '../rules/device.ts';
import { forgetToken } from './forgetToken.ts';
import { knownDevices } from './knownDevices.ts';
import { moveDevices } from './onReach.ts';
import { reachFromItem } from './reachItem.ts';
import { reachUpdate } from './reachUpdate.ts';
import { readReach } from './readReach.ts';
import { registerInTable } from './registerDevice.ts';
import { findDevice } from './registrationState.ts';
import { removeAllDevices, removeStored } from './removeDevices.ts';
import { storedPresence } from './storedDevice.ts';

export function deviceStore(table: Table): DeviceStore {
  const { client, name: TableName } = table;

  /** To remove something of it: from then on the user's devices are in the user's item. */
  async function findStored(userId: string, deviceId: string): Promise<Device | undefined> {
    const { devices, isStored } = await readReach(table, userId);
    const device = findDevice(devices, deviceId);
    if (device !== undefined && !isStored) await moveDevices(table, userId);
    return device;
  }

  async function presenceOn(userId: string, deviceId: string, presence: Presence): Promise<Device | undefined> {
    const update = reachUpdate(TableName, userId);
    update.when(`attribute_exists(${update.path(deviceId)})`);
    update.set(update.path(deviceId, 'presence'), storedPresence(presence));
    return ifConditionHolds(async () => {
      const { Attributes } = await client.send(new UpdateCommand({ ...update.build(), ReturnValues: 'ALL_NEW' }));
      return findDevice(reachFromItem(userId, Attributes).devices, deviceId);
    });
  }

  return {
    ...knownDevices(table),

    register: (registration, nowMs, onlyIfNew) => registerInTable(table, registration, nowMs, onlyIfNew),

    remove: (userId, deviceId) =>
      retryOnConflict(async () => {
        const device = await findStored(userId, deviceId);
        if (device !== undefined) await removeStored(table, userId, [device]);
        return device !== undefined;
      }),

    removeAll: (userId) => removeAllDevices(table, userId),

    removeToken: (userId, deviceId, kind) =>
      retryOnConflict(async () => {
        const device = await findStored(userId, deviceId);
        const sent = device?.tokens[kind];
        if (device !== undefined && sent !== undefined) await forgetToken(table, { device, kind, sent });
        return device !== undefined;
      }),

    async setPresence(userId, deviceId, presence) {
      const device = await presenceOn(userId, deviceId, presence);
      if (device !== undefined) return device;
      // Under another spelling, or not moved yet.
      const known = await findStored(userId, deviceId);
      return known && presenceOn(userId, known.deviceId, presence);
    },
  };
}
