/**
 * Progress of a chunk of a message's recipients, in the few bytes that every write of it has. Recipients are finished in
 * their order, so one number says which are. Most targets are only counted; failed and retried ones are listed.
 */
import { coarseOutcomeOf, coarseSummary, coarseTargets } from '../../push/rules/coarseOutcome.ts';
import { givenUp, listedBytes, listTargets } from '../../push/rules/listedTargets.ts';
import {
  addOutcome,
  type OutcomeName,
  type OutcomeSummary,
  summarise,
  type TargetOutcome,
} from '../../push/rules/targetOutcome.ts';

export interface ChunkProgress {
  /** How many recipients the chunk has. */
  recipients: number;
  /** How many of them are finished, from the first one on. */
  reached: number;
  /** How many of those have an accepted push, and no listed target. */
  pushed: number;
  /** How many of those got no push, and have no listed target. */
  notPushed: number;
  /** Targets that are not listed, by outcome and reason: `accepted`, `skipped/no_device`. */
  counts: Readonly<Record<string, number>>;
  listed: readonly TargetOutcome[];
  /**
   * Only of a chunk that an earlier version began: a character for each recipient, `0` for those whom it had not finished.
   * Their order is that of `reached`. Otherwise `l` if targets of theirs are listed, `n` if nothing was pushed, and `1`.
   */
  done?: string | undefined;
}

const open = '0';

export function newProgress(recipients: number): ChunkProgress {
  return { recipients, reached: 0, pushed: 0, notPushed: 0, counts: {}, listed: [] };
}

/** @param recipients of the chunk. @returns those who are not finished. */
export function openRecipients({ done, reached }: ChunkProgress, recipients: readonly string[]): string[] {
  const toReach = done === undefined ? recipients : recipients.filter((_, index) => done[index] === open);
  return toReach.slice(reached);
}

/** How many recipients are finished. */
function finishedOf({ done = '', reached }: ChunkProgress): number {
  return reached + [...done].filter((sign) => sign !== open).length;
}

export function isChunkDone(progress: ChunkProgress): boolean {
  return finishedOf(progress) >= progress.recipients;
}

/**
 * @param results outcomes of all targets of each of the next recipients.
 * @param listsAll also list successes.
 * @returns the progress with them, and the newly listed ones. There may be more than an item has room for: the rest
 *   is counted, and its retries fail.
 */
export function withResults(
  progress: ChunkProgress,
  results: readonly (readonly TargetOutcome[])[],
  listsAll: boolean,
): { progress: ChunkProgress; newlyListed: TargetOutcome[] } {
  const counts = { ...progress.counts };
  const toList: TargetOutcome[] = [];
  const count = (outcome: TargetOutcome) => {
    const key = countKey(outcome);
    counts[key] = (counts[key] ?? 0) + 1;
  };
  for (const outcomes of results) {
    const isAnyListed = listsAll || outcomes.some(({ outcome }) => isListed(outcome));
    for (const outcome of outcomes) {
      // An accepted push beside a failed one shows that the recipient was reached.
      if (isAnyListed && (listsAll || outcome.outcome !== 'skipped')) toList.push(outcome);
      else count(outcome);
    }
  }
  const { listed: newlyListed, unlisted } = listTargets(toList, listedBytes(progress.listed));
  for (const outcome of unlisted) count(outcome.outcome === 'retrying' ? givenUp(outcome) : outcome);
  const isNewlyListed = new Set(newlyListed);
  let { pushed, notPushed } = progress;
  for (const outcomes of results) {
    if (outcomes.some((outcome) => isNewlyListed.has(outcome))) continue;
    if (coarseOutcomeOf(outcomes) === 'accepted') pushed += 1;
    else notPushed += 1;
  }
  const reached = progress.reached + results.length;
  const listed = [...progress.listed, ...newlyListed];
  return { progress: { ...progress, reached, pushed, notPushed, counts, listed }, newlyListed };
}

/** Successes, applied rules and pushes that others send are many and all alike. */
function isListed(outcome: OutcomeName): boolean {
  return outcome !== 'accepted' && outcome !== 'skipped' && outcome !== 'handedOver';
}

export function countKey({ outcome, reason }: Pick<TargetOutcome, 'outcome' | 'reason'>): string {
  return reason === undefined ? outcome : `${outcome}/${reason}`;
}

/**
 * Outcomes of a message's targets so far. `retrying` counts retried targets and recipients who have not been reached
 * yet.
 * @param recipients their total number.
 */
export function summariseChunks(recipients: number, chunks: readonly ChunkProgress[]): OutcomeSummary {
  const summary = summarise(chunks.flatMap(({ listed }) => listed));
  for (const { counts } of chunks) {
    for (const [key, count] of Object.entries(counts)) addOutcome(summary, outcomeOfKey(key), count);
  }
  summary.retrying += unfinishedOf(recipients, chunks);
  return summary;
}

function unfinishedOf(recipients: number, chunks: readonly ChunkProgress[]): number {
  return Math.max(recipients - chunks.reduce((count, chunk) => count + finishedOf(chunk), 0), 0);
}

/** What a user may know about all recipients together. @param recipients their total number. */
export function coarseSummaryOfChunks(recipients: number, chunks: readonly ChunkProgress[]): OutcomeSummary {
  const listed = coarseTargets(chunks.flatMap((chunk) => chunk.listed));
  const summary = coarseSummary(listed);
  for (const { pushed, notPushed, done = '' } of chunks) {
    const before = [...done];
    summary.accepted += pushed + before.filter((sign) => sign === '1').length;
    summary.skipped += notPushed + before.filter((sign) => sign === 'n').length;
  }
  summary.retrying += unfinishedOf(recipients, chunks);
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
  for (const [key, count] of Object.entries(counts)) addOutcome(summary, outcomeOfKey(key), count);
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
