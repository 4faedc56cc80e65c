/** Where messages, their chunks, receipts and badges are kept, and the queue of delivery tasks. */
import type { RecallMode } from '../content/payloads/recallPush.ts';
import type { TargetOutcome, TimelineEvent } from '../push/rules/targetOutcome.ts';
import type { ChunkProgress } from './rules/chunkProgress.ts';
import type { ChunkName, Expansion, Lease, MessageOverview, MessageRecord, Receipt } from './rules/record.ts';
import type { JobKind, QueuedTask } from './rules/tasks.ts';

export interface BadgeStore {
  /**
   * Adds to the user's counter for this app.
   * @param messageId the same message in a row is counted once, as a chunk of a large send may come twice.
   * @returns the counter, this message included.
   */
  increment(userId: string, appId: string, by?: number, messageId?: string): Promise<number>;
  peek(userId: string, appId: string): Promise<number>;
  /** @returns the counter before. */
  set(userId: string, appId: string, value: number): Promise<number>;
}

export interface DeliveryQueue {
  enqueue(tasks: readonly QueuedTask[]): Promise<void>;
}

export interface MessageStore {
  put(record: MessageRecord): Promise<void>;
  find(messageId: string): Promise<MessageRecord | undefined>;
  /** @returns undefined when there is no such message. */
  report(messageId: string): Promise<MessageOverview | undefined>;
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

export interface ReceiptStore {
  /**
   * `known`: the device has reported this before, and the first report counts. `too_many`: as many devices of the user as
   * there may be have reported the message; nothing is kept.
   */
  add(messageId: string, receipt: Receipt): Promise<'new' | 'known' | 'too_many'>;
}

export interface MessagePorts {
  badges: BadgeStore;
  messages: MessageStore;
  chunks: ChunkStore;
  receipts: ReceiptStore;
  deliveries: DeliveryQueue;
}
