import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ConversationStore } from '../flows/ports.ts';
import { mostConversationSettings } from '../rules/limits.ts';
import type { ConversationSettings } from '../rules/recipient.ts';
import { addCounted, type Counted, removeCounted } from './countedItems.ts';
import { conversationKey, conversationPrefix } from './keys.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import type { Table } from './table.ts';

const counted: Counted = { name: 'conversations', prefix: conversationPrefix, most: mostConversationSettings };

export function conversationStore(table: Table): ConversationStore {
  const { client, name: TableName } = table;
  return {
    async find(userId, conversationId) {
      const Key = conversationKey(userId, conversationId);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && conversationFromItem(Item);
    },

    put: (userId, conversationId, settings) =>
      retryOnConflict(async () => {
        const Item = { ...conversationKey(userId, conversationId), ...settings };
        const added = await addCounted(table, userId, counted, Item);
        if (added === 'full') return 'full';
        // Whoever removes it at this moment makes the condition fail, and then it is added.
        const ConditionExpression = 'attribute_exists(pk)';
        if (added === 'exists') await client.send(new PutCommand({ TableName, Item, ConditionExpression }));
        return 'stored';
      }),

    remove: (userId, conversationId) => removeCounted(table, userId, counted, conversationKey(userId, conversationId)),
  };
}

export function conversationFromItem(item: Record<string, unknown>): ConversationSettings {
  const { pk: _pk, sk: _sk, ...settings } = item;
  return settings as unknown as ConversationSettings;
}
