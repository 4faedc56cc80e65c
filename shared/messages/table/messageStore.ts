import { GetCommand, PutCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { inBatches } from '../../platform/inBatches.ts';
import { epochMs, isoTime } from '../../platform/isoTime.ts';
import type { Clock } from '../../platform/ports.ts';
import { isList, isMap, isText, isTime, orAbsent } from '../../platform/table/checks.ts';
import { bodyOf } from '../../platform/table/item.ts';
import {
  chunkPrefix,
  type Key,
  messageKey,
  messagePartition,
  messageSort,
  newestMessageKey,
  receiptPrefix,
  reportedOutcomePrefix,
} from '../../platform/table/keys.ts';
import { queryAll } from '../../platform/table/queryAll.ts';
import {
  ifConditionHolds,
  isExpired,
  type Table,
  ttlSeconds,
  unlessConditionFails,
} from '../../platform/table/table.ts';
import { updateExpression } from '../../platform/table/updateExpression.ts';
import {
  maxTargetsInUpdate,
  setTargets,
  type TargetItems,
  targetItems,
  targetsFrom,
} from '../../push/table/targetItems.ts';
import type { MessageStore } from '../ports.ts';
import type { Decided } from '../rules/moment.ts';
import { isToMany, type MessageRecord } from '../rules/record.ts';
import { progressFromItem } from './chunkStore.ts';
import { readReceiptShards, receiptsFromItems } from './receiptStore.ts';

interface MessageItem extends Key, Omit<MessageRecord, 'targets' | 'createdAtMs' | 'recalledAtMs'> {
  targets: TargetItems;
  /** ISO 8601, UTC, as are all times in an item. */
  createdAt: string;
  recalledAt?: string | undefined;
  ttl: number;
}

const messageShape = {
  messageId: isText,
  from: isText,
  to: isList,
  createdAt: isTime,
  recalledAt: orAbsent(isTime),
  sent: orAbsent(isMap),
  targets: isMap,
  timeline: isList,
};

/** @throws UnreadableItem */
export function messageFromItem(item: Record<string, unknown>): MessageRecord {
  const { targets, createdAt, recalledAt, ...record } = bodyOf<MessageItem>(item, 'message', messageShape);
  return {
    ...record,
    createdAtMs: epochMs(createdAt),
    recalledAtMs: recalledAt === undefined ? undefined : epochMs(recalledAt),
    targets: targetsFrom(targets),
  };
}

function attributesOf({ createdAtMs, recalledAtMs, targets, ...record }: MessageRecord): Omit<MessageItem, keyof Key> {
  return {
    ...record,
    createdAt: isoTime(createdAtMs),
    recalledAt: recalledAtMs === undefined ? undefined : isoTime(recalledAtMs),
    targets: targetItems(targets),
    ttl: ttlSeconds(createdAtMs),
  };
}

/** An item has room for 400 KB, and its targets and recipients come first. */
const maxFactsBytes = 40_000;

/** @returns undefined if there are too many to keep. */
async function factsOf(decided: Decided, to: readonly string[]): Promise<Uint8Array | undefined> {
  // A cold start that sends nothing need not read it.
  const { encodeDecided } = await import('./facts/encodeDecided.ts');
  const facts = encodeDecided(decided, to);
  return facts.length > maxFactsBytes ? undefined : facts;
}

export function messageStore(table: Table, clock: Clock): MessageStore {
  const { client, name: TableName } = table;

  /** All items of the message: the message, its chunks of the job `send`, its receipts. */
  function itemsOf(messageId: string): Promise<Record<string, unknown>[]> {
    return queryAll(table, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': messagePartition(messageId) },
      ConsistentRead: true,
    });
  }

  async function find(messageId: string): Promise<MessageRecord | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName, Key: messageKey(messageId), ConsistentRead: true }));
    if (Item === undefined || isExpired(Item, clock.nowMs())) return undefined;
    return messageFromItem(Item);
  }

  /** @returns the message afterwards; undefined if the condition is not met. */
  async function update(
    messageId: string,
    change: Pick<UpdateCommandInput, 'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'>,
  ): Promise<MessageRecord | undefined> {
    return ifConditionHolds(async () => {
      const { Attributes = {} } = await client.send(
        new UpdateCommand({ TableName, Key: messageKey(messageId), ...change, ReturnValues: 'ALL_NEW' }),
      );
      return messageFromItem(Attributes);
    });
  }

  return {
    find,

    async put(record, decided) {
      const facts = decided && (await factsOf(decided, record.to));
      const Item: MessageItem = { ...messageKey(record.messageId), ...attributesOf({ ...record, facts }) };
      await client.send(new PutCommand({ TableName, Item }));
    },

    async putMissing(record) {
      await unlessConditionFails(() =>
        client.send(
          // The role of the worker that repairs records may update, and need not put.
          new UpdateCommand({
            TableName,
            Key: messageKey(record.messageId),
            ...updateExpression(attributesOf(record)),
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      );
    },

    async report(messageId) {
      const items = await itemsOf(messageId);
      const item = items.find(({ sk }) => sk === messageSort);
      if (item === undefined || isExpired(item, clock.nowMs())) return undefined;
      const startingWith = (prefix: string) => items.filter(({ sk }) => String(sk).startsWith(prefix));
      const record = messageFromItem(item);
      const inShards = isToMany(record) ? await readReceiptShards(table, messageId) : [];
      const reports = [...inShards, ...startingWith(receiptPrefix)];
      const overview = {
        record,
        chunks: startingWith(`${chunkPrefix}send#`).map(progressFromItem),
        receipts: receiptsFromItems(reports.filter(({ sk }) => String(sk).startsWith(receiptPrefix))),
      };
      const reported = [...inShards, ...items].filter(({ sk }) => String(sk).startsWith(reportedOutcomePrefix));
      if (reported.length === 0) return overview;
      // Only loaded where a push was handed to the team's function.
      const { withReportedItems } = await import('./withReportedItems.ts');
      return withReportedItems(overview, reported);
    },

    async recordOutcomes(messageId, outcomes, events) {
      const lists = inBatches(outcomes, maxTargetsInUpdate);
      for (const [index, list] of lists.entries()) {
        const { assignments, names, values } = setTargets(list);
        const isLast = index === lists.length - 1;
        await client.send(
          new UpdateCommand({
            TableName,
            Key: messageKey(messageId),
            UpdateExpression: `SET ${[...assignments, ...(isLast ? ['timeline = list_append(timeline, :events)'] : [])].join(', ')}`,
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeNames: names,
            ExpressionAttributeValues: { ...values, ...(isLast && { ':events': events }) },
          }),
        );
      }
    },

    async recordExpansion(messageId, job, expansion) {
      await unlessConditionFails(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: messageKey(messageId),
            UpdateExpression: 'SET expansions.#job = :expansion',
            // Two workers may list the same group: the further one counts.
            ConditionExpression:
              'attribute_exists(pk) AND (attribute_not_exists(expansions.#job) OR expansions.#job.chunks <= :chunks)',
            ExpressionAttributeNames: { '#job': job },
            ExpressionAttributeValues: { ':expansion': expansion, ':chunks': expansion.chunks },
          }),
        ),
      );
    },

    async recall(messageId, mode, nowMs) {
      const at = isoTime(nowMs);
      const isFirst = await update(messageId, {
        UpdateExpression: 'SET recalledAt = :at, timeline = list_append(timeline, :events) ADD recallModes :modes',
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(recalledAt)',
        ExpressionAttributeValues: {
          ':at': at,
          ':events': [{ at, event: 'recalled' }],
          ':modes': new Set([mode]),
        },
      });
      const changed =
        isFirst ??
        (await update(messageId, {
          UpdateExpression: 'ADD recallModes :modes',
          ConditionExpression: 'attribute_exists(pk) AND NOT contains(recallModes, :mode)',
          ExpressionAttributeValues: { ':mode': mode, ':modes': new Set([mode]) },
        }));
      if (changed !== undefined) return { record: changed, isRepeated: false };
      const record = await find(messageId);
      return record && { record, isRepeated: true };
    },

    async putNewest(apnsCollapseId, messageId) {
      const Item = { ...newestMessageKey(apnsCollapseId), messageId, ttl: ttlSeconds(clock.nowMs()) };
      await client.send(new PutCommand({ TableName, Item }));
    },

    async findNewest(apnsCollapseId) {
      const Key = newestMessageKey(apnsCollapseId);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item === undefined || isExpired(Item, clock.nowMs()) ? undefined : String(Item['messageId']);
    },
  };
}
