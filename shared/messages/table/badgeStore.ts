import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isNumber } from '../../platform/table/checks.ts';
import { itemAs } from '../../platform/table/item.ts';
import { badgeKey } from '../../platform/table/keys.ts';
import { ifConditionHolds, type Table } from '../../platform/table/table.ts';
import type { BadgeStore } from '../ports.ts';

/** A badge as an item of the table, beside its key. */
interface Badge {
  badge: number;
  /** The message that was counted last. */
  messageId?: string | undefined;
}

function badgeFrom(item: Record<string, unknown> | undefined): number {
  return item === undefined ? 0 : itemAs<Badge>(item, 'badge', { badge: isNumber }).badge;
}

export function badgeStore({ client, name: TableName }: Table): BadgeStore {
  async function peek(userId: string, appId: string): Promise<number> {
    const { Item } = await client.send(
      new GetCommand({ TableName, Key: badgeKey(userId, appId), ConsistentRead: true }),
    );
    return badgeFrom(Item);
  }

  return {
    peek,

    async increment(userId, appId, by = 1, messageId) {
      const badge = await ifConditionHolds(async () => {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName,
            Key: badgeKey(userId, appId),
            UpdateExpression: messageId === undefined ? 'ADD badge :by' : 'ADD badge :by SET messageId = :messageId',
            ...(messageId !== undefined && {
              ConditionExpression: 'attribute_not_exists(messageId) OR messageId <> :messageId',
            }),
            ExpressionAttributeValues: { ':by': by, ...(messageId !== undefined && { ':messageId': messageId }) },
            ReturnValues: 'UPDATED_NEW',
          }),
        );
        return badgeFrom(Attributes);
      });
      return badge ?? peek(userId, appId);
    },

    async set(userId, appId, value) {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName,
          Key: badgeKey(userId, appId),
          UpdateExpression: 'SET badge = :value',
          ExpressionAttributeValues: { ':value': value },
          ReturnValues: 'UPDATED_OLD',
        }),
      );
      return badgeFrom(Attributes);
    },
  };
}
