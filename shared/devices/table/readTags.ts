import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { isText, listOf } from '../../platform/table/checks.ts';
import { itemAs } from '../../platform/table/item.ts';
import { tagsKey } from '../../platform/table/keys.ts';
import type { Table } from '../../platform/table/table.ts';

/** The team's tags for a user, in alphabetical order. */
export async function readTags({ client, name: TableName }: Table, userId: string): Promise<string[]> {
  const { Item } = await client.send(new GetCommand({ TableName, Key: tagsKey(userId), ConsistentRead: true }));
  return Item === undefined ? [] : itemAs<{ tags: string[] }>(Item, 'tags', { tags: listOf(isText) }).tags;
}
