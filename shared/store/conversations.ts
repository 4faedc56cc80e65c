import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ConversationStore } from '../flows/ports.ts';
import type { ConversationSettings } from '../rules/recipient.ts';
import { countWithPrefix } from './countWithPrefix.ts';
import { conversationKey, conversationPrefix } from './keys.ts';
import type { Table } from './table.ts';

export function conversationStore(table: Table): ConversationStore {
  const { client, name: TableName } = table;
  return {
    async find(userId, conversationId) {
      const Key = conversationKey(userId, conversationId);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && conversationFromItem(Item);
    },

    async put(userId, conversationId, settings) {
      const Item = { ...conversationKey(userId, conversationId), ...settings };
      await client.send(new PutCommand({ TableName, Item }));
    },

    async remove(userId, conversationId) {
      await client.send(new DeleteCommand({ TableName, Key: conversationKey(userId, conversationId) }));
    },

    count: (userId) => countWithPrefix(table, userId, conversationPrefix),
  };
}

export function conversationFromItem(item: Record<string, unknown>): ConversationSettings {
  const { pk: _pk, sk: _sk, ...settings } = item;
  return settings as unknown as ConversationSettings;
}
