import type { Device } from '../rules/device.ts';
import { deviceFromItem } from './deviceItem.ts';
import { devicePrefix, userPartition } from './keys.ts';
import { queryAll } from './queryAll.ts';
import type { Table } from './table.ts';

/** All devices of a user, also those beyond what a user may have, which stages of earlier versions may hold. */
export async function readDevices(table: Table, userId: string): Promise<Device[]> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': userPartition(userId), ':prefix': devicePrefix },
    ConsistentRead: true,
  });
  return items.map(deviceFromItem);
}
