/**
 * Whether a cause that is only possible agrees with everything that the server knows: judged by what the life did, in
 * other words than those of the rules. Of signs of life the server keeps the last one alone.
 */
import type { SilenceCause } from '../../../shared/push/rules/silence/verdict.ts';
import type { AskedCall } from './callLife.ts';
import type { AskedMessage } from './messageLife.ts';
import type { PhoneInLife } from './phoneInLife.ts';

/** What the server knows of a life. */
export interface KnownFacts {
  phone: PhoneInLife;
  sentAtMs: number;
  nowMs: number;
  /** What happened after the push was sent, at milliseconds since then. */
  later: readonly { atMs: number; do: string; collapses?: boolean }[];
  push?: AskedMessage['life']['push'] | undefined;
  /** How long a call rang, in milliseconds. */
  rangMs?: number | undefined;
}

type Possible = (facts: KnownFacts) => boolean;

const isHeardWithin = ({ phone: { heardAtMs }, sentAtMs }: KnownFacts, untilMs: number) =>
  heardAtMs > sentAtMs && heardAtMs < untilMs;
const isSilentSince: Possible = (facts) => !isHeardWithin(facts, facts.nowMs);
const expiresAtMs = ({ push, sentAtMs }: KnownFacts) => sentAtMs + (push?.ttlSeconds ?? 0) * 1000;

const possible: Partial<Record<SilenceCause, Possible>> = {
  permission_off: ({ phone }) => phone.saidPermission === 'denied' || phone.saidPermission === 'notDetermined',
  device_gone: ({ phone }) => phone.hasLoggedOut,
  app_removed: ({ phone }) => phone.isKnownDead,
  replaced: ({ later, push }) => push?.collapseId !== undefined && later.some(({ collapses }) => collapses),
  recalled: (facts) => {
    const recall = facts.later.find((step) => step.do === 'recall');
    return recall !== undefined && !isHeardWithin(facts, facts.sentAtMs + recall.atMs);
  },
  // Time has passed it, and the app was not there before.
  expired: (facts) => expiresAtMs(facts) <= facts.nowMs && !isHeardWithin(facts, expiresAtMs(facts)),
  low_priority: (facts) => facts.push?.priority === 'low' && isSilentSince(facts),
  not_woken: ({ push }) => push?.pushType === 'background',
  phone_away: isSilentSince,
  not_opened_since_token: isSilentSince,
  phone_unreachable: (facts) => !isHeardWithin(facts, facts.sentAtMs + (facts.rangMs ?? 0)),
  ended_at_once: ({ rangMs = 0 }) => rangMs < 2000,
  app_does_not_report: ({ phone }) => !phone.hasReportedCalls,
};

/** @returns false also for a cause that may not be merely possible. */
export function isConsistent(cause: SilenceCause, facts: KnownFacts): boolean {
  return possible[cause]?.(facts) ?? false;
}

export function knownOfMessage({ life, phone, sentAtMs, nowMs }: AskedMessage): KnownFacts {
  const later = life.steps.filter(({ atMs }) => atMs > 0 && atMs < life.askedMs);
  return { phone, sentAtMs, nowMs, later, push: life.push };
}

export function knownOfCall({ life, phone, sentAtMs, nowMs }: AskedCall): KnownFacts {
  const later = life.steps.filter(({ atMs }) => atMs > 0 && atMs < life.askedMs);
  return { phone, sentAtMs, nowMs, later, rangMs: life.rangMs };
}
