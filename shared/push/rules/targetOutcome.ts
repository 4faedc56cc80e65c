/** Outcome of one target, as the API returns it. */
import type { CredentialGap } from '../../apns/rules/credentialChoice.ts';
import type { PushNote } from '../../content/payloads/pushNote.ts';
import type { ApnsEnvironment, TokenKind } from '../../devices/rules/device.ts';
import type { SkipReason, Target } from './decide.ts';
import type { PushAnswer } from './devicePush.ts';
import type { TokenEvent } from './tokenEvent.ts';

/** `handedOver`: the team's function has the push and has not reported an outcome, so what became of it is unknown. */
export type OutcomeName = 'accepted' | 'skipped' | 'rejected' | 'failed' | 'retrying' | 'handedOver';

export interface TargetOutcome extends Target {
  outcome: OutcomeName;
  /** A skip reason, Apple's reason, or why there was no answer. */
  reason?: string | undefined;
  apnsId?: string | undefined;
  /** The host that answered last. */
  environment?: ApnsEnvironment | undefined;
  /** Apple's HTTP status, if Apple answered. */
  status?: number | undefined;
  /** With `no_credential`: what the nearest credential lacks. */
  gap?: CredentialGap | undefined;
  /** What was done about the token because of the answer, or not done. */
  repair?: TokenEvent | undefined;
  /** What the sender should know although the push was sent. */
  notes?: readonly PushNote[] | undefined;
}

/** `handedOver` is absent if there are none. */
export type OutcomeSummary = Record<Exclude<OutcomeName, 'handedOver'>, number> & { handedOver?: number | undefined };

export function skipped(target: Target, rule: SkipReason): TargetOutcome {
  return { ...target, outcome: 'skipped', reason: rule };
}

/** @param willRetry a later attempt is scheduled. */
export function outcomeOf(target: Target, answer: PushAnswer, willRetry = false): TargetOutcome {
  return { ...target, ...answerOutcome(answer, willRetry) };
}

/** Outcome of a push to whatever target. */
export function answerOutcome(
  { outcome, environment, repair }: PushAnswer,
  willRetry = false,
): Omit<TargetOutcome, keyof Target> {
  const base = { apnsId: outcome.apnsId, environment, repair };
  switch (outcome.kind) {
    case 'accepted':
      return { ...base, outcome: 'accepted', status: outcome.status };
    case 'rejected':
      return {
        ...base,
        outcome: willRetry ? 'retrying' : 'rejected',
        reason: outcome.reason,
        status: outcome.status,
      };
    case 'unanswered':
      return { ...base, outcome: willRetry ? 'retrying' : 'failed', reason: outcome.cause };
    case 'no_credential':
      return { ...base, outcome: 'failed', reason: 'no_credential', gap: outcome.gap };
    case 'handedOver':
      return { ...base, outcome: 'handedOver' };
    case 'notHandedOver':
      return { ...base, outcome: willRetry ? 'retrying' : 'failed', reason: outcome.cause };
  }
}

/** One entry of a message's timeline. */
export interface TimelineEvent {
  /** ISO 8601, UTC. */
  at: string;
  event: string;
  deviceId?: string | undefined;
  kind?: TokenKind | undefined;
  reason?: string | undefined;
}

/** Entries of an outcome: what was done about the token, if anything, and the result of the push. */
export function timelineOf({ outcome, repair, deviceId, kind, reason }: TargetOutcome, at: string): TimelineEvent[] {
  const line = { at, event: outcome, deviceId, kind, reason };
  return repair === undefined ? [line] : [{ at, event: repair, deviceId, kind }, line];
}

export function summarise(targets: readonly Pick<TargetOutcome, 'outcome'>[]): OutcomeSummary {
  const summary: OutcomeSummary = { accepted: 0, skipped: 0, rejected: 0, failed: 0, retrying: 0 };
  for (const { outcome } of targets) addOutcome(summary, outcome, 1);
  return summary;
}

/** Every target has its outcome. */
export function isSettled({ retrying, handedOver = 0 }: OutcomeSummary): boolean {
  return retrying + handedOver === 0;
}

export function addOutcome(summary: OutcomeSummary, outcome: OutcomeName, count: number): void {
  summary[outcome] = (summary[outcome] ?? 0) + count;
}
