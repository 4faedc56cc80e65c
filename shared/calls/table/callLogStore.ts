import { BatchWriteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { inBatches } from '../../platform/inBatches.ts';
import type { Clock } from '../../platform/ports.ts';
import { batchGet } from '../../platform/table/batchGet.ts';
import { isNumber, isText } from '../../platform/table/checks.ts';
import { itemAs } from '../../platform/table/item.ts';
import { callKey, callLogKey, callLogPartition, callLogPlace, type Key } from '../../platform/table/keys.ts';
import { isExpired, type Table, ttlSeconds } from '../../platform/table/table.ts';
import type { CallLogStore } from '../ports.ts';
import type { CallLogEntry } from '../rules/record.ts';
import { loggedCallFromItem } from './callItems.ts';

interface CallLogItem extends Key, CallLogEntry {
  ttl: number;
}

const entryShape = { userId: isText, callId: isText, createdAtMs: isNumber };

/** DynamoDB writes 25 items at a time. */
const batchSize = 25;

export function callLogStore(table: Table, clock: Clock): CallLogStore {
  const { client, name: TableName } = table;
  return {
    async add(entries) {
      const refused = await Promise.all(
        inBatches(entries, batchSize).map(async (batch) => {
          const puts = batch.map((entry) => ({ PutRequest: { Item: itemOf(entry) } }));
          const { UnprocessedItems } = await client.send(
            new BatchWriteCommand({ RequestItems: { [TableName]: puts } }),
          );
          const unprocessed = (UnprocessedItems?.[TableName] ?? []).map(({ PutRequest }) => PutRequest?.Item as Key);
          return batch.filter((entry) => unprocessed.some((key) => isItemOf(entry, key)));
        }),
      );
      return refused.flat();
    },

    async calls(callIds) {
      if (callIds.length === 0) return [];
      // Without the reports of others in calls of 0.3.0, which may be long.
      const items = await batchGet(table, callIds.map(callKey), ['call', 'hasVideo', 'ttl']);
      return items.filter((item) => !isExpired(item, clock.nowMs())).map(loggedCallFromItem);
    },

    placeOf: ({ userId, createdAtMs, callId }) => callLogKey(userId, createdAtMs, callId).sk,
    placePattern: callLogPlace,

    async list(userId, limit, after) {
      const pk = callLogPartition(userId);
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': pk },
          ScanIndexForward: false,
          Limit: limit,
          ...(after !== undefined && { ExclusiveStartKey: { pk, sk: after } satisfies Key }),
        }),
      );
      const entries = Items.filter((item) => !isExpired(item, clock.nowMs()))
        .map((item) => itemAs<CallLogItem>(item, 'call log entry', entryShape))
        .map(({ callId, createdAtMs }) => ({ userId, callId, createdAtMs }));
      // Older ones have expired too.
      const isLastPage = LastEvaluatedKey === undefined || entries.length < Items.length;
      return { entries, ...(!isLastPage && { next: String(LastEvaluatedKey['sk']) }) };
    },
  };
}

function itemOf(entry: CallLogEntry): CallLogItem {
  const { userId, callId, createdAtMs } = entry;
  return { ...callLogKey(userId, createdAtMs, callId), ...entry, ttl: ttlSeconds(createdAtMs) };
}

function isItemOf({ userId, callId, createdAtMs }: CallLogEntry, { pk, sk }: Key): boolean {
  const key = callLogKey(userId, createdAtMs, callId);
  return key.pk === pk && key.sk === sk;
}
