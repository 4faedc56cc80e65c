/** What is stored about a broadcast, its tasks and its retries. */
import type { Message } from '../../content/message.ts';
import type { RecallMode } from '../../content/payloads/recallPush.ts';
import type { BroadcastCounts } from './counts.ts';

export const broadcastStates = ['scheduled', 'running', 'stopped', 'finished'] as const;
export type BroadcastState = (typeof broadcastStates)[number];

/** Devices of users with such tags: one of `any`, each of `all`, none of `none`. */
export interface TagFilter {
  any?: readonly string[] | undefined;
  all?: readonly string[] | undefined;
  none?: readonly string[] | undefined;
}

/** The list of users is stored apart. */
export type BroadcastAudience = { all: true } | { tags: TagFilter } | { users: number };

/** `recall` takes back what `send` has sent. */
export type BroadcastJob = 'send' | 'recall';

/** How the audience is cut into tasks. Stored once, so that a repeated plan is the same. */
export interface BroadcastPlan {
  tasks: number;
  /** Number of devices, as far as it is known beforehand: an estimate for an app, exact for a list. */
  estimatedDevices: number;
}

export interface BroadcastRecord {
  broadcastId: string;
  appId: string;
  name?: string | undefined;
  audience: BroadcastAudience;
  message: Message;
  /** `finished` is stored when somebody sees that all tasks are done. */
  state: BroadcastState;
  /** Epoch milliseconds, as are all times. */
  createdAtMs: number;
  sendAtMs?: number | undefined;
  startedAtMs?: number | undefined;
  finishedAtMs?: number | undefined;
  recall?: { mode: RecallMode; atMs: number } | undefined;
  plan?: BroadcastPlan | undefined;
  /** Counts of a finished broadcast, so that nobody adds up its tasks again. Stored with the state. */
  finalCounts?: BroadcastCounts | undefined;
}

export interface TaskName {
  broadcastId: string;
  job: BroadcastJob;
  task: number;
}

/** Right of one worker to a task. */
export interface TaskLease {
  holder: string;
  /** Epoch milliseconds; no longer than the worker lives. */
  untilMs: number;
}

export interface TaskProgress {
  /** Place of the last target that is settled. Absent: none. */
  cursor?: string | undefined;
  counts: BroadcastCounts;
  /** How many lists of retries the task has stored. */
  retryLists: number;
  isDone: boolean;
  /** Epoch milliseconds of the last write. */
  atMs: number;
}

/** A device whose push is tried again. */
export interface RetryTarget {
  userId: string;
  deviceId: string;
  /** How many pushes to it APNs has not taken. */
  attemptsMade: number;
}

export interface RetryName extends TaskName {
  list: number;
}

export interface RetryList {
  open: readonly RetryTarget[];
  /** Rises, from 1 on, each time that the list is queued for its next pushes. A task of an earlier round does nothing. */
  round: number;
  /** Outcomes of those that are no longer open. */
  counts: BroadcastCounts;
  /** Epoch milliseconds of the last write. */
  atMs: number;
}

/** Everything that the report of a broadcast is made of. */
export interface BroadcastProgress {
  tasks: readonly (TaskProgress & Pick<TaskName, 'job' | 'task'>)[];
  retries: readonly (RetryList & Pick<RetryName, 'job' | 'task' | 'list'>)[];
}

/**
 * A task that is queued before the table has what it is about, so that nothing is stored without its task. Until this
 * time, in epoch milliseconds, the task waits for it; afterwards, its writer is certainly dead. Absent: it is stored.
 */
interface QueuedFirst {
  storedByMs?: number | undefined;
}

/** Tasks of the broadcast queue. A plan queues all that is not done yet. */
export type BroadcastTask =
  | ({ task: 'plan'; broadcastId: string; job: BroadcastJob } & QueuedFirst)
  | { task: 'send'; broadcastId: string; job: BroadcastJob; number: number }
  | ({
      task: 'retry';
      broadcastId: string;
      job: BroadcastJob;
      number: number;
      list: number;
      round: number;
    } & QueuedFirst);

export type PlanTask = Extract<BroadcastTask, { task: 'plan' }>;
export type RetryTask = Extract<BroadcastTask, { task: 'retry' }>;

/** @returns whether pushes of this job may leave. */
export function mayRun({ state, recall }: Pick<BroadcastRecord, 'state' | 'recall'>, job: BroadcastJob): boolean {
  return job === 'send' ? state === 'running' && recall === undefined : recall !== undefined;
}

export function matchesTags({ any, all, none }: TagFilter, tags: readonly string[] = []): boolean {
  if (any !== undefined && !any.some((tag) => tags.includes(tag))) return false;
  if (all !== undefined && !all.every((tag) => tags.includes(tag))) return false;
  return none === undefined || !none.some((tag) => tags.includes(tag));
}
