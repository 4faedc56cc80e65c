/** What is stored about a broadcast, its tasks and its retries. */
import { storedByApple } from '../../apns/rules/pushTypes.ts';
import type { Message } from '../../content/message.ts';
import { pushTypeOf } from '../../content/offlinePush.ts';
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
  /** Whether users in their quiet hours get it when these end. If not, they do not get it. */
  respectQuietHours?: boolean | undefined;
  /** `finished` is stored when somebody sees that all tasks are done. */
  state: BroadcastState;
  /** Epoch milliseconds, as are all times. */
  createdAtMs: number;
  sendAtMs?: number | undefined;
  startedAtMs?: number | undefined;
  finishedAtMs?: number | undefined;
  /** Cause of a stop that no server has asked for. */
  stoppedBy?: 'budget' | undefined;
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

/** A device whose push is tried again, or waits. */
export interface RetryTarget {
  userId: string;
  deviceId: string;
  /** How many pushes to it APNs has not taken. */
  attemptsMade: number;
}

export interface RetryName extends TaskName {
  list: number;
}

/** Which devices they are is stored apart: most reads ask only how many. */
export interface WaitingDevices {
  devices: number;
  /** Epoch milliseconds: when they are pushed to. */
  dueMs: number;
  /** Names the item with the devices. */
  part: string;
}

export interface RetryList {
  open: readonly RetryTarget[];
  /** Devices that wait for the end of their users' quiet hours. */
  waiting?: WaitingDevices | undefined;
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

/** Tasks of the broadcast queue. A plan queues all that is not done yet, a wake the devices that have waited. */
export type BroadcastTask =
  | ({ task: 'plan'; broadcastId: string; job: BroadcastJob } & QueuedFirst)
  | { task: 'wake'; broadcastId: string; job: BroadcastJob }
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

/** @returns whether devices of the list are to be pushed to now. */
export function isDue({ open, waiting }: Pick<RetryList, 'open' | 'waiting'>, nowMs: number): boolean {
  return open.length > 0 || (waiting !== undefined && waiting.dueMs <= nowMs);
}

/** @returns epoch milliseconds: a push of the broadcast is of no use after this. */
export function expiryMs({ message, startedAtMs }: BroadcastRecord): number {
  const { offlinePush } = message;
  return (startedAtMs ?? message.createdAtMs) + 1000 * storedByApple(pushTypeOf(offlinePush), offlinePush.ttlSeconds);
}

export function matchesTags({ any, all, none }: TagFilter, tags: readonly string[] = []): boolean {
  if (any !== undefined && !any.some((tag) => tags.includes(tag))) return false;
  if (all !== undefined && !all.every((tag) => tags.includes(tag))) return false;
  return none === undefined || !none.some((tag) => tags.includes(tag));
}
