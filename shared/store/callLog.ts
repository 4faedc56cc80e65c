import { BatchGetCommand, BatchWriteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { CallLogEntry, CallLogStore } from '../flows/callPorts.ts';
import type { Clock } from '../flows/ports.ts';
import { chunks } from '../rules/chunks.ts';
import { callFromItem } from './callItems.ts';
import { callKey, callLogKey, callLogPartition, type Key } from './keys.ts';
import { isExpired, type Table, ttlSeconds } from './table.ts';

interface CallLogItem extends Key, CallLogEntry {
  ttl: number;
}

/** DynamoDB writes 25 items at a time. */
const batchSize = 25;

export function callLogStore({ client, name: TableName }: Table, clock: Clock): CallLogStore {
  return {
    async add(entries) {
      const refused = await Promise.all(
        chunks(entries, batchSize).map(async (batch) => {
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
      const Keys = callIds.map(callKey);
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
      );
      if (UnprocessedKeys?.[TableName] !== undefined) throw new Error('the calls of a page could not all be read');
      return (Responses?.[TableName] ?? []).filter((item) => !isExpired(item, clock.nowMs())).map(callFromItem);
    },

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
      const entries = (Items as CallLogItem[])
        .filter((item) => !isExpired(item, clock.nowMs()))
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
