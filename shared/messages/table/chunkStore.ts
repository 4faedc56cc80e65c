import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { inBatches } from '../../platform/inBatches.ts';
import type { Clock } from '../../platform/ports.ts';
import { isMap, isNumber, isText, orAbsent } from '../../platform/table/checks.ts';
import { itemAs } from '../../platform/table/item.ts';
import { chunkKey, type Key } from '../../platform/table/keys.ts';
import { isConditionFailure, isWritten, type Table, ttlSeconds } from '../../platform/table/table.ts';
import type { TargetOutcome } from '../../push/rules/targetOutcome.ts';
import { maxTargetsInUpdate, setTargets, type TargetItems, targetsFrom } from '../../push/table/targetItems.ts';
import type { ChunkStore } from '../ports.ts';
import type { ChunkProgress } from '../rules/chunkProgress.ts';
import type { ChunkName } from '../rules/record.ts';

interface ChunkItem extends Key {
  /** Absent, like the next three, if only an earlier version has written it. */
  recipients?: number | undefined;
  reached?: number | undefined;
  pushed?: number | undefined;
  notPushed?: number | undefined;
  /** Only of an earlier version. */
  done?: string | undefined;
  counts: Record<string, number>;
  targets: TargetItems;
  /** The worker that has the lease, and its end in epoch milliseconds. */
  holder: string;
  leaseUntilMs: number;
  ttl: number;
}

type Progress = Omit<ChunkItem, keyof Key | 'holder' | 'leaseUntilMs' | 'ttl'>;
const count = orAbsent(isNumber);
const progressShape = {
  recipients: count,
  reached: count,
  pushed: count,
  notPushed: count,
  done: orAbsent(isText),
  counts: isMap,
  targets: isMap,
};

/** @throws UnreadableItem */
export function progressFromItem(item: Record<string, unknown>): ChunkProgress {
  const { done, counts, targets, ...numbers } = itemAs<Progress>(item, 'chunk', progressShape);
  const { recipients = done?.length ?? 0, reached = 0, pushed = 0, notPushed = 0 } = numbers;
  const progress = { recipients, reached, pushed, notPushed, counts, listed: targetsFrom(targets) };
  return done === undefined ? progress : { ...progress, done };
}

/** One small item for each chunk: a write of its progress costs one unit while few of its targets fail. */
export function chunkStore({ client, name: TableName }: Table, clock: Clock): ChunkStore {
  const keyOf = ({ messageId, job, chunk }: ChunkName): Key => chunkKey(messageId, job, chunk);

  /** @returns false if the condition is not met. */
  async function update(
    name: ChunkName,
    outcomes: readonly TargetOutcome[],
    more: { assignments: string[]; values: Record<string, unknown>; condition: string },
  ): Promise<boolean> {
    const targets = setTargets(outcomes);
    return isWritten(() =>
      client.send(
        new UpdateCommand({
          TableName,
          Key: keyOf(name),
          UpdateExpression: `SET ${[...more.assignments, ...targets.assignments].join(', ')}`,
          ConditionExpression: more.condition,
          ...(outcomes.length > 0 && { ExpressionAttributeNames: targets.names }),
          ExpressionAttributeValues: { ...targets.values, ...more.values },
        }),
      ),
    );
  }

  return {
    async claim(name, recipients, { holder, untilMs }) {
      const nowMs = clock.nowMs();
      try {
        const { Attributes = {} } = await client.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(name),
            UpdateExpression:
              'SET holder = :holder, leaseUntilMs = :untilMs, recipients = if_not_exists(recipients, :recipients), ' +
              'reached = if_not_exists(reached, :none), counts = if_not_exists(counts, :empty), ' +
              'targets = if_not_exists(targets, :empty), #ttl = if_not_exists(#ttl, :ttl)',
            // The holder itself may ask again, because the SDK repeats a request whose answer was lost.
            ConditionExpression:
              'attribute_not_exists(holder) OR holder = :holder OR leaseUntilMs <= :nowMs OR reached = recipients',
            ExpressionAttributeNames: { '#ttl': 'ttl' },
            ExpressionAttributeValues: {
              ':holder': holder,
              ':untilMs': untilMs,
              ':nowMs': nowMs,
              ':recipients': recipients,
              ':none': 0,
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

    async record(name, { holder }, { reached, pushed, notPushed, counts }, outcomes) {
      const condition = 'holder = :holder';
      const lists = inBatches(outcomes, maxTargetsInUpdate);
      // The number of recipients comes last: a worker that dies in between has done too little, never too much.
      const last = lists.pop() ?? [];
      for (const list of lists) {
        const values = { ':holder': holder };
        if (!(await update(name, list, { assignments: [], values, condition }))) return false;
      }
      return update(name, last, {
        assignments: ['reached = :reached', 'pushed = :pushed', 'notPushed = :notPushed', 'counts = :counts'],
        values: {
          ':reached': reached,
          ':pushed': pushed,
          ':notPushed': notPushed,
          ':counts': counts,
          ':holder': holder,
        },
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
