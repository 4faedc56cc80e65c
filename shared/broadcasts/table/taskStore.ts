/** Tasks of broadcasts and their lists of retries, each under the lease of one worker. */
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { broadcastRetryKey, broadcastTaskKey, type Key } from '../../platform/table/keys.ts';
import { isConditionFailure, type Table, ttlSeconds, unlessConditionFails } from '../../platform/table/table.ts';
import type { BroadcastStore } from '../ports.ts';
import { noCounts } from '../rules/counts.ts';
import type { TaskLease } from '../rules/record.ts';
import { retriesFromItem, taskFromItem } from './broadcastItems.ts';

type TaskStore = Pick<BroadcastStore, 'claim' | 'save' | 'putRetries' | 'claimRetries' | 'saveRetries'>;

export function taskStore({ client, name: TableName }: Table): TaskStore {
  async function update(
    Key: Key,
    UpdateExpression: string,
    condition: string,
    values: Record<string, unknown>,
    names: Record<string, string> = {},
  ): Promise<Record<string, unknown> | undefined> {
    try {
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
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  }

  const leaseValues = ({ holder, untilMs }: TaskLease, nowMs: number) => ({
    ':holder': holder,
    ':untilMs': untilMs,
    ':nowMs': nowMs,
  });

  return {
    async claim(name, lease, nowMs) {
      const { broadcastId, job, task } = name;
      const item = await update(
        broadcastTaskKey(broadcastId, job, task),
        'SET holder = :holder, untilMs = :untilMs, job = :job, task = :task, #ttl = if_not_exists(#ttl, :ttl), ' +
          'counts = if_not_exists(counts, :none), retryLists = if_not_exists(retryLists, :zero), ' +
          'isDone = if_not_exists(isDone, :false), atMs = if_not_exists(atMs, :nowMs)',
        'attribute_not_exists(pk) OR untilMs <= :nowMs OR holder = :holder',
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
      return item === undefined ? 'held' : taskFromItem(item);
    },

    async save({ broadcastId, job, task }, holder, progress, release) {
      const { cursor, counts, retryLists, isDone, atMs } = progress;
      const item = await update(
        broadcastTaskKey(broadcastId, job, task),
        `SET counts = :counts, retryLists = :retryLists, isDone = :isDone, atMs = :atMs${
          cursor === undefined ? '' : ', #cursor = :cursor'
        }${release ? ', untilMs = :free' : ''}`,
        'holder = :holder',
        {
          ':holder': holder,
          ':counts': counts,
          ':retryLists': retryLists,
          ':isDone': isDone,
          ':atMs': atMs,
          ...(cursor !== undefined && { ':cursor': cursor }),
          ...(release && { ':free': 0 }),
        },
        cursor === undefined ? {} : { '#cursor': 'cursor' },
      );
      return item !== undefined;
    },

    /** A list that somebody has begun to push stays: its task was done again by a worker that has lost it. */
    async putRetries({ broadcastId, job, task, list }, { open, attemptsMade, counts }) {
      const Item = {
        ...broadcastRetryKey(broadcastId, job, task, list),
        job,
        task,
        list,
        open,
        attemptsMade,
        counts,
        holder: '',
        untilMs: 0,
        ttl: ttlSeconds(Date.now()),
      };
      await unlessConditionFails(() =>
        client.send(
          new PutCommand({
            TableName,
            Item,
            ConditionExpression: 'attribute_not_exists(pk) OR attemptsMade = :attemptsMade',
            ExpressionAttributeValues: { ':attemptsMade': attemptsMade },
          }),
        ),
      );
    },

    async claimRetries({ broadcastId, job, task, list }, lease, nowMs) {
      const item = await update(
        broadcastRetryKey(broadcastId, job, task, list),
        'SET holder = :holder, untilMs = :untilMs',
        'attribute_exists(pk) AND (untilMs <= :nowMs OR holder = :holder)',
        leaseValues(lease, nowMs),
      );
      if (item === undefined) return 'held';
      const retries = retriesFromItem(item);
      return retries.open.length === 0 ? undefined : retries;
    },

    async saveRetries({ broadcastId, job, task, list }, holder, { open, attemptsMade, counts }) {
      const item = await update(
        broadcastRetryKey(broadcastId, job, task, list),
        'SET #open = :open, attemptsMade = :attemptsMade, counts = :counts, untilMs = :free',
        'holder = :holder',
        { ':holder': holder, ':open': open, ':attemptsMade': attemptsMade, ':counts': counts, ':free': 0 },
        { '#open': 'open' },
      );
      return item !== undefined;
    },
  };
}
