import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isoTime } from '../../platform/isoTime.ts';
import { retryOnConflict } from '../../platform/table/retryOnConflict.ts';
import { type Table, unlessConditionFails } from '../../platform/table/table.ts';
import type { ActivityTokenStore } from '../ports.ts';
import { withActivity } from '../rules/activityTokens.ts';
import type { Device } from '../rules/device.ts';
import type { DeviceName } from '../rules/deviceName.ts';
import { moveDevices } from './onReach.ts';
import { type ReachUpdate, reachUpdate } from './reachUpdate.ts';
import { readReach } from './readReach.ts';
import { findDevice } from './registrationState.ts';
import { storedActivities } from './storedDevice.ts';

/** Update tokens of Live Activities, in the devices that they belong to. */
export function activityTokenStore(table: Table): ActivityTokenStore {
  const { client, name: TableName } = table;

  async function findStored({ userId, deviceId }: DeviceName): Promise<Device | undefined> {
    const { devices, isStored } = await readReach(table, userId);
    const device = findDevice(devices, deviceId);
    if (device !== undefined && !isStored) await moveDevices(table, userId);
    return device;
  }

  /** @returns false if there is no such device. */
  const change = (name: DeviceName, changed: (device: Device) => Device['activities']): Promise<boolean> =>
    retryOnConflict(async () => {
      const device = await findStored(name);
      if (device === undefined) return false;
      const activities = changed(device);
      if (activities === device.activities) return true;
      const update = reachUpdate(TableName, name.userId);
      const path = update.path(device.deviceId, 'activities');
      whenAsRead(update, path, device);
      if (activities === undefined) update.remove(path);
      else update.set(path, storedActivities(activities));
      await client.send(new UpdateCommand(update.build()));
      return true;
    });

  return {
    put: (name, activityId, token, nowMs) =>
      change(name, (device) => withActivity(device, activityId, { ...token, registeredAtMs: nowMs }, nowMs)),

    remove: (name, activityId) =>
      change(name, ({ activities }) => {
        const { [activityId]: removed, ...others } = activities ?? {};
        if (removed === undefined) return activities;
        return Object.keys(others).length === 0 ? undefined : others;
      }),

    async drop({ userId, deviceId }, activityId, { token, registeredAtMs }) {
      const update = reachUpdate(TableName, userId);
      const pathOf = (...parts: string[]) => update.path(deviceId, 'activities', activityId, ...parts);
      update.when(`${pathOf('token')} = ${update.value(token)}`);
      update.when(`${pathOf('registeredAt')} = ${update.value(isoTime(registeredAtMs))}`);
      update.remove(pathOf());
      await unlessConditionFails(() => client.send(new UpdateCommand(update.build())));
    },
  };
}

/** The device is still there, with the activities that were read. */
function whenAsRead(update: ReachUpdate, path: string, { deviceId, activities }: Device): void {
  update.when(`attribute_exists(${update.path(deviceId)})`);
  update.when(
    activities === undefined
      ? `attribute_not_exists(${path})`
      : `${path} = ${update.value(storedActivities(activities))}`,
  );
}
