/**
 * Outcomes that a user may know if an app's `outcomesForUsers` is `coarse`: one for each recipient, the same for
 * everything that is the recipient's own business, such as a block, a mute, quiet hours, presence, or having no device
 * at all.
 */
import type { SkipReason } from './decide.ts';
import type { OutcomeSummary, TargetOutcome } from './targetOutcome.ts';

export type CoarseOutcome = 'accepted' | 'not_pushed' | 'retrying' | 'failed';

/** The message itself is the cause, so its sender already knows. */
const messageCauses = ['no_desc', 'push_disabled', 'online_only', 'sender', 'policy'] as const satisfies SkipReason[];
export type MessageCause = (typeof messageCauses)[number];

export interface CoarseTarget {
  userId: string;
  outcome: CoarseOutcome;
  reason?: MessageCause | undefined;
}

export function isMessageCause(reason: string | undefined): reason is MessageCause {
  return messageCauses.some((cause) => cause === reason);
}

/** One for each recipient, in the order of their first target. */
export function coarseTargets(targets: readonly TargetOutcome[]): CoarseTarget[] {
  return [...Map.groupBy(targets, ({ userId }) => userId)].map(([userId, own]) => {
    const outcome = coarseOutcomeOf(own);
    const reason = outcome === 'not_pushed' ? own.map((target) => target.reason).find(isMessageCause) : undefined;
    return { userId, outcome, reason };
  });
}

/**
 * Like {@link coarseTargets}. The app in the foreground of a callee rings by itself, and whether they are there is
 * theirs to tell.
 */
export function coarseCallTargets(targets: readonly TargetOutcome[]): CoarseTarget[] {
  return coarseTargets(
    targets.map((target) => (target.reason === 'online' ? { ...target, outcome: 'accepted' } : target)),
  );
}

/** @param targets of one recipient, all of them. */
export function coarseOutcomeOf(targets: readonly Omit<TargetOutcome, 'userId'>[]): CoarseOutcome {
  const outcomes = new Set(targets.map(coarseOutcome));
  return (['accepted', 'retrying', 'failed'] as const).find((outcome) => outcomes.has(outcome)) ?? 'not_pushed';
}

function coarseOutcome({ outcome, repair }: Omit<TargetOutcome, 'userId'>): CoarseOutcome {
  if (outcome === 'skipped') return 'not_pushed';
  // Which service a phone's pushes take is its user's business.
  if (outcome === 'handedOver') return 'accepted';
  // A dead token counts like none; other rejections are the team's to fix.
  if (outcome === 'rejected') return repair === undefined || repair === 'environment_changed' ? 'failed' : 'not_pushed';
  return outcome;
}

/** By recipient, in the form of the full summary: `skipped` are recipients without any push. */
export function coarseSummary(targets: readonly Pick<CoarseTarget, 'outcome'>[]): OutcomeSummary {
  const summary: OutcomeSummary = { accepted: 0, skipped: 0, rejected: 0, failed: 0, retrying: 0 };
  for (const { outcome } of targets) summary[outcome === 'not_pushed' ? 'skipped' : outcome] += 1;
  return summary;
}
