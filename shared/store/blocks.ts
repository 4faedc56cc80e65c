import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { BlockStore } from '../flows/ports.ts';
import { countWithPrefix } from './countWithPrefix.ts';
import { blockKey, blockPrefix, userPartition } from './keys.ts';
import type { Table } from './table.ts';

export function blockStore(table: Table): BlockStore {
  const { client, name: TableName } = table;
  return {
    async put(userId, blockedUserId) {
      await client.send(new PutCommand({ TableName, Item: { ...blockKey(userId, blockedUserId), blockedUserId } }));
    },

    async remove(userId, blockedUserId) {
      await client.send(new DeleteCommand({ TableName, Key: blockKey(userId, blockedUserId) }));
    },

    async list(userId) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': userPartition(userId), ':prefix': blockPrefix },
          ConsistentRead: true,
        }),
      );
      return Items.map(({ blockedUserId }) => String(blockedUserId));
    },

    count: (userId) => countWithPrefix(table, userId, blockPrefix),
  };
}
