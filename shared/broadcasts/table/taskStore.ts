/** Tasks of broadcasts and their lists of retries, each under the lease of one worker. */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { broadcastRetryKey, broadcastTaskKey, broadcastWaitingKey, type Key } from '../../platform/table/keys.ts';
import { failedConditions, ifConditionHolds, type Table, ttlSeconds } from '../../platform/table/table.ts';
import type { BroadcastStore } from '../ports.ts';
import { noCounts } from '../rules/counts.ts';
import { isDue, type RetryList, type RetryName, type TaskLease } from '../rules/record.ts';
import { retriesFromItem, taskFromItem, waitingFromItem } from './broadcastItems.ts';

type TaskStore = Pick<BroadcastStore, 'claim' | 'save' | 'putWaiting' | 'waiting' | 'claimRetries' | 'saveRetries'>;

export function taskStore({ client, name: TableName }: Table): TaskStore {
  async function update(
    Key: Key,
    UpdateExpression: string,
    condition: string,
    values: Record<string, unknown>,
    names: Record<string, string> = {},
  ): Promise<Record<string, unknown> | undefined> {
    return ifConditionHolds(async () => {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName,
          Key,
          UpdateExpression,
          ConditionExpression: condition,
          ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
          ExpressionAttributeValues: values,
          ReturnValues: 'ALL_NEW',
        }),
      );
      return Attributes ?? {};
    });
  }

  const leaseValues = ({ holder, untilMs }: TaskLease, nowMs: number) => ({
    ':holder': holder,
    ':untilMs': untilMs,
    ':nowMs': nowMs,
  });

  return {
    async claim(name, lease, nowMs) {
      const { broadcastId, job, task } = name;
      const Key = broadcastTaskKey(broadcastId, job, task);
      const item = await update(
        Key,
        'SET holder = :holder, untilMs = :untilMs, job = :job, task = :task, #ttl = if_not_exists(#ttl, :ttl), ' +
          'counts = if_not_exists(counts, :none), retryLists = if_not_exists(retryLists, :zero), ' +
          'isDone = if_not_exists(isDone, :false), atMs = if_not_exists(atMs, :nowMs)',
        'attribute_not_exists(pk) OR (isDone = :false AND (untilMs <= :nowMs OR holder = :holder))',
        {
          ...leaseValues(lease, nowMs),
          ':job': job,
          ':task': task,
          ':none': noCounts,
          ':zero': 0,
          ':false': false,
          ':ttl': ttlSeconds(nowMs),
        },
        { '#ttl': 'ttl' },
      );
      if (item !== undefined) return taskFromItem(item);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && taskFromItem(Item).isDone ? 'done' : 'held';
    },

    async save(name, holder, progress, retries, release) {
      const { broadcastId, job, task } = name;
      const { cursor, counts, retryLists, isDone, atMs } = progress;
      const Update = {
        TableName,
        Key: broadcastTaskKey(broadcastId, job, task),
        UpdateExpression: `SET counts = :counts, retryLists = :retryLists, isDone = :isDone, atMs = :atMs${
          cursor === undefined ? '' : ', #cursor = :cursor'
        }${release ? ', untilMs = :free' : ''}`,
        ConditionExpression: 'holder = :holder',
        ...(cursor !== undefined && { ExpressionAttributeNames: { '#cursor': 'cursor' } }),
        ExpressionAttributeValues: {
          ':holder': holder,
          ':counts': counts,
          ':retryLists': retryLists,
          ':isDone': isDone,
          ':atMs': atMs,
          ...(cursor !== undefined && { ':cursor': cursor }),
          ...(release && { ':free': 0 }),
        },
      };
      const first = retryLists - retries.length;
      const puts = retries.map((retryList, index) => ({
        Put: { TableName, Item: retriesItem({ ...name, list: first + index }, retryList) },
      }));
      try {
        await (puts.length === 0
          ? client.send(new UpdateCommand(Update))
          : client.send(new TransactWriteCommand({ TransactItems: [{ Update }, ...puts] })));
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException || failedConditions(error).includes(true)) return false;
        throw error;
      }
    },

    async putWaiting({ broadcastId, job, task, list }, part, targets) {
      const key = broadcastWaitingKey(broadcastId, job, task, list, part);
      await client.send(new PutCommand({ TableName, Item: { ...key, targets, ttl: ttlSeconds(Date.now()) } }));
    },

    async waiting({ broadcastId, job, task, list }, part) {
      const Key = broadcastWaitingKey(broadcastId, job, task, list, part);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item === undefined ? [] : waitingFromItem(Item);
    },

    async claimRetries({ broadcastId, job, task, list }, round, lease, nowMs) {
      const Key = broadcastRetryKey(broadcastId, job, task, list);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      const known = Item && retriesFromItem(Item);
      if (known === undefined || known.round < round) return 'ahead';
      if (known.round > round || !isDue(known, nowMs)) return 'past';
      const item = await update(
        Key,
        'SET holder = :holder, untilMs = :untilMs',
        '#round = :round AND (untilMs <= :nowMs OR holder = :holder)',
        { ...leaseValues(lease, nowMs), ':round': known.round },
        { '#round': 'round' },
      );
      return item === undefined ? 'held' : retriesFromItem(item);
    },

    async saveRetries({ broadcastId, job, task, list }, holder, { open, waiting, round, counts, atMs }) {
      const item = await update(
        broadcastRetryKey(broadcastId, job, task, list),
        'SET #open = :open, #round = :round, counts = :counts, atMs = :atMs, untilMs = :free' +
          (waiting === undefined ? ' REMOVE waiting' : ', waiting = :waiting'),
        'holder = :holder',
        {
          ':holder': holder,
          ':open': open,
          ':round': round,
          ':counts': counts,
          ':atMs': atMs,
          ':free': 0,
          ...(waiting !== undefined && { ':waiting': waiting }),
        },
        { '#open': 'open', '#round': 'round' },
      );
      return item !== undefined;
    },
  };
}

/** Free for any worker. */
function retriesItem({ broadcastId, job, task, list }: RetryName, retryList: RetryList) {
  const ttl = ttlSeconds(retryList.atMs);
  return {
    ...broadcastRetryKey(broadcastId, job, task, list),
    job,
    task,
    list,
    ...retryList,
    holder: '',
    untilMs: 0,
    ttl,
  };
}
