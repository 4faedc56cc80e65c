/** What the team's function reports about a push that it was handed, and what follows. Pure. */
import type { Device } from '../../devices/rules/device.ts';
import type { ExternalPush, PushPurpose } from './externalPush.ts';
import { nextMessageAttemptSeconds, ringResends } from './retryPlan.ts';
import type { TargetOutcome, TimelineEvent } from './targetOutcome.ts';

/**
 * `accepted`: the other service has taken the push, which does not mean "delivered". `tokenDropped`: it does not know the
 * token any more. `failed`: it has not taken the push.
 */
export const reportedOutcomes = ['accepted', 'tokenDropped', 'failed'] as const;

/** A report about one attempt. */
export interface OutcomeReport {
  outcome: (typeof reportedOutcomes)[number];
  /** The service's word for it. */
  reason?: string | undefined;
  /** Whether another attempt may succeed. Only with `failed`. */
  retry?: boolean | undefined;
}

/** What the report leads to. */
export type ReportResult = Pick<TargetOutcome, 'reason'> & {
  outcome: 'accepted' | 'rejected' | 'failed' | 'retrying';
  /** `refusal_outdated`: the app has registered the token again since. */
  repair?: 'dropped' | 'refusal_outdated' | undefined;
};

/** The last report about a push, with its result. */
export interface KnownReport {
  attempt: number;
  report: OutcomeReport;
  result: ReportResult;
  /** All that follows from it is done. */
  isDone?: boolean | undefined;
}

/** A result as it is stored with its message or call. */
export interface ReportedOutcome extends Pick<TargetOutcome, 'outcome' | 'reason' | 'repair'> {
  purpose: PushPurpose;
  userId: string;
  deviceId: string;
  /** ISO 8601, UTC: when Ringpost got the report. */
  at: string;
}

export function isSameReport(one: OutcomeReport, other: OutcomeReport): boolean {
  return (
    one.outcome === other.outcome && one.reason === other.reason && (one.retry ?? false) === (other.retry ?? false)
  );
}

/**
 * @param device as it is now; undefined: it is gone.
 * @param isRinging the callee of a ring, who has not reacted yet.
 */
export function resultOf(
  push: ExternalPush,
  report: OutcomeReport,
  { device, isRinging, nowMs }: { device: Device | undefined; isRinging: boolean; nowMs: number },
): ReportResult {
  switch (report.outcome) {
    case 'accepted':
      return { outcome: 'accepted', reason: report.reason };
    case 'tokenDropped':
      return { outcome: 'rejected', reason: report.reason ?? 'token_dropped', repair: repairOf(push, device) };
    case 'failed': {
      const willRetry = report.retry === true && nextAttemptSeconds(push, isRinging, nowMs) !== undefined;
      return { outcome: willRetry ? 'retrying' : 'failed', reason: report.reason };
    }
  }
}

/** A report counts only for the registration that the push was made for. */
function repairOf({ token }: ExternalPush, device: Device | undefined): ReportResult['repair'] {
  const now = device?.tokens.external;
  if (now?.token !== token.token) return undefined;
  return now.registeredAtMs === token.registeredAtMs ? 'dropped' : 'refusal_outdated';
}

/**
 * As for a push to Apple: one of a message is sent again after the same delays, a ring at once and only while it rings,
 * and any other not at all.
 * @returns undefined if it is given up.
 */
export function nextAttemptSeconds(
  { about: { purpose, callId }, attempt, headers }: ExternalPush,
  isRinging: boolean,
  nowMs: number,
): number | undefined {
  if (purpose === 'ring' && callId !== undefined) return isRinging && attempt <= ringResends ? 0 : undefined;
  if (purpose !== 'message' && purpose !== 'recall') return undefined;
  const seconds = nextMessageAttemptSeconds(attempt);
  const expiresMs = Number(headers['apns-expiration']) * 1000;
  const isTooLate = seconds !== undefined && expiresMs > 0 && nowMs + seconds * 1000 >= expiresMs;
  return isTooLate ? undefined : seconds;
}

/** A target with what has been reported about its push. @param reported of the same message or call. */
export function withReport(target: TargetOutcome, reported: readonly ReportedOutcome[]): TargetOutcome {
  if (target.kind !== 'external' || target.outcome !== 'handedOver') return target;
  const found = reported.find(
    (each) => isOfTarget(each) && each.userId === target.userId && each.deviceId === target.deviceId,
  );
  if (found === undefined) return target;
  const { outcome, reason, repair } = found;
  return { ...target, outcome, reason, repair };
}

/** Pushes that are targets of their message or call: of others, only the timeline knows. */
export function isOfTarget({ purpose }: ReportedOutcome): boolean {
  return purpose === 'message' || purpose === 'ring';
}

const noted: Partial<Record<PushPurpose, string>> = { ringEnded: 'ringing_stopped', missedCall: 'missed_call' };

/** Timeline entries of a report. */
export function reportLines(reported: ReportedOutcome): (TimelineEvent & { userId: string })[] {
  const { at, outcome, reason, repair, userId, deviceId, purpose } = reported;
  const about = { userId, deviceId, kind: 'external' } as const;
  const line = { at, event: outcome, ...about, reason: reason ?? noted[purpose] };
  return repair === undefined ? [line] : [{ at, event: repair, ...about }, line];
}
