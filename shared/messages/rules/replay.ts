/** Decides again who got a message, from what was kept when it was sent, and compares that with what happened. */
import { decideFrom, type Occasion, type Ruling, type Target } from '../../push/rules/decide.ts';
import type { OutcomeName, TargetOutcome, TimelineEvent } from '../../push/rules/targetOutcome.ts';
import type { Agreement, ReplayGap } from './agreement.ts';
import { type KeptOccasion, type KeptRecipient, type Moment, occasionFor } from './moment.ts';

export interface ReplayedTarget extends Target {
  decision: Ruling['decision'];
  /** Why it is pushed or not. */
  rule: Ruling['rule'];
  /** What happened. */
  outcome?: OutcomeName | undefined;
  reason?: string | undefined;
  agreement: Agreement;
}

export interface Replay {
  userId: string;
  /** Why nothing can be decided again. */
  gap?: ReplayGap | undefined;
  targets: ReplayedTarget[];
}

export interface Sent {
  from: string;
  /** Outcomes that are listed. */
  outcomes: readonly TargetOutcome[];
  timeline: readonly TimelineEvent[];
}

/** @param moments those of a later worker come later, and count. */
export function replay(userId: string, moments: readonly Moment[], sent: Sent): Replay {
  if (moments.length === 0) return { userId, gap: 'not_kept', targets: [] };
  const found = moments
    .flatMap(({ occasion, recipients }) => recipients.map((recipient) => ({ occasion, recipient })))
    .findLast(({ recipient }) => recipient.userId === userId);
  if (found === undefined) return { userId, gap: 'not_decided', targets: [] };
  return { userId, targets: rulingsOf(sent.from, found.occasion, found.recipient).map((each) => compare(each, sent)) };
}

/** @param occasion what was asked for, or what another policy would make of it. */
export function rulingsOf(from: string, occasion: KeptOccasion, recipient: KeptRecipient): Ruling[] {
  const asked: Occasion = occasionFor(from, occasion, recipient);
  return decideFrom(asked, recipient);
}

function compare({ decision, rule, target }: Ruling, { outcomes, timeline }: Sent): ReplayedTarget {
  const happened = outcomes.find((outcome) => isSameTarget(outcome, target));
  const { outcome, reason } = happened ?? {};
  const replayed = { ...target, decision, rule, outcome, reason };
  if (happened === undefined) return { ...replayed, agreement: 'unknown' };
  const wasPushed = outcome !== 'skipped';
  if (wasPushed !== (decision === 'push')) {
    const wasRetried = timeline.some(({ event, deviceId }) => event === 'retrying' && deviceId === target.deviceId);
    return { ...replayed, agreement: wasRetried ? 'later' : 'different' };
  }
  return { ...replayed, agreement: wasPushed || reason === rule ? 'same' : 'different' };
}

function isSameTarget(one: Target, other: Target): boolean {
  return one.userId === other.userId && one.deviceId === other.deviceId && one.kind === other.kind;
}
