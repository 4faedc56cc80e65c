import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { inBatches } from '../../platform/inBatches.ts';
import type { Clock } from '../../platform/ports.ts';
import { isMap, isText } from '../../platform/table/checks.ts';
import { itemAs } from '../../platform/table/item.ts';
import { chunkKey, type Key } from '../../platform/table/keys.ts';
import { isConditionFailure, type Table, ttlSeconds } from '../../platform/table/table.ts';
import type { TargetOutcome } from '../../push/rules/targetOutcome.ts';
import { maxTargetsInUpdate, setTargets, type TargetItems, targetsFrom } from '../../push/table/targetItems.ts';
import type { ChunkStore } from '../ports.ts';
import { type ChunkProgress, newProgress } from '../rules/chunkProgress.ts';
import type { ChunkName } from '../rules/record.ts';

interface ChunkItem extends Key {
  done: string;
  counts: Record<string, number>;
  targets: TargetItems;
  /** The worker that has the lease, and its end in epoch milliseconds. */
  holder: string;
  leaseUntilMs: number;
  ttl: number;
}

type Progress = Pick<ChunkItem, 'done' | 'counts' | 'targets'>;
const progressShape = { done: isText, counts: isMap, targets: isMap };

/** @throws UnreadableItem */
export function progressFromItem(item: Record<string, unknown>): ChunkProgress {
  const { done, counts, targets } = itemAs<Progress>(item, 'chunk', progressShape);
  return { done, counts, listed: targetsFrom(targets) };
}

/** One small item for each chunk: a checkpoint costs one write unit while few of its targets fail. */
export function chunkStore({ client, name: TableName }: Table, clock: Clock): ChunkStore {
  const keyOf = ({ messageId, job, chunk }: ChunkName): Key => chunkKey(messageId, job, chunk);

  /** @returns false if the condition is not met. */
  async function update(
    name: ChunkName,
    outcomes: readonly TargetOutcome[],
    more: { assignments: string[]; values: Record<string, unknown>; condition: string },
  ): Promise<boolean> {
    const targets = setTargets(outcomes);
    try {
      await client.send(
        new UpdateCommand({
          TableName,
          Key: keyOf(name),
          UpdateExpression: `SET ${[...more.assignments, ...targets.assignments].join(', ')}`,
          ConditionExpression: more.condition,
          ...(outcomes.length > 0 && { ExpressionAttributeNames: targets.names }),
          ExpressionAttributeValues: { ...targets.values, ...more.values },
        }),
      );
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }

  return {
    async claim(name, recipients, { holder, untilMs }, deadHolder = holder) {
      const nowMs = clock.nowMs();
      try {
        const { Attributes = {} } = await client.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(name),
            UpdateExpression:
              'SET holder = :holder, leaseUntilMs = :untilMs, done = if_not_exists(done, :done), ' +
              'counts = if_not_exists(counts, :empty), targets = if_not_exists(targets, :empty), ' +
              '#ttl = if_not_exists(#ttl, :ttl)',
            // The holder itself may ask again, because the SDK repeats a request whose answer was lost.
            ConditionExpression:
              'attribute_not_exists(holder) OR holder = :holder OR holder = :dead OR leaseUntilMs <= :nowMs ' +
              'OR NOT contains(done, :open)',
            ExpressionAttributeNames: { '#ttl': 'ttl' },
            ExpressionAttributeValues: {
              ':holder': holder,
              ':dead': deadHolder,
              ':untilMs': untilMs,
              ':nowMs': nowMs,
              ':open': '0',
              ':done': newProgress(recipients).done,
              ':empty': {},
              ':ttl': ttlSeconds(nowMs),
            },
            ReturnValues: 'ALL_NEW',
          }),
        );
        return progressFromItem(Attributes);
      } catch (error) {
        if (isConditionFailure(error)) return 'held';
        throw error;
      }
    },

    async release(name, { holder }) {
      await update(name, [], {
        assignments: ['leaseUntilMs = :past'],
        values: { ':past': 0, ':holder': holder },
        condition: 'holder = :holder',
      });
    },

    async find(name) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: keyOf(name), ConsistentRead: true }));
      return Item && progressFromItem(Item);
    },

    async record(name, { holder }, { done, counts }, outcomes) {
      const condition = 'holder = :holder';
      const lists = inBatches(outcomes, maxTargetsInUpdate);
      // Recipients are marked as done last: a worker that dies in between has done too little, never too much.
      const last = lists.pop() ?? [];
      for (const list of lists) {
        const values = { ':holder': holder };
        if (!(await update(name, list, { assignments: [], values, condition }))) return false;
      }
      return update(name, last, {
        assignments: ['done = :done', 'counts = :counts'],
        values: { ':done': done, ':counts': counts, ':holder': holder },
        condition,
      });
    },

    async recordOutcomes(name, outcomes) {
      for (const list of inBatches(outcomes, maxTargetsInUpdate)) {
        const recorded = await update(name, list, { assignments: [], values: {}, condition: 'attribute_exists(pk)' });
        if (!recorded) throw new Error(`there is no chunk ${name.chunk} of message ${name.messageId}`);
      }
    },
  };
}
