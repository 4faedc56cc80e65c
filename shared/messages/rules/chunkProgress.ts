/**
 * Progress of a chunk of a message's recipients, in the few bytes that every checkpoint writes. Most targets are only
 * counted; failed and retried ones are listed.
 */
import { coarseOutcomeOf, coarseSummary, coarseTargets } from '../../push/rules/coarseOutcome.ts';
import { givenUp, listedBytes, listTargets } from '../../push/rules/listedTargets.ts';
import {
  type OutcomeName,
  type OutcomeSummary,
  summarise,
  type TargetOutcome,
} from '../../push/rules/targetOutcome.ts';

export interface ChunkProgress {
  /**
   * A character for each recipient, in the chunk's order: `0` until every target of theirs has an answer. Then `l` if
   * targets of theirs are listed, otherwise `1` if a push was accepted and `n` if nothing was pushed. Version 0.3.0
   * wrote `1` for all of these.
   */
  done: string;
  /** Targets that are not listed, by outcome and reason: `accepted`, `skipped/no_device`. */
  counts: Readonly<Record<string, number>>;
  listed: readonly TargetOutcome[];
}

/** Outcomes of all targets of one recipient. */
export interface RecipientResult {
  /** Position in the chunk. */
  index: number;
  outcomes: readonly TargetOutcome[];
}

const open = '0';

export function newProgress(recipients: number): ChunkProgress {
  return { done: open.repeat(recipients), counts: {}, listed: [] };
}

export function isRecipientDone({ done }: ChunkProgress, index: number): boolean {
  return done[index] !== open;
}

export function isChunkDone({ done }: ChunkProgress): boolean {
  return !done.includes(open);
}

/**
 * @param results of recipients; those that were done before change nothing.
 * @param listsAll also list successes.
 * @returns the progress with them, and the newly listed ones. There may be more than an item has room for: the rest
 *   is counted, and its retries fail.
 */
export function withResults(
  progress: ChunkProgress,
  results: readonly RecipientResult[],
  listsAll: boolean,
): { progress: ChunkProgress; newlyListed: TargetOutcome[] } {
  const done = [...progress.done];
  const counts = { ...progress.counts };
  const toList: TargetOutcome[] = [];
  const fresh: RecipientResult[] = [];
  const count = (outcome: TargetOutcome) => {
    counts[countKey(outcome)] = (counts[countKey(outcome)] ?? 0) + 1;
  };
  for (const { index, outcomes } of results) {
    if (done[index] !== open) continue;
    const isAnyListed = listsAll || outcomes.some(({ outcome }) => isListed(outcome));
    done[index] = 'l';
    fresh.push({ index, outcomes });
    for (const outcome of outcomes) {
      // An accepted push beside a failed one shows that the recipient was reached.
      if (isAnyListed && (listsAll || outcome.outcome !== 'skipped')) toList.push(outcome);
      else count(outcome);
    }
  }
  const { listed: newlyListed, unlisted } = listTargets(toList, listedBytes(progress.listed));
  for (const outcome of unlisted) count(outcome.outcome === 'retrying' ? givenUp(outcome) : outcome);
  const isNewlyListed = new Set(newlyListed);
  for (const { index, outcomes } of fresh) {
    if (outcomes.some((outcome) => isNewlyListed.has(outcome))) continue;
    done[index] = coarseOutcomeOf(outcomes) === 'accepted' ? '1' : 'n';
  }
  return { progress: { done: done.join(''), counts, listed: [...progress.listed, ...newlyListed] }, newlyListed };
}

/** Successes and applied rules are many and all alike. */
function isListed(outcome: OutcomeName): boolean {
  return outcome !== 'accepted' && outcome !== 'skipped';
}

function countKey({ outcome, reason }: TargetOutcome): string {
  return reason === undefined ? outcome : `${outcome}/${reason}`;
}

/**
 * Outcomes of a message's targets so far. `retrying` counts retried targets and recipients who have not been reached
 * yet.
 * @param recipients their total number.
 */
export function summariseChunks(recipients: number, chunks: readonly ChunkProgress[]): OutcomeSummary {
  const summary = summarise(chunks.flatMap(({ listed }) => listed));
  let reached = 0;
  for (const { done, counts } of chunks) {
    for (const sign of done) if (sign !== open) reached += 1;
    for (const [key, count] of Object.entries(counts)) summary[outcomeOfKey(key)] += count;
  }
  summary.retrying += Math.max(recipients - reached, 0);
  return summary;
}

/** What a user may know about all recipients together. @param recipients their total number. */
export function coarseSummaryOfChunks(recipients: number, chunks: readonly ChunkProgress[]): OutcomeSummary {
  const listed = coarseTargets(chunks.flatMap((chunk) => chunk.listed));
  const summary = coarseSummary(listed);
  for (const sign of chunks.flatMap(({ done }) => [...done])) {
    if (sign === 'n') summary.skipped += 1;
    if (sign === '1') summary.accepted += 1;
  }
  const reached = chunks.reduce((count, { done }) => count + [...done].filter((sign) => sign !== open).length, 0);
  summary.retrying += Math.max(recipients - reached, 0);
  return summary;
}

/** By outcome and reason: `accepted`, `skipped/no_device`. */
export function countsOf(outcomes: readonly TargetOutcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[countKey(outcome)] = (counts[countKey(outcome)] ?? 0) + 1;
  return counts;
}

/** Listed targets and such counts together. */
export function summariseWith(
  targets: readonly TargetOutcome[],
  counts: Readonly<Record<string, number>>,
): OutcomeSummary {
  const summary = summarise(targets);
  for (const [key, count] of Object.entries(counts)) summary[outcomeOfKey(key)] += count;
  return summary;
}

/** How often each reason occurred, by outcome and reason: `skipped/no_device`. */
export function reasonsOf(
  targets: readonly TargetOutcome[],
  chunks: readonly Pick<ChunkProgress, 'counts' | 'listed'>[],
): Record<string, number> {
  const reasons: Record<string, number> = {};
  const add = (key: string, count: number) => {
    if (key.includes('/')) reasons[key] = (reasons[key] ?? 0) + count;
  };
  for (const target of [...targets, ...chunks.flatMap(({ listed }) => listed)]) add(countKey(target), 1);
  for (const { counts } of chunks) for (const [key, count] of Object.entries(counts)) add(key, count);
  return reasons;
}

function outcomeOfKey(key: string): OutcomeName {
  return (key.split('/')[0] ?? key) as OutcomeName;
}
