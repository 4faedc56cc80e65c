/** What is stored of a message: its recipients, outcomes and receipts, never its text. */
import type { RecallMode } from '../../content/payloads/recallPush.ts';
import type { ReceiptEvent, ReceiptTimes } from '../../push/rules/receipt.ts';
import type { TargetOutcome, TimelineEvent } from '../../push/rules/targetOutcome.ts';
import type { ChunkProgress } from './chunkProgress.ts';
import type { JobKind } from './tasks.ts';

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
export interface MessageOverview {
  record: MessageRecord;
  /** Of the job `send`. */
  chunks: ChunkProgress[];
  receipts: DeviceReceipts[];
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
