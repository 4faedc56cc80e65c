/** Stores of messages, their chunks, receipts and badges, and the queue of delivery tasks. */
import type { RecallMode } from '../content/payloads/recallPush.ts';
import type { TargetOutcome, TimelineEvent } from '../push/rules/targetOutcome.ts';
import type { ChunkProgress } from './rules/chunkProgress.ts';
import type { JobKind } from './rules/job.ts';
import type { Decided, Moment } from './rules/moment.ts';
import type {
  ChunkName,
  Expansion,
  Lease,
  MessageOverview,
  MessageRecord,
  Receipt,
  ReportedMessage,
} from './rules/record.ts';
import type { QueuedTask } from './rules/tasks.ts';

export interface BadgeStore {
  /**
   * Adds to the user's counter for this app.
   * @param messageId consecutive calls with the same message count once, as a chunk of a large send may come twice.
   * @returns the counter, including this message.
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
  /** @param decided what it was decided from; absent: it is not kept, or not known yet. */
  put(record: MessageRecord, decided?: Decided): Promise<void>;
  /** Stores a message, unless it is stored already. */
  putMissing(record: MessageRecord): Promise<void>;
  find(messageId: string): Promise<MessageRecord | undefined>;
  /** @returns undefined if there is no such message. */
  report(messageId: string): Promise<MessageOverview | undefined>;
  /** Replaces the outcomes of these targets and adds to the timeline. */
  recordOutcomes(
    messageId: string,
    outcomes: readonly TargetOutcome[],
    events: readonly TimelineEvent[],
  ): Promise<void>;
  /** Stores the progress of an expansion, unless it is known to be further. */
  recordExpansion(messageId: string, job: JobKind, expansion: Expansion): Promise<void>;
  /**
   * @param nowMs epoch milliseconds.
   * @returns the message afterwards, `recalledAtMs` of its first recall, and whether it was recalled in this mode
   *   before; undefined if there is no such message.
   */
  recall(
    messageId: string,
    mode: RecallMode,
    nowMs: number,
  ): Promise<{ record: MessageRecord; isRepeated: boolean } | undefined>;
  /** Stores that this message is the newest one whose notifications have this collapse ID, as Apple sees it. */
  putNewest(apnsCollapseId: string, messageId: string): Promise<void>;
  /** @returns the ID of that message; undefined if none is stored. */
  findNewest(apnsCollapseId: string): Promise<string | undefined>;
}

export interface ChunkStore {
  /** @returns the progress of the chunk, or `held` while another worker may still be at it and it is not finished. */
  claim(name: ChunkName, recipients: number, lease: Lease): Promise<ChunkProgress | 'held'>;
  /** Releases the lease early. */
  release(name: ChunkName, lease: Lease): Promise<void>;
  find(name: ChunkName): Promise<ChunkProgress | undefined>;
  /**
   * Stores the progress of the chunk, and outcomes of some targets.
   * @returns false if another worker holds it: nothing is written then.
   */
  record(name: ChunkName, lease: Lease, progress: ChunkProgress, outcomes: readonly TargetOutcome[]): Promise<boolean>;
  /** Replaces the outcomes of retried targets. */
  recordOutcomes(name: ChunkName, outcomes: readonly TargetOutcome[]): Promise<void>;
}

export interface ReceiptStore {
  /**
   * `known`: the device has reported this before, and the first report counts. `too_many`: too many devices of the user
   * have reported the message; nothing is stored.
   */
  add(
    message: Pick<ReportedMessage, 'messageId' | 'isToMany'>,
    receipt: Receipt,
  ): Promise<'new' | 'known' | 'too_many'>;
}

/** What decided who got a message. */
export interface FactStore {
  /**
   * Keeps what decided on recipients whom a worker has reached.
   * @param first number of the first of them in their chunk.
   */
  put(name: ChunkName, first: number, decided: readonly Decided[]): Promise<void>;
  /** @returns the moments that are kept and can be read; empty if there are none. */
  find(record: MessageRecord): Promise<Moment[]>;
}

export interface MessagePorts {
  badges: BadgeStore;
  messages: MessageStore;
  chunks: ChunkStore;
  receipts: ReceiptStore;
  facts: FactStore;
  deliveries: DeliveryQueue;
}
