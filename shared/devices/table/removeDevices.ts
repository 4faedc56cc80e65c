/** Removes devices of a user, with the notes of what they hold. */
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { inBatches } from '../../platform/inBatches.ts';
import { retryOnConflict } from '../../platform/table/retryOnConflict.ts';
import type { Table } from '../../platform/table/table.ts';
import type { Device } from '../rules/device.ts';
import { deleteNotes, kindsOf } from './deviceItem.ts';
import { moveDevices } from './onReach.ts';
import { reachUpdate, removeDevice } from './reachUpdate.ts';
import { readReach } from './readReach.ts';

/** A device has up to five notes and a row in the index, and a transaction has room for a hundred items. */
const devicesInTransaction = 15;

/** All of one user. @throws if one of them has changed since it was read. */
export async function removeStored({ client, name }: Table, userId: string, devices: readonly Device[]): Promise<void> {
  for (const batch of inBatches(devices, devicesInTransaction)) {
    const update = reachUpdate(name, userId);
    for (const device of batch) removeDevice(update, device);
    const notes = batch.flatMap((device) => deleteNotes(name, device, kindsOf(device.tokens)));
    await client.send(new TransactWriteCommand({ TransactItems: [{ Update: update.build() }, ...notes] }));
  }
}

/** The devices that the user has now: a device registered in the meantime stays. */
export async function removeAllDevices(table: Table, userId: string): Promise<void> {
  let deviceIds: ReadonlySet<string> | undefined;
  await retryOnConflict(async () => {
    const reach = await readReach(table, userId);
    if (!reach.isStored && reach.devices.length > 0) await moveDevices(table, userId);
    const { devices } = reach.isStored ? reach : await readReach(table, userId);
    deviceIds ??= new Set(devices.map(({ deviceId }) => deviceId));
    await removeStored(
      table,
      userId,
      devices.filter(({ deviceId }) => deviceIds?.has(deviceId)),
    );
  });
}

/**
 * Devices that were registered by then.
 * @returns the number of removed ones, and of those that stay because they were registered later.
 */
export function removeDevicesUntil(
  table: Table,
  userId: string,
  untilMs: number,
): Promise<{ removed: number; kept: number }> {
  return retryOnConflict(async () => {
    const reach = await readReach(table, userId);
    if (!reach.isStored && reach.devices.length > 0) await moveDevices(table, userId);
    const { devices } = reach.isStored ? reach : await readReach(table, userId);
    const earlier = devices.filter(({ registeredAtMs }) => registeredAtMs <= untilMs);
    await removeStored(table, userId, earlier);
    return { removed: earlier.length, kept: devices.length - earlier.length };
  });
}
