/** Deletes many devices of a user, with the notes of what they hold. */
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { inBatches } from '../../platform/inBatches.ts';
import { retryOnConflict } from '../../platform/table/retryOnConflict.ts';
import { isConditionFailure, type Table } from '../../platform/table/table.ts';
import type { Device } from '../rules/device.ts';
import { deleteDevice, kindsOf } from './deviceItem.ts';
import { readDevices } from './readDevices.ts';

/** A device and its notes are up to five items, and a transaction has room for a hundred. */
const devicesInTransaction = 20;
const transactionsAtOnce = 8;

/** @returns why batches could not be removed: one of their devices has changed since it was read. */
export async function removeInBatches(table: Table, devices: readonly Device[]): Promise<unknown[]> {
  const conflicts: unknown[] = [];
  for (const batches of inBatches(inBatches(devices, devicesInTransaction), transactionsAtOnce)) {
    await Promise.all(
      batches.map((batch) =>
        removeBatch(table, batch).catch((error) => {
          if (!isConditionFailure(error)) throw error;
          conflicts.push(error);
        }),
      ),
    );
  }
  return conflicts;
}

async function removeBatch({ client, name }: Table, devices: readonly Device[]): Promise<void> {
  const TransactItems = devices.flatMap((device) => deleteDevice(name, device, kindsOf(device.tokens)));
  await client.send(new TransactWriteCommand({ TransactItems }));
}

/** The devices that the user has now: a device registered in the meantime stays. */
export async function removeAllDevices(table: Table, userId: string): Promise<void> {
  let deviceIds: ReadonlySet<string> | undefined;
  await retryOnConflict(async () => {
    const devices = await readDevices(table, userId);
    deviceIds ??= new Set(devices.map(({ deviceId }) => deviceId));
    const left = devices.filter(({ deviceId }) => deviceIds?.has(deviceId));
    const [conflict] = await removeInBatches(table, left);
    if (conflict !== undefined) throw conflict;
  });
}
