import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { isText, listOf } from '../../platform/table/checks.ts';
import { itemAs } from '../../platform/table/item.ts';
import { tagsKey } from '../../platform/table/keys.ts';
import type { Table } from '../../platform/table/table.ts';
import type { TagStore } from '../ports.ts';

export function tagStore({ client, name: TableName }: Table): TagStore {
  return {
    async find(userId) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: tagsKey(userId), ConsistentRead: true }));
      return Item === undefined ? [] : itemAs<{ tags: string[] }>(Item, 'tags', { tags: listOf(isText) }).tags;
    },

    async replace(userId, tags) {
      const Key = tagsKey(userId);
      await (tags.length === 0
        ? client.send(new DeleteCommand({ TableName, Key }))
        : client.send(new PutCommand({ TableName, Item: { ...Key, tags } })));
    },
  };
}
