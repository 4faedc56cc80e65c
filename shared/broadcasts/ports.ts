/** Stores and queues of broadcasts. */
import type { AudienceRow } from '../devices/rules/audienceRow.ts';
import type { ApnsEnvironment } from '../devices/rules/device.ts';
import type { Refusal } from '../platform/refusal.ts';
import type { BroadcastUse } from './rules/cost.ts';
import type { ShardRange } from './rules/ranges.ts';
import type {
  BroadcastProgress,
  BroadcastRecord,
  BroadcastState,
  BroadcastTask,
  RetryList,
  RetryName,
  RetryTarget,
  TaskLease,
  TaskName,
  TaskProgress,
} from './rules/record.ts';
import type { Wake } from './rules/wakeTime.ts';

export interface BroadcastStore {
  /**
   * Stores a new broadcast.
   * @param users of its audience, in lists of `usersPerTask`.
   * @returns false if it is stored already: nothing is written then.
   */
  create(record: BroadcastRecord, users: readonly (readonly string[])[]): Promise<boolean>;
  find(broadcastId: string): Promise<BroadcastRecord | undefined>;
  /** Newest first. @param after where the page begins. */
  list(limit: number, after?: string): Promise<{ broadcasts: BroadcastRecord[]; next?: string | undefined }>;
  /**
   * @param unless the record has this already.
   * @returns the record afterwards; undefined if it is in none of these states, or there is none.
   */
  change(
    broadcastId: string,
    from: readonly BroadcastState[],
    changes: Partial<
      Pick<BroadcastRecord, 'state' | 'stoppedBy' | 'startedAtMs' | 'finishedAtMs' | 'finalCounts' | 'recall' | 'plan'>
    >,
    unless?: 'recall' | 'plan',
  ): Promise<BroadcastRecord | undefined>;
  /** Removes a scheduled broadcast. @returns false if it is not scheduled. */
  remove(record: BroadcastRecord): Promise<boolean>;
  progress(broadcastId: string): Promise<BroadcastProgress>;
  users(broadcastId: string, task: number): Promise<readonly string[]>;
  /** @returns the progress so far. `held`: another worker has the task. `done`: nothing is left, and nothing is claimed. */
  claim(name: TaskName, lease: TaskLease, nowMs: number): Promise<TaskProgress | 'held' | 'done'>;
  /**
   * Stores progress under the lease.
   * @param retries the last of the lists that `progress` counts, stored with it in one transaction.
   * @param release the task is free again.
   * @returns false if another worker has taken the task.
   */
  save(
    name: TaskName,
    holder: string,
    progress: TaskProgress,
    retries: readonly RetryList[],
    release: boolean,
  ): Promise<boolean>;
  /**
   * @returns `held`: another worker has the list. `past`: its round is over, or nothing of it is open. `ahead`: its
   * round is not stored yet.
   */
  claimRetries(
    name: RetryName,
    round: number,
    lease: TaskLease,
    nowMs: number,
  ): Promise<RetryList | 'held' | 'past' | 'ahead'>;
  /** Stores devices that wait. @param part a name that no other item of the list has. */
  putWaiting(name: RetryName, part: string, targets: readonly RetryTarget[]): Promise<void>;
  waiting(name: RetryName, part: string): Promise<readonly RetryTarget[]>;
  /** Stores the list under the lease, and frees it. */
  saveRetries(name: RetryName, holder: string, list: RetryList): Promise<boolean>;
}

/** A row, and its place in the audience. `fault`: the row cannot be read. */
export type PlacedRow = { place: string } & ({ row: AudienceRow } | { fault: unknown });

export interface AudienceIndex {
  /** Estimate of the number of an app's devices, from one request. */
  estimate(appId: string): Promise<number>;
  /** Rows of an app in these ranges, page by page. @param after the place behind which the pages begin. */
  pages(appId: string, ranges: readonly ShardRange[], after?: string): AsyncIterable<PlacedRow[]>;
  /** The row's token gets no pushes any more. */
  forget(appId: string, row: AudienceRow): Promise<void>;
  /** The token belongs to this host. */
  learn(appId: string, row: AudienceRow, environment: ApnsEnvironment): Promise<void>;
}

export interface BroadcastQueue {
  enqueue(tasks: readonly BroadcastTask[], delaySeconds?: number): Promise<void>;
}

/** Wakes broadcasts at a later time. A wake may come twice; the record says whether it is still wanted. */
export interface BroadcastSchedules {
  /** Does nothing if there is one of this name. @param task that is put into the broadcast queue then. */
  add(wake: Wake, task: 'plan' | 'wake'): Promise<void>;
  /** Does nothing if there is none. */
  remove(wake: Wake): Promise<void>;
}

/** What all broadcasts of a month have used. @param month `YYYY-MM`, UTC. */
export interface SpendingStore {
  read(month: string): Promise<BroadcastUse>;
  /** @returns the use of the month with this. */
  add(month: string, use: BroadcastUse): Promise<BroadcastUse>;
}

/** The monthly budget of the stage, which stops broadcasts. */
export interface Budget {
  /** @returns why no broadcast may begin now. */
  refusal(): Promise<Refusal | undefined>;
  /** Adds what a worker has used. Stops the broadcast if the budget is reached. Never rejects. */
  charge(broadcastId: string, use: BroadcastUse): Promise<void>;
}

export interface BroadcastPorts {
  broadcasts: BroadcastStore;
  audience: AudienceIndex;
  broadcastQueue: BroadcastQueue;
  schedules: BroadcastSchedules;
  budget: Budget;
}
