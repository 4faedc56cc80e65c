import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock, MessageRecord, MessageStore } from '../flows/ports.ts';
import type { Target } from '../rules/decide.ts';
import type { TokenKind } from '../rules/device.ts';
import type { TargetOutcome } from '../rules/targetOutcome.ts';
import { type Key, messageKey } from './keys.ts';
import { isExpired, type Table, ttlSeconds } from './table.ts';

/** What became of a target; which one it is stands in its key. An item has 400 KB, and a message may have many targets. */
type StoredOutcome = Omit<TargetOutcome, keyof Target>;

/** Targets are a map, so that retries that end at the same moment each write their own. */
interface MessageItem extends Key, Omit<MessageRecord, 'targets'> {
  targets: Record<string, StoredOutcome>;
  ttl: number;
}

/** The user comes last, because only a user ID may hold a `#`. */
const targetKey = ({ userId, deviceId, kind }: Target): string => `${kind ?? ''}#${deviceId ?? ''}#${userId}`;

function storedOutcome({ userId: _user, deviceId: _device, kind: _kind, ...outcome }: TargetOutcome): StoredOutcome {
  return outcome;
}

function targetFrom(key: string, outcome: StoredOutcome): TargetOutcome {
  const [kind = '', deviceId = '', ...userId] = key.split('#');
  return {
    userId: userId.join('#'),
    ...(deviceId && { deviceId }),
    ...(kind && { kind: kind as TokenKind }),
    ...outcome,
  };
}

export function messageStore({ client, name: TableName }: Table, clock: Clock): MessageStore {
  return {
    async put(record) {
      const Item: MessageItem = {
        ...messageKey(record.messageId),
        ...record,
        targets: Object.fromEntries(record.targets.map((target) => [targetKey(target), storedOutcome(target)])),
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
      return { ...record, targets: Object.entries(targets).map(([key, outcome]) => targetFrom(key, outcome)) };
    },

    async recordOutcome(messageId, outcome, event) {
      await client.send(
        new UpdateCommand({
          TableName,
          Key: messageKey(messageId),
          UpdateExpression: 'SET targets.#target = :outcome, timeline = list_append(timeline, :events)',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#target': targetKey(outcome) },
          ExpressionAttributeValues: { ':outcome': storedOutcome(outcome), ':events': [event] },
        }),
      );
    },
  };
}
