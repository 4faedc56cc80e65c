/** What a worker has done in a chunk since its last checkpoint. */
import type { ChunkName } from '../../messages/rules/record.ts';
import type { TargetOutcome } from '../../push/rules/targetOutcome.ts';

/** Outcomes of one recipient of a chunk without retries: no text and no token. */
export interface JournalEntry {
  name: ChunkName;
  /** How many recipients the chunk has. */
  recipients: number;
  listsAll: boolean;
  /** The recipient's position in the chunk. */
  index: number;
  /** `appId`: app of the device. */
  pushed: readonly { outcome: TargetOutcome; appId?: string | undefined }[];
}

/** What a worker found out under one lease, which is about one chunk. */
export interface LeftEntries {
  holder: string;
  entries: JournalEntry[];
}
