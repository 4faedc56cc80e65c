import { addCounted, type Counted, removeCounted } from '../../platform/table/countedItems.ts';
import { blockKey, blockPrefix, userPartition } from '../../platform/table/keys.ts';
import { queryPage } from '../../platform/table/queryPage.ts';
import type { Table } from '../../platform/table/table.ts';
import type { BlockStore } from '../ports.ts';
import { maxBlocks } from '../rules/limits.ts';

const counted: Counted = { name: 'blocks', prefix: blockPrefix, most: maxBlocks };

/** The sort key names the blocked user. Items of 0.3.0 name them twice. */
export function blockStore(table: Table): BlockStore {
  return {
    async put(userId, blockedUserId) {
      const added = await addCounted(table, userId, counted, blockKey(userId, blockedUserId));
      return added === 'full' ? 'full' : 'stored';
    },

    remove: (userId, blockedUserId) => removeCounted(table, userId, counted, blockKey(userId, blockedUserId)),

    async list(userId, limit, after) {
      const query = {
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': userPartition(userId), ':prefix': blockPrefix },
        ProjectionExpression: 'sk',
        ConsistentRead: true,
        ...(after !== undefined && { ExclusiveStartKey: blockKey(userId, after) }),
      };
      const { items, hasMore } = await queryPage(table, query, limit);
      const userIds = items.map(({ sk }) => String(sk).slice(blockPrefix.length));
      const last = userIds.at(-1);
      return { userIds, ...(hasMore && last !== undefined && { cursor: last }) };
    },
  };
}
