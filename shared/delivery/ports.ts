/** Where a worker keeps outcomes between checkpoints. */
import type { JournalEntry, LeftEntries } from './rules/journalEntry.ts';

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

export interface DeliveryPorts {
  journal: OutcomeJournal;
}
