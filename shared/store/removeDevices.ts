/** Deletes many devices of a user, with the notes of what they hold. */
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { chunks } from '../rules/chunks.ts';
import type { Device } from '../rules/device.ts';
import { deleteDevice, kindsOf } from './deviceItem.ts';
import { isConditionFailure, type Table } from './table.ts';

/** A device and its notes are up to five items, and a transaction has room for a hundred. */
const devicesInTransaction = 20;
const transactionsAtOnce = 8;

/** @returns those that have changed since they were read, and the others of the same batch: they are still there. */
export async function removeInBatches(table: Table, devices: readonly Device[]): Promise<Device[]> {
  const left: Device[] = [];
  for (const batches of chunks(chunks(devices, devicesInTransaction), transactionsAtOnce)) {
    await Promise.all(
      batches.map(async (batch) => {
        if (!(await removeBatch(table, batch))) left.push(...batch);
      }),
    );
  }
  return left;
}

async function removeBatch({ client, name }: Table, devices: readonly Device[]): Promise<boolean> {
  const TransactItems = devices.flatMap((device) => deleteDevice(name, device, kindsOf(device.tokens)));
  try {
    await client.send(new TransactWriteCommand({ TransactItems }));
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}
