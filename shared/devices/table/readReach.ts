import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { devicePrefix, profileKey, reachKey, userPartition } from '../../platform/table/keys.ts';
import { queryAll } from '../../platform/table/queryAll.ts';
import type { Table } from '../../platform/table/table.ts';
import { type Reach, reachFromItem } from './reachItem.ts';
import { deviceFromItem } from './storedDevice.ts';

export async function readReach(table: Table, userId: string): Promise<Reach> {
  const { client, name: TableName } = table;
  const { Item } = await client.send(new GetCommand({ TableName, Key: reachKey(userId), ConsistentRead: true }));
  return orEarlier(table, userId, reachFromItem(userId, Item));
}

/**
 * What 0.3.0 has stored, where nothing has replaced it: a device and a profile were an item each. For a user who never
 * had a device, this costs a request each time.
 */
export async function orEarlier(table: Table, userId: string, reach: Reach): Promise<Reach> {
  if (reach.isStored) return reach;
  const { sk: profileSort } = profileKey(userId);
  const items = await queryAll(table, {
    // Only these two kinds are in between.
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    ExpressionAttributeValues: { ':pk': userPartition(userId), ':first': devicePrefix, ':last': profileSort },
    ConsistentRead: true,
  });
  const profile = items.find(({ sk }) => sk === profileSort);
  return {
    ...reach,
    devices: items.filter(({ sk }) => sk !== profileSort).map(deviceFromItem),
    profile: reach.profile ?? profile,
  };
}
