import { devicePrefix, userPartition } from '../../platform/table/keys.ts';
import { queryAll } from '../../platform/table/queryAll.ts';
import type { Table } from '../../platform/table/table.ts';
import { homeTerritory } from '../rules/homeTerritory.ts';
import { homeFromItem } from './storedDevice.ts';

export async function readTerritory(table: Table, userId: string): Promise<string | undefined> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': userPartition(userId), ':prefix': devicePrefix },
    ProjectionExpression: 'territory, registeredAt',
  });
  return homeTerritory(items.map(homeFromItem));
}
