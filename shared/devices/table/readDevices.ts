import { devicePrefix, userPartition } from '../../platform/table/keys.ts';
import { queryAll } from '../../platform/table/queryAll.ts';
import type { Table } from '../../platform/table/table.ts';
import type { Device } from '../rules/device.ts';
import { deviceFromItem } from './storedDevice.ts';

/** All devices of a user, including those beyond the limit, which stages of earlier versions may hold. */
export async function readDevices(table: Table, userId: string): Promise<Device[]> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': userPartition(userId), ':prefix': devicePrefix },
    ConsistentRead: true,
  });
  return items.map(deviceFromItem);
}
