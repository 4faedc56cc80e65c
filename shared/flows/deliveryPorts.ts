/** What delivery behind the request works with: its tasks, and where what became of a message is kept. */
import type { ChunkProgress } from '../rules/chunkProgress.ts';
import type { TokenKind } from '../rules/device.ts';
import type { Message } from '../rules/message.ts';
import type { ApnsHeaders } from '../rules/pushTypes.ts';
import type { RecallMode, RecallNotice } from '../rules/recallPush.ts';
import type { ReceiptEvent, ReceiptTimes } from '../rules/receipt.ts';
import type { TargetCounts } from '../rules/statistics.ts';
import type { TargetOutcome, TimelineEvent } from '../rules/targetOutcome.ts';

/** What is done for each recipient of a message: it is sent to them, or taken back from them. */
export type Job = { kind: 'send'; message: Message } | { kind: 'recall'; notice: RecallNotice };

export type JobKind = Job['kind'];

/** The members of a group are still to be listed, from `cursor` on. */
export interface ExpandTask {
  task: 'expand';
  job: Job;
  groupId: string;
}

/** Up to 100 recipients who have got nothing yet. */
export interface ChunkTask {
  task: 'chunk';
  job: Job;
  /** From 0 in each job of a message: the chunk's name. */
  chunk: number;
  /** User IDs. The same and in the same order whenever this chunk is put into the queue. */
  recipients: readonly string[];
  /** Keep what became of every target, not only of those that went wrong. */
  listsAll: boolean;
  /** How often the rest of the chunk was put back because time was up. */
  putBack: number;
}

/** A push that is tried again. It names the device, not its token: by then that may be another. */
export interface RetryPush {
  userId: string;
  deviceId: string;
  kind: TokenKind;
  headers: ApnsHeaders;
  payload: object;
  /** At least 1. */
  attemptsMade: number;
  /** What its message asked for, as far as it decides again who is reached. Absent: nothing of it, or a recall. */
  occasion?: RetryOccasion | undefined;
}

export interface RetryOccasion {
  /** Online users are pushed to as well. */
  alsoOnline?: true;
  /** The message mentions this user. */
  isMentioned?: true;
}

/** The pushes of one chunk, or of a message that did not go through the queue at first, that are tried again. */
export interface RetryTask {
  task: 'retry';
  job: JobKind;
  messageId: string;
  /** Absent: what becomes of them is kept with the message itself. */
  chunk?: number | undefined;
  pushes: readonly RetryPush[];
}

/** Devices whose badge is to be what the user's counter says now. */
export interface BadgeTask {
  task: 'badge';
  userId: string;
  appId: string;
  deviceIds: readonly string[];
  attemptsMade: number;
}

export type DeliveryTask = ExpandTask | ChunkTask | RetryTask | BadgeTask;

export interface QueuedTask {
  task: DeliveryTask;
  /** 0 to 900. */
  delaySeconds: number;
}

export interface DeliveryQueue {
  enqueue(tasks: readonly QueuedTask[]): Promise<void>;
}

/** How far the members of a group are listed. */
export interface Expansion {
  /** Chunks that are in the queue. */
  chunks: number;
  /** Members in those chunks. */
  recipients: number;
  /** Where the next page begins. */
  cursor?: string | undefined;
  isComplete: boolean;
}

/** What is kept of a message: who and what became of it. Its text is not. */
export interface MessageRecord {
  messageId: string;
  from: string;
  /** User IDs; empty for a group that is too large for one request. */
  to: string[];
  groupId?: string | undefined;
  /** Tells the group from an earlier one with the same ID. */
  groupGeneration?: string | undefined;
  /** Of its notifications, as Apple sees it. */
  apnsCollapseId?: string | undefined;
  /** What version 0.3.0 has written instead, if the sender chose one; otherwise the message's ID was sent to Apple. */
  collapseId?: string | undefined;
  /** ISO 8601, UTC. */
  createdAt: string;
  /** When it was sent, an app that was concerned showed its users coarse outcomes. */
  isCoarse?: true | undefined;
  targets: TargetOutcome[];
  /** How often what, of the targets that the item has no room to list: `accepted`, `skipped/no_device`. */
  unlisted?: Readonly<Record<string, number>> | undefined;
  timeline: TimelineEvent[];
  /** Of a message whose recipients were put into the queue, by job. */
  expansions?: Partial<Record<JobKind, Expansion>> | undefined;
  /** ISO 8601, UTC: nothing more is pushed since. */
  recalledAt?: string | undefined;
  /** In which modes its phones were told. */
  recallModes?: ReadonlySet<RecallMode> | undefined;
}

export interface Receipt {
  userId: string;
  deviceId: string;
  event: ReceiptEvent;
  /** ISO 8601, UTC: when it happened, as the device says. */
  at: string;
}

export interface DeviceReceipts {
  userId: string;
  deviceId: string;
  times: ReceiptTimes;
}

/** All that is known of a message. */
export interface MessageReport {
  record: MessageRecord;
  /** Of the job `send`. */
  chunks: ChunkProgress[];
  receipts: DeviceReceipts[];
}

export interface MessageStore {
  put(record: MessageRecord): Promise<void>;
  find(messageId: string): Promise<MessageRecord | undefined>;
  /** @returns undefined when there is no such message. */
  report(messageId: string): Promise<MessageReport | undefined>;
  /** Replaces the outcomes of these targets and adds to the timeline. */
  recordOutcomes(
    messageId: string,
    outcomes: readonly TargetOutcome[],
    events: readonly TimelineEvent[],
  ): Promise<void>;
  /** Keeps how far an expansion is, unless it is known to be further. */
  recordExpansion(messageId: string, job: JobKind, expansion: Expansion): Promise<void>;
  /**
   * @param at ISO 8601, UTC.
   * @returns the message as it is then, `recalledAt` of its first recall, and whether it was recalled in this mode before;
   * undefined when there is no such message.
   */
  recall(
    messageId: string,
    mode: RecallMode,
    at: string,
  ): Promise<{ record: MessageRecord; isRepeated: boolean } | undefined>;
  /** Keeps that this message is the newest one whose notifications have this collapse ID, as Apple sees it. */
  putNewest(apnsCollapseId: string, messageId: string): Promise<void>;
  /** @returns the ID of that message; undefined when no message has been put there. */
  findNewest(apnsCollapseId: string): Promise<string | undefined>;
}

/** The right to work on a chunk, for one worker and for as long as it can live. */
export interface Lease {
  holder: string;
  /** Epoch milliseconds. */
  untilMs: number;
}

export interface ChunkName {
  messageId: string;
  job: JobKind;
  chunk: number;
}

export interface ChunkStore {
  /**
   * @param deadHolder a worker that is known to have died: its lease counts no longer.
   * @returns how far the chunk is, or `held` while another worker may still be at it and it is not finished.
   */
  claim(name: ChunkName, recipients: number, lease: Lease, deadHolder?: string): Promise<ChunkProgress | 'held'>;
  /** Gives the lease back before its time. */
  release(name: ChunkName, lease: Lease): Promise<void>;
  find(name: ChunkName): Promise<ChunkProgress | undefined>;
  /**
   * Keeps how far the chunk is, and what became of some targets.
   * @returns false when another worker holds it: nothing is written then.
   */
  record(name: ChunkName, lease: Lease, progress: ChunkProgress, outcomes: readonly TargetOutcome[]): Promise<boolean>;
  /** Replaces the outcomes of targets that were tried again. */
  recordOutcomes(name: ChunkName, outcomes: readonly TargetOutcome[]): Promise<void>;
}

/** What became of one recipient of a chunk, nothing of which is tried again: there is no text in it and no token. */
export interface JournalEntry {
  name: ChunkName;
  /** How many recipients the chunk has. */
  recipients: number;
  listsAll: boolean;
  /** The recipient's place in the chunk. */
  index: number;
  /** `appId`: of the device. */
  pushed: readonly { outcome: TargetOutcome; appId?: string | undefined }[];
}

/** What a worker found out under one lease, which is about one chunk. */
export interface LeftEntries {
  holder: string;
  entries: JournalEntry[];
}

/**
 * What no checkpoint holds yet, kept where it survives the process: on the disk of the worker's own environment. It does
 * its best, and never throws: without it more is pushed twice, and nothing is lost.
 */
export interface OutcomeJournal {
  /** It is kept when this returns. @param holder of the lease. */
  note(holder: string, entry: JournalEntry): void;
  /** A checkpoint has what is noted under this lease. */
  clear(holder: string): void;
  /** This process works under the lease no longer. What was noted and not cleared is left. */
  close(holder: string): void;
  /** What is left by processes that have died, and by work that has failed. The taker closes each of them. */
  takeLeft(): LeftEntries[];
}

export interface ReceiptStore {
  /**
   * `known`: the device has reported this before, and the first report counts. `too_many`: as many devices of the user as
   * there may be have reported the message; nothing is kept.
   */
  add(messageId: string, receipt: Receipt): Promise<'new' | 'known' | 'too_many'>;
}

/** What is kept of an Idempotency-Key. */
export interface KeyRecord {
  /** The same key with another body is a mistake of the caller's. */
  bodyHash: string;
  /** Of what the first request makes, or who takes over from it. A lower-case UUID. */
  resultId: string;
  /** Epoch milliseconds: a request that has no answer by then is dead. */
  runsUntilMs: number;
  /** JSON; absent while the request runs. */
  answer?: string | undefined;
}

/** `scope`: the caller, what is asked for, and the key. */
export interface IdempotencyStore {
  /** @returns undefined when the key was free, and is this request's now; otherwise what is kept of it. */
  claim(scope: readonly string[], record: KeyRecord): Promise<KeyRecord | undefined>;
  /** @returns false when another request was faster, or the dead one was not dead. */
  takeOver(scope: readonly string[], dead: KeyRecord, runsUntilMs: number): Promise<boolean>;
  /** Keeps the answer for a day. */
  finish(scope: readonly string[], answer: string): Promise<void>;
  /** Nothing was done: the key may be used again. */
  free(scope: readonly string[]): Promise<void>;
  /** The request has failed half-way: the next one takes over at once. */
  abandon(scope: readonly string[]): Promise<void>;
}

export interface StatisticsStore {
  /** Adds to the counters of a day. Costs no request each time: several are written together. */
  add(nowMs: number, counts: readonly TargetCounts[]): Promise<void>;
  /** One entry for each day and app that has any. @param days `YYYY-MM-DD`, UTC. */
  read(days: readonly string[]): Promise<DayStatistics[]>;
}

export interface DayStatistics extends TargetCounts {
  day: string;
}
