/** What became of one target, as the API tells it. */
import type { ApnsOutcome } from './apnsOutcome.ts';
import type { SkipReason, Target } from './decide.ts';
import type { ApnsEnvironment } from './device.ts';

export type OutcomeName = 'accepted' | 'skipped' | 'rejected' | 'failed' | 'retrying';

export interface TargetOutcome extends Target {
  outcome: OutcomeName;
  /** A skip reason, Apple's reason, or why there was no answer. */
  reason?: string;
  apnsId?: string;
  /** The host that answered last. */
  environment?: ApnsEnvironment;
  /** Apple's HTTP status, when Apple answered. */
  status?: number;
}

export type OutcomeSummary = Record<OutcomeName, number>;

export function skipped(target: Target, rule: SkipReason): TargetOutcome {
  return { ...target, outcome: 'skipped', reason: rule };
}

/** @param willRetry a later attempt has been arranged. */
export function outcomeOf(
  target: Target,
  environment: ApnsEnvironment,
  answer: ApnsOutcome,
  willRetry = false,
): TargetOutcome {
  const base = { ...target, apnsId: answer.apnsId, environment };
  switch (answer.kind) {
    case 'accepted':
      return { ...base, outcome: 'accepted', status: answer.status };
    case 'rejected':
      return {
        ...base,
        outcome: willRetry ? 'retrying' : 'rejected',
        ...(answer.reason !== undefined && { reason: answer.reason }),
        ...(answer.status !== undefined && { status: answer.status }),
      };
    case 'unanswered':
      return { ...base, outcome: willRetry ? 'retrying' : 'failed', reason: answer.cause };
    case 'no_credential':
      return { ...base, outcome: 'failed', reason: 'no_credential' };
  }
}

export function summarise(targets: readonly TargetOutcome[]): OutcomeSummary {
  const summary: OutcomeSummary = { accepted: 0, skipped: 0, rejected: 0, failed: 0, retrying: 0 };
  for (const { outcome } of targets) summary[outcome] += 1;
  return summary;
}
