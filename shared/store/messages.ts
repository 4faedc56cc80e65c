import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock, MessageRecord, MessageStore } from '../flows/ports.ts';
import type { TargetOutcome } from '../rules/targetOutcome.ts';
import { type Key, messageKey } from './keys.ts';
import { isExpired, type Table, ttlSeconds } from './table.ts';

/** Targets are a map, so that retries that end at the same moment each write their own. */
interface MessageItem extends Key, Omit<MessageRecord, 'targets'> {
  targets: Record<string, TargetOutcome>;
  ttl: number;
}

const targetKey = ({ userId, deviceId, kind }: TargetOutcome): string => `${kind ?? ''}#${deviceId ?? ''}#${userId}`;

export function messageStore({ client, name: TableName }: Table, clock: Clock): MessageStore {
  return {
    async put(record) {
      const Item: MessageItem = {
        ...messageKey(record.messageId),
        ...record,
        targets: Object.fromEntries(record.targets.map((target) => [targetKey(target), target])),
        ttl: ttlSeconds(Date.parse(record.createdAt)),
      };
      await client.send(new PutCommand({ TableName, Item }));
    },

    async find(messageId) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: messageKey(messageId), ConsistentRead: true }),
      );
      const item = Item as MessageItem | undefined;
      if (item === undefined || isExpired(item, clock.nowMs())) return undefined;
      const { pk: _pk, sk: _sk, ttl: _ttl, targets, ...record } = item;
      return { ...record, targets: Object.values(targets) };
    },

    async recordOutcome(messageId, outcome, event) {
      await client.send(
        new UpdateCommand({
          TableName,
          Key: messageKey(messageId),
          UpdateExpression: 'SET targets.#target = :outcome, timeline = list_append(timeline, :events)',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#target': targetKey(outcome) },
          ExpressionAttributeValues: { ':outcome': outcome, ':events': [event] },
        }),
      );
    },
  };
}
