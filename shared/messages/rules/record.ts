/** What is stored about a message: its recipients, outcomes and receipts, never its text. */
import type { RecallMode } from '../../content/payloads/recallPush.ts';
import type { ReceiptEvent, ReceiptTimes } from '../../push/rules/receipt.ts';
import type { SentFacts } from '../../push/rules/silence/message.ts';
import type { TargetOutcome, TimelineEvent } from '../../push/rules/targetOutcome.ts';
import type { ChunkProgress } from './chunkProgress.ts';
import type { JobKind } from './job.ts';

/** Progress of listing the members of a group. */
export interface Expansion {
  /** How many chunks are in the queue. */
  chunks: number;
  /** How many members are in those chunks. */
  recipients: number;
  /** Where the next page begins. */
  cursor?: string | undefined;
  isComplete: boolean;
}

/** Stored record of a message: recipients and outcomes, without its text. */
export interface MessageRecord {
  messageId: string;
  from: string;
  /** User IDs; empty for a group that is too large for one request. */
  to: string[];
  groupId?: string | undefined;
  /** Distinguishes the group from an earlier one with the same ID. */
  groupGeneration?: string | undefined;
  /** Collapse ID of its notifications, as Apple sees it. */
  apnsCollapseId?: string | undefined;
  /** The counterpart from version 0.3.0, if the sender chose one; otherwise the message's ID was sent to Apple. */
  collapseId?: string | undefined;
  /** Epoch milliseconds. */
  createdAtMs: number;
  /** Absent for messages of earlier versions. */
  sent?: SentFacts | undefined;
  /** An involved app showed its users coarse outcomes when it was sent. */
  isCoarse?: true | undefined;
  targets: TargetOutcome[];
  /** Number of targets that the item has no room to list, by outcome: `accepted`, `skipped/no_device`. */
  unlisted?: Readonly<Record<string, number>> | undefined;
  timeline: TimelineEvent[];
  /** For a message whose recipients were queued, by job. */
  expansions?: Partial<Record<JobKind, Expansion>> | undefined;
  /** What decided who got it, as `FactStore` reads it. Of a message that workers push, it is in items of its own. */
  facts?: Uint8Array | undefined;
  /** Epoch milliseconds: nothing has been pushed since. */
  recalledAtMs?: number | undefined;
  /** Modes in which its phones were notified. */
  recallModes?: ReadonlySet<RecallMode> | undefined;
}

/** A message, as far as a report about it needs it. */
export interface ReportedMessage {
  messageId: string;
  /** Epoch milliseconds. */
  createdAtMs: number;
  /** Its receipts are in shards. */
  isToMany: boolean;
}

/** Recipients of such a message are in chunks, and its receipts are in shards. */
export function isToMany({ expansions }: Pick<MessageRecord, 'expansions'>): boolean {
  return expansions !== undefined;
}

export interface Receipt {
  userId: string;
  deviceId: string;
  event: ReceiptEvent;
  /** ISO 8601, UTC: when it happened, according to the device. */
  at: string;
}

export interface DeviceReceipts {
  userId: string;
  deviceId: string;
  times: ReceiptTimes;
}

/** Everything that is known about a message. */
export interface MessageOverview {
  record: MessageRecord;
  /** Chunks of the job `send`. */
  chunks: ChunkProgress[];
  receipts: DeviceReceipts[];
}

/** The right to work on a chunk, for one worker and as long as it can live. */
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
