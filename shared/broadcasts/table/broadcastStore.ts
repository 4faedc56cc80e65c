import { DeleteCommand, GetCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { batchGet } from '../../platform/table/batchGet.ts';
import { isText, listOf } from '../../platform/table/checks.ts';
import { itemAs } from '../../platform/table/item.ts';
import {
  broadcastKey,
  broadcastLineKey,
  broadcastListKey,
  broadcastPartition,
  broadcastRetryPrefix,
  broadcastsPartition,
  broadcastTaskPrefix,
} from '../../platform/table/keys.ts';
import { putAll } from '../../platform/table/putAll.ts';
import { queryAll } from '../../platform/table/queryAll.ts';
import { failedConditions, ifConditionHolds, isWritten, type Table, ttlSeconds } from '../../platform/table/table.ts';
import { updateExpression } from '../../platform/table/updateExpression.ts';
import type { BroadcastStore } from '../ports.ts';
import type { BroadcastRecord } from '../rules/record.ts';
import { recordFromItem, retriesFromItem, taskFromItem } from './broadcastItems.ts';
import { taskStore } from './taskStore.ts';

export function broadcastStore(table: Table): BroadcastStore {
  const { client, name: TableName } = table;

  async function find(broadcastId: string): Promise<BroadcastRecord | undefined> {
    const Key = broadcastKey(broadcastId);
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item && recordFromItem(Item);
  }

  return {
    ...taskStore(table),
    find,

    /** The record comes last: the lists that it names are there. Its line comes with it, and never twice. */
    async create(record, users) {
      const { broadcastId, createdAtMs, sendAtMs = createdAtMs } = record;
      const ttl = ttlSeconds(sendAtMs);
      const lists = users.map((userIds, task) => ({ ...broadcastListKey(broadcastId, task), userIds, ttl }));
      await putAll(table, lists);
      const Item = { ...broadcastKey(broadcastId), ...record, ttl };
      const line = { ...broadcastLineKey(createdAtMs, broadcastId), broadcastId, ttl };
      const TransactItems = [
        { Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } },
        { Put: { TableName, Item: line } },
      ];
      try {
        await client.send(new TransactWriteCommand({ TransactItems }));
        return true;
      } catch (error) {
        if (failedConditions(error).includes(true)) return false;
        throw error;
      }
    },

    async list(limit, after) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': broadcastsPartition },
          ScanIndexForward: false,
          Limit: limit,
          ...(after !== undefined && { ExclusiveStartKey: { pk: broadcastsPartition, sk: after } }),
        }),
      );
      const ids = Items.map((item) => itemAs<{ broadcastId: string }>(item, 'broadcast line', { broadcastId: isText }));
      const records = (
        await batchGet(
          table,
          ids.map(({ broadcastId }) => broadcastKey(broadcastId)),
        )
      ).map(recordFromItem);
      const broadcasts = ids.flatMap(
        ({ broadcastId }) => records.find((each) => each.broadcastId === broadcastId) ?? [],
      );
      return { broadcasts, next: LastEvaluatedKey && String(LastEvaluatedKey['sk']) };
    },

    async change(broadcastId, from, changes, unless) {
      const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = updateExpression(changes);
      const states = from.map((state, index) => [`:from${index}`, state] as const);
      return ifConditionHolds(async () => {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName,
            Key: broadcastKey(broadcastId),
            UpdateExpression,
            ConditionExpression: `#state IN (${states.map(([name]) => name).join(', ')})${
              unless === undefined ? '' : ' AND attribute_not_exists(#unless)'
            }`,
            ExpressionAttributeNames: {
              ...ExpressionAttributeNames,
              '#state': 'state',
              ...(unless !== undefined && { '#unless': unless }),
            },
            ExpressionAttributeValues: { ...ExpressionAttributeValues, ...Object.fromEntries(states) },
            ReturnValues: 'ALL_NEW',
          }),
        );
        return Attributes && recordFromItem(Attributes);
      });
    },

    async remove({ broadcastId, createdAtMs }) {
      const isRemoved = await isWritten(() =>
        client.send(
          new DeleteCommand({
            TableName,
            Key: broadcastKey(broadcastId),
            ConditionExpression: '#state = :scheduled',
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: { ':scheduled': 'scheduled' },
          }),
        ),
      );
      if (!isRemoved) return false;
      // Lists of users expire by themselves.
      await client.send(new DeleteCommand({ TableName, Key: broadcastLineKey(createdAtMs, broadcastId) }));
      return true;
    },

    async progress(broadcastId) {
      const [tasks, retries] = await Promise.all(
        [broadcastTaskPrefix, broadcastRetryPrefix].map((prefix) =>
          queryAll(table, {
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
            ExpressionAttributeValues: { ':pk': broadcastPartition(broadcastId), ':prefix': prefix },
            ConsistentRead: true,
          }),
        ),
      );
      return { tasks: (tasks ?? []).map(taskFromItem), retries: (retries ?? []).map(retriesFromItem) };
    },

    async users(broadcastId, task) {
      const Key = broadcastListKey(broadcastId, task);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      if (Item === undefined) return [];
      return itemAs<{ userIds: string[] }>(Item, 'users of a broadcast', { userIds: listOf(isText) }).userIds;
    },
  };
}
