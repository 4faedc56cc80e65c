import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { BadgeStore } from '../flows/ports.ts';
import { badgeKey } from './keys.ts';
import type { Table } from './table.ts';

export function badgeStore({ client, name: TableName }: Table): BadgeStore {
  return {
    async increment(userId, appId) {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName,
          Key: badgeKey(userId, appId),
          UpdateExpression: 'ADD badge :one',
          ExpressionAttributeValues: { ':one': 1 },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return Attributes?.['badge'] as number;
    },

    async set(userId, appId, value) {
      await client.send(
        new UpdateCommand({
          TableName,
          Key: badgeKey(userId, appId),
          UpdateExpression: 'SET badge = :value',
          ExpressionAttributeValues: { ':value': value },
        }),
      );
    },
  };
}
