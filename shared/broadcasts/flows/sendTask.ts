/** The worker's part of a broadcast: a range of its audience, or a part of its list of users. */
import { fanOut } from '../../delivery/flows/fanOut.ts';
import type { PushWindow } from '../../delivery/rules/pushWindow.ts';
import type { AudienceRow } from '../../devices/rules/audienceRow.ts';
import { inBatches } from '../../platform/inBatches.ts';
import { PushTally } from '../../push/rules/pushTally.ts';
import type { BroadcastPorts } from '../ports.ts';
import { type BroadcastUse, noUse } from '../rules/cost.ts';
import { Counter, count, noCounts } from '../rules/counts.ts';
import {
  mayRun,
  type RetryList,
  type RetryTarget,
  type TaskLease,
  type TaskName,
  type TaskProgress,
} from '../rules/record.ts';
import { type PushRowPorts, pushRow, type RowPushing, type RowResult } from './pushRow.ts';
import { type BroadcastTarget, type TargetPorts, targetsOf } from './targets.ts';
import { keepWaiting, WaitingTargets } from './waiting.ts';
import { watchBroadcast } from './watchBroadcast.ts';

export type SendTaskPorts = PushRowPorts &
  TargetPorts &
  Pick<BroadcastPorts, 'broadcastQueue' | 'schedules' | 'budget'>;

/** Limits of a worker. */
export interface BroadcastTime {
  lease: TaskLease;
  /** Epoch milliseconds: nothing begins after this, so that what has begun can end. */
  beginUntilMs: number;
  /** Lives as long as the worker's instance: what APNs takes does not change with the task. */
  window: PushWindow;
}

/** An item of the table has room for that many, with the longest IDs. */
export const retriesPerList = 500;
export const firstRetrySeconds = 5;
/** How long a task waits when APNs takes nothing. */
export const busySeconds = 30;

/** @returns `held` if the queue must deliver the task again later. */
export async function sendTask(ports: SendTaskPorts, name: TaskName, time: BroadcastTime): Promise<'done' | 'held'> {
  const { broadcastId, job, task } = name;
  ports.log.about({ broadcastId, task });
  const lookedMs = ports.clock.nowMs();
  const record = await ports.broadcasts.find(broadcastId);
  // A stopped broadcast needs no task in the queue: resuming it queues what is not done.
  if (record === undefined || !mayRun(record, job)) return 'done';
  const claimed = await ports.broadcasts.claim(name, time.lease, lookedMs);
  if (typeof claimed === 'string') return claimed;

  const watch = watchBroadcast(ports, name, { sinceMs: lookedMs, beginUntilMs: time.beginUntilMs });
  const pushing: RowPushing = { record, job, tally: new PushTally() };
  const work = new TaskWork(ports, name, time.lease, claimed);
  const end = await fanOut<BroadcastTarget, RowResult>({
    clock: ports.clock,
    window: time.window,
    pages: targetsOf(ports, record, name, claimed.cursor),
    push: (target) => ('row' in target ? pushRow(ports, pushing, target.row) : target),
    isBusy: ({ outcome }) => outcome === 'retrying',
    settle: (target, result) => work.settle(target, result),
    save: () => work.save(false),
    mayGoOn: watch.mayGoOn,
  });
  reportPushes(ports, pushing);
  ports.log.info('broadcast task', { end, ...work.counts().outcomes });
  await ports.budget.charge(broadcastId, work.use);
  if (end === 'lost') return 'done';
  await work.save(end === 'finished', true);
  if (end === 'busy') await requeue(ports, name, busySeconds);
  if (end === 'stopped' && !watch.isStopped) await requeue(ports, name, 0);
  return 'done';
}

function requeue({ broadcastQueue }: SendTaskPorts, { broadcastId, job, task }: TaskName, delaySeconds: number) {
  return broadcastQueue.enqueue([{ task: 'send', broadcastId, job, number: task }], delaySeconds);
}

export function reportPushes({ metrics }: Pick<SendTaskPorts, 'metrics'>, { tally }: RowPushing): void {
  for (const { environment, kind, count } of tally.accepted) {
    metrics.add('Pushes', count, { environment, kind, result: 'accepted' });
  }
}

export function retryTarget(
  { userId, deviceId }: Pick<RetryTarget, 'userId' | 'deviceId'>,
  attemptsMade: number,
): RetryTarget {
  return { userId, deviceId, attemptsMade };
}

export function addUse(use: BroadcastUse, { outcome }: RowResult): void {
  use.devices += 1;
  if (outcome === 'waiting') use.kept += 1;
  else if (outcome !== 'skipped') use.pushes += 1;
}

/** What is settled of a task, and how it is stored. */
class TaskWork {
  readonly #ports: SendTaskPorts;
  readonly #name: TaskName;
  readonly #lease: TaskLease;
  readonly #counter: Counter;
  /** What this worker has used. */
  readonly use: BroadcastUse = { ...noUse, tasks: 1 };
  #cursor: string | undefined;
  #retryLists: number;
  #retries: RetryTarget[] = [];
  readonly #waiting = new WaitingTargets();

  constructor(ports: SendTaskPorts, name: TaskName, lease: TaskLease, { cursor, counts, retryLists }: TaskProgress) {
    this.#ports = ports;
    this.#name = name;
    this.#lease = lease;
    this.#counter = new Counter(counts);
    this.#cursor = cursor;
    this.#retryLists = retryLists;
  }

  counts() {
    return this.#counter.counts();
  }

  settle(target: BroadcastTarget, result: RowResult): void {
    this.#cursor = target.place;
    addUse(this.use, result);
    if (result.outcome !== 'retrying' && result.outcome !== 'waiting') count(this.#counter, result);
    else if ('row' in target) this.#keep(target.row, result);
  }

  #keep(row: AudienceRow, result: RowResult): void {
    if (result.outcome === 'waiting') this.#waiting.add(result.dueMs, retryTarget(row, 0));
    else this.#retries.push(retryTarget(row, 1));
  }

  /** First the queue, then the table: a worker that dies in between must not forget a list. */
  async save(isDone: boolean, release = false): Promise<boolean> {
    const { broadcastId, job, task } = this.#name;
    const { broadcasts, broadcastQueue, clock } = this.#ports;
    const counts = this.#counter.counts();
    const cursor = this.#cursor;
    const first = this.#retryLists;
    const open = inBatches(this.#retries, retriesPerList);
    this.#retries = [];
    const waiting = this.#waiting.take(retriesPerList);
    this.#retryLists += open.length + waiting.length;
    const about = { task: 'retry', broadcastId, job, number: task, round: 1, storedByMs: this.#lease.untilMs } as const;
    if (open.length > 0) {
      await broadcastQueue.enqueue(
        open.map((_, index) => ({ ...about, list: first + index })),
        firstRetrySeconds,
      );
    }
    const atMs = clock.nowMs();
    const lists = open.map((targets): RetryList => ({ open: targets, round: 1, counts: noCounts, atMs }));
    for (const [dueMs, targets] of waiting) {
      const name = { ...this.#name, list: first + lists.length };
      const kept = await keepWaiting(this.#ports, name, this.#lease.holder, dueMs, targets);
      lists.push({ open: [], waiting: kept, round: 1, counts: noCounts, atMs });
    }
    const progress = { cursor, counts, retryLists: first + lists.length, isDone, atMs };
    return broadcasts.save(this.#name, this.#lease.holder, progress, lists, release);
  }
}
