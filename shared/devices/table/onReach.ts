/** Writes of a user's item that may meet data of 0.3.0. */
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { retryOnConflict } from '../../platform/table/retryOnConflict.ts';
import type { Table } from '../../platform/table/table.ts';
import type { Device } from '../rules/device.ts';
import { migrateReach } from './migrateReach.ts';

/** See migrateReach.ts. */
export function moveDevices(table: Table, userId: string): Promise<{ surplus: Device[] } | undefined> {
  return retryOnConflict(() => migrateReach(table, userId));
}

/**
 * Writes a user's item. If that fails because the devices are still in items of 0.3.0, they are moved first.
 * @throws what the write throws.
 */
export async function onReach<T>(table: Table, userId: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isWithoutDevices(error)) throw error;
    await moveDevices(table, userId);
    return write();
  }
}

/** Whether the item of a write whose condition is not met, the first one of a transaction, holds no devices. */
function isWithoutDevices(error: unknown): boolean {
  if (error instanceof ConditionalCheckFailedException) return error.Item?.['devices'] === undefined;
  if (!(error instanceof TransactionCanceledException)) return false;
  const [first] = error.CancellationReasons ?? [];
  return first?.Code === 'ConditionalCheckFailed' && first.Item?.['devices'] === undefined;
}
