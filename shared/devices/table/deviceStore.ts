import { TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { retryOnConflict } from '../../platform/table/retryOnConflict.ts';
import { isConditionFailure, type Table, unlessConditionFails } from '../../platform/table/table.ts';
import type { DeviceStore } from '../ports.ts';
import type { Device, Presence } from '../rules/device.ts';
import { deleteAudienceRow } from './audienceRow.ts';
import { deleteHolder } from './deviceItem.ts';
import { moveDevices, onReach } from './onReach.ts';
import { reachFromItem } from './reachItem.ts';
import { reachUpdate } from './reachUpdate.ts';
import { readDevices } from './readDevices.ts';
import { readReach } from './readReach.ts';
import { registerInTable } from './registerDevice.ts';
import { findDevice } from './registrationState.ts';
import { removeAllDevices, removeStored } from './removeDevices.ts';
import { restoreInTable } from './restoreToken.ts';
import { type SentToken, tokenPath, updateOfSentToken } from './sentToken.ts';
import { storedPresence } from './storedDevice.ts';

export function deviceStore(table: Table): DeviceStore {
  const { client, name: TableName } = table;

  async function find(userId: string, deviceId: string): Promise<Device | undefined> {
    return findDevice((await readReach(table, userId)).devices, deviceId);
  }

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
    try {
      const { Attributes } = await client.send(new UpdateCommand({ ...update.build(), ReturnValues: 'ALL_NEW' }));
      return findDevice(reachFromItem(userId, Attributes).devices, deviceId);
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  }

  /**
   * The token and the note of its holder are deleted together: in between, a registration would keep one without the
   * other.
   */
  async function forget(token: SentToken): Promise<void> {
    const update = updateOfSentToken(TableName, token);
    update.remove(tokenPath(update, token));
    if (token.kind === 'alert') update.remove(update.path(token.device.deviceId, 'audienceMark'));
    const TransactItems = [
      { Update: update.build() },
      deleteHolder(TableName, token.device, token.kind),
      ...(token.kind === 'alert' ? deleteAudienceRow(TableName, token.device) : []),
    ];
    await onReach(table, token.device.userId, () => client.send(new TransactWriteCommand({ TransactItems })));
  }

  return {
    find,
    register: (registration, nowMs, onlyIfNew) => registerInTable(table, registration, nowMs, onlyIfNew),

    list: (userId) => readDevices(table, userId),

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
        if (device !== undefined && sent !== undefined) await forget({ device, kind, sent });
        return device !== undefined;
      }),

    async dropToken(device, kind, sent, repair) {
      await unlessConditionFails(() => forget({ device, kind, sent, repair }));
    },

    restoreToken: (device, kind, sent, repair) => restoreInTable(table, { device, kind, sent, repair }),

    async setPresence(userId, deviceId, presence) {
      const device = await presenceOn(userId, deviceId, presence);
      if (device !== undefined) return device;
      // Under another spelling, or not moved yet.
      const known = await findStored(userId, deviceId);
      return known && presenceOn(userId, known.deviceId, presence);
    },

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
