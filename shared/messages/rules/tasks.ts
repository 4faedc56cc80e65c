/** Tasks of the delivery queue. */
import type { RetryPush } from '../../push/rules/retryPush.ts';
import type { Job, JobKind } from './job.ts';
import type { MessageRecord } from './record.ts';

/** The members of a group are still to be listed, from `cursor` on. */
export interface ExpandTask {
  task: 'expand';
  job: Job;
  groupId: string;
}

/** Up to 1,000 recipients who have got nothing yet. */
export interface ChunkTask {
  task: 'chunk';
  job: Job;
  /** From 0 in each job of a message: the chunk's name. */
  chunk: number;
  /** User IDs. The same and in the same order whenever this chunk is queued. */
  recipients: readonly string[];
  /** Store the outcome of every target, not only failures. */
  listsAll: boolean;
  /** How often the rest of the chunk was put back, because time was up or APNs took nothing. */
  putBack: number;
}

/** Retried pushes of one chunk, or of a message that did not go through the queue at first. */
export interface RetryTask {
  task: 'retry';
  job: JobKind;
  messageId: string;
  /** Absent: their outcomes are stored with the message itself. */
  chunk?: number | undefined;
  pushes: readonly RetryPush[];
  /** The message, if it could not be stored when it was sent: the worker stores it first. */
  unrecorded?: MessageRecord | undefined;
}

/** Devices whose badge is to show the user's counter. */
export interface BadgeTask {
  task: 'badge';
  userId: string;
  appId: string;
  deviceIds: readonly string[];
  /** Wakes the app, which counts by itself. */
  wakesApp?: boolean | undefined;
  attemptsMade: number;
}

/** All that is stored of a user is to be deleted. */
export interface EraseTask {
  task: 'erase';
  erasureId: string;
  userId: string;
  /** Epoch milliseconds: what is newer stays. */
  requestedAtMs: number;
  /** Only what was written late, by work that had begun before. */
  isSweep: boolean;
}

export type DeliveryTask = ExpandTask | ChunkTask | RetryTask | BadgeTask | EraseTask;

export interface QueuedTask {
  task: DeliveryTask;
  /** 0 to 900. */
  delaySeconds: number;
}
