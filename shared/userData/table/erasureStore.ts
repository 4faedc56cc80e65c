import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { epochMs, isoTime } from '../../platform/isoTime.ts';
import type { Clock } from '../../platform/ports.ts';
import { isMap, isText, isTime, orAbsent } from '../../platform/table/checks.ts';
import { bodyOf, type StoredItem } from '../../platform/table/item.ts';
import { erasureKey, type Key } from '../../platform/table/keys.ts';
import { isExpired, type Table, unlessConditionFails } from '../../platform/table/table.ts';
import type { ErasureStore } from '../ports.ts';
import type { ErasedCounts, Erasure } from '../rules/erasure.ts';

interface ErasureItem extends Key {
  erasureId: string;
  state: Erasure['state'];
  requestedAt: string;
  finishedAt?: string | undefined;
  counts: ErasedCounts;
  /** Only while it runs. */
  userId?: string | undefined;
  ttl: number;
}

const shape = {
  erasureId: isText,
  state: isText,
  requestedAt: isTime,
  finishedAt: orAbsent(isTime),
  counts: isMap,
  userId: orAbsent(isText),
};

/** How long a team can show that it has erased somebody. */
const keptDays = 400;

/** @throws UnreadableItem */
export function erasureFromItem(item: StoredItem): Erasure & { userId?: string | undefined } {
  const { requestedAt, finishedAt, ...erasure } = bodyOf<ErasureItem>(item, 'erasure', shape);
  return {
    ...erasure,
    requestedAtMs: epochMs(requestedAt),
    finishedAtMs: finishedAt === undefined ? undefined : epochMs(finishedAt),
  };
}

export function erasureStore({ client, name: TableName }: Table, clock: Clock): ErasureStore {
  const isSame = { ConditionExpression: 'erasureId = :erasureId' };
  return {
    async start(userId, { erasureId, requestedAtMs }) {
      const Item: ErasureItem = {
        ...erasureKey(userId),
        erasureId,
        userId,
        state: 'running',
        requestedAt: isoTime(requestedAtMs),
        counts: {},
        ttl: Math.floor(requestedAtMs / 1000) + keptDays * 24 * 60 * 60,
      };
      await client.send(new PutCommand({ TableName, Item }));
    },

    async find(userId) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: erasureKey(userId), ConsistentRead: true }));
      if (Item === undefined || isExpired(Item, clock.nowMs())) return undefined;
      const { userId: _named, ...erasure } = erasureFromItem(Item);
      return erasure;
    },

    async count(userId, erasureId, counts) {
      const kinds = Object.entries(counts);
      if (kinds.length === 0) return;
      await unlessConditionFails(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: erasureKey(userId),
            UpdateExpression: `ADD ${kinds.map((_kind, index) => `counts.#k${index} :n${index}`).join(', ')}`,
            ...isSame,
            ExpressionAttributeNames: Object.fromEntries(kinds.map(([kind], index) => [`#k${index}`, kind])),
            ExpressionAttributeValues: {
              ':erasureId': erasureId,
              ...Object.fromEntries(kinds.map(([, count], index) => [`:n${index}`, count])),
            },
          }),
        ),
      );
    },

    async finish(userId, erasureId, finishedAtMs) {
      await unlessConditionFails(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: erasureKey(userId),
            UpdateExpression: 'SET #state = :finished, finishedAt = :at REMOVE userId',
            ...isSame,
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: {
              ':erasureId': erasureId,
              ':finished': 'finished',
              ':at': isoTime(finishedAtMs),
            },
          }),
        ),
      );
    },
  };
}
