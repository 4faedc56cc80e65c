import type { OutcomeSummary } from '../../push/rules/targetOutcome.ts';
import { summariseChunks, summariseWith } from './chunkProgress.ts';
import type { MessageOverview } from './record.ts';

/** Outcomes of all targets of a message so far, wherever they are stored. */
export function summaryOf({ record, chunks }: Pick<MessageOverview, 'record' | 'chunks'>): OutcomeSummary {
  const { targets, unlisted = {}, expansions } = record;
  return expansions === undefined
    ? summariseWith(targets, unlisted)
    : summariseChunks(expansions.send?.recipients ?? 0, chunks);
}
