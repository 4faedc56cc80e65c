/** Where a worker keeps outcomes between checkpoints. */
import type { JournalEntry, LeftEntries } from './rules/journalEntry.ts';

/**
 * Outcomes that are not in a checkpoint yet, kept where they survive the process: on the disk of the worker's own
 * environment. Best effort, and never throws: without it more pushes are repeated, but nothing is lost.
 */
export interface OutcomeJournal {
  /** It is stored once this returns. @param holder of the lease. */
  note(holder: string, entry: JournalEntry): void;
  /** A checkpoint contains what is noted under this lease. */
  clear(holder: string): void;
  /** This process no longer works under the lease. Notes that were not cleared remain. */
  close(holder: string): void;
  /** Leftovers of dead processes and of failed work. The caller closes each of them. */
  takeLeft(): LeftEntries[];
}

export interface DeliveryPorts {
  journal: OutcomeJournal;
}
