/**
 * Why no report came from a phone, as far as the stored facts say. A verdict names its evidence, and how sure it is:
 * what nothing supports stays unknown. The rules for each way are in the files beside this one.
 */
import type { Device, TokenKind } from '../../../devices/rules/device.ts';
import type { TargetOutcome } from '../targetOutcome.ts';

export const silenceCauses = [
  // Ringpost or Apple has not delivered it to the phone.
  'on_its_way',
  'handed_over',
  'muted',
  'quiet_hours',
  'app_open',
  'blocked',
  'report_guard',
  'no_device',
  'no_token',
  'token_quarantined',
  'not_pushed',
  'rejected',
  'failed',
  // Apple has accepted it.
  'too_early',
  'takes_no_receipts',
  'no_extension',
  'permission_off',
  'app_removed',
  'device_gone',
  'replaced',
  'recalled',
  'expired',
  'low_priority',
  'not_woken',
  'not_opened_since_token',
  'phone_away',
  'phone_unreachable',
  'ended_at_once',
  'app_does_not_report',
  'unknown',
] as const;
export type SilenceCause = (typeof silenceCauses)[number];

/**
 * `certain`: stored facts leave no other cause. `likely`: they point to this one, and whatever else happened, it alone would
 * have kept the report away. `possible`: they allow it, but Apple may also have lost the push, or the phone may have
 * changed without its app. `unknown`: they say nothing.
 */
export const confidences = ['certain', 'likely', 'possible', 'unknown'] as const;
export type Confidence = (typeof confidences)[number];

export interface Evidence {
  fact: string;
  /** Epoch milliseconds: when it was so. */
  atMs?: number | undefined;
}

export interface Verdict {
  cause: SilenceCause;
  confidence: Confidence;
  evidence: readonly Evidence[];
}

/** `gone`: not registered for this user any more. `unread`: nothing is known. */
export type DeviceFact = Device | 'gone' | 'unread';

/** What is known of every target. */
export interface TargetFacts {
  target: TargetOutcome;
  device: DeviceFact;
  /** Epoch milliseconds: when the message or the call was created. */
  sentAtMs: number;
  nowMs: number;
}

export function verdict(cause: SilenceCause, confidence: Confidence, ...evidence: Evidence[]): Verdict {
  return { cause, confidence, evidence };
}

export const unknownCause = verdict('unknown', 'unknown');

/** Epoch milliseconds: the last time at which the app is known to have run on the phone. */
export function lastSeenMs({ presence, registeredAtMs, reports }: Device): number {
  return Math.max(presence?.atMs ?? 0, registeredAtMs, reports?.receiptAtMs ?? 0);
}

export function registeredAtMs(device: Device, kind: TokenKind | undefined): number {
  return (kind && device.tokens[kind]?.registeredAtMs) ?? device.registeredAtMs;
}
