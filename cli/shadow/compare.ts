/** Compares what Ringpost would do with what the other provider did. Pure. */
import type { OldOutcome } from './recorded.ts';

/** One target of Ringpost's explanation. */
export interface ExplainedTarget {
  userId: string;
  decision: 'push' | 'skip';
  rule: string;
  payload?: { aps?: { alert?: unknown } } | undefined;
}

/**
 * `would_not_reach`: the other provider pushed, and Ringpost would not. `would_reach`: the other way round.
 * `would_show`: both push, and the phone would show something else.
 */
export type DifferenceKind = 'would_not_reach' | 'would_reach' | 'would_show';

export interface Difference {
  userId: string;
  kind: DifferenceKind;
  /** Ringpost's rule, or the part of the text that differs. */
  why: string;
  /** The other provider's reason, if it gave one. */
  otherReason?: string | undefined;
}

export interface Comparison {
  /** How many users were compared. */
  compared: number;
  differences: Difference[];
  /** Users whose outcome at one of the two is unknown. */
  unknown: number;
}

/** @param isComplete false: Ringpost has not explained all recipients, so users who are not there are unknown. */
export function compare(
  targets: readonly ExplainedTarget[],
  outcomes: readonly OldOutcome[] | undefined,
  isComplete: boolean,
): Comparison {
  const ours = Map.groupBy(targets, ({ userId }) => userId);
  if (outcomes === undefined) return { compared: 0, differences: [], unknown: ours.size };
  const theirs = new Map(outcomes.map((outcome) => [outcome.userId, outcome]));
  const comparison: Comparison = { compared: 0, differences: [], unknown: 0 };
  for (const [userId, old] of theirs) {
    const own = ours.get(userId);
    if (own === undefined && !isComplete) comparison.unknown += 1;
    else {
      comparison.compared += 1;
      comparison.differences.push(...differencesFor(userId, own ?? [], old));
    }
  }
  for (const userId of ours.keys()) if (!theirs.has(userId)) comparison.unknown += 1;
  return comparison;
}

function differencesFor(userId: string, own: readonly ExplainedTarget[], old: OldOutcome): Difference[] {
  const pushes = own.filter(({ decision }) => decision === 'push');
  const otherReason = old.reason;
  const difference = (kind: DifferenceKind, why: string) => ({
    userId,
    kind,
    why,
    ...(otherReason && { otherReason }),
  });
  if (pushes.length === 0 && old.pushed) {
    return [difference('would_not_reach', rulesOf(own) || 'not a recipient')];
  }
  if (pushes.length > 0 && !old.pushed) return [difference('would_reach', rulesOf(pushes))];
  if (!old.pushed || old.shown === undefined) return [];
  const alert = alertOf(pushes[0]);
  const parts = (['title', 'subtitle', 'body'] as const).filter(
    (part) => (old.shown?.[part] ?? '') !== (alert[part] ?? ''),
  );
  return parts.length === 0 ? [] : [difference('would_show', `another ${parts.join(', ')}`)];
}

const rulesOf = (targets: readonly ExplainedTarget[]) =>
  [...new Set(targets.map(({ rule }) => rule))].toSorted().join(', ');

function alertOf(target: ExplainedTarget | undefined): { title?: string; subtitle?: string; body?: string } {
  const alert = target?.payload?.aps?.alert;
  if (typeof alert === 'string') return { body: alert };
  return typeof alert === 'object' && alert !== null ? alert : {};
}
