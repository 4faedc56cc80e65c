import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { isText, isTime, orAbsent } from '../../platform/table/checks.ts';
import { addCounted, type Counted, removeCounted } from '../../platform/table/countedItems.ts';
import { bodyOf } from '../../platform/table/item.ts';
import { conversationKey, conversationPrefix } from '../../platform/table/keys.ts';
import { retryOnConflict } from '../../platform/table/retryOnConflict.ts';
import type { Table } from '../../platform/table/table.ts';
import type { ConversationStore } from '../ports.ts';
import { maxConversationSettings } from '../rules/limits.ts';
import type { ConversationSettings } from '../rules/recipient.ts';

const counted: Counted = { name: 'conversations', prefix: conversationPrefix, most: maxConversationSettings };

export function conversationStore(table: Table): ConversationStore {
  const { client, name: TableName } = table;
  return {
    async find(userId, conversationId, generation) {
      const Key = conversationKey(userId, conversationId);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && conversationFromItem(Item, generation);
    },

    put: (userId, conversationId, settings, generation) =>
      retryOnConflict(async () => {
        const Item = { ...conversationKey(userId, conversationId), ...settings, generation };
        const added = await addCounted(table, userId, counted, Item);
        if (added === 'full') return 'full';
        // A concurrent removal makes the condition fail, and then it is added.
        const ConditionExpression = 'attribute_exists(pk)';
        if (added === 'exists') await client.send(new PutCommand({ TableName, Item, ConditionExpression }));
        return 'stored';
      }),

    remove: (userId, conversationId) => removeCounted(table, userId, counted, conversationKey(userId, conversationId)),
  };
}

interface ConversationItem extends ConversationSettings {
  generation?: string | undefined;
}

/**
 * @param wanted generation of the group, if known. @returns undefined for settings of an earlier group with the same
 *   ID.
 */
export function conversationFromItem(
  item: Record<string, unknown>,
  wanted: string | undefined,
): ConversationSettings | undefined {
  const { generation, ...settings } = bodyOf<ConversationItem>(item, 'conversation', {
    receive: isText,
    until: orAbsent(isTime),
  });
  return wanted === undefined || wanted === generation ? settings : undefined;
}
