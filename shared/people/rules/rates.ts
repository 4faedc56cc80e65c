/** How often one user may do what reaches others, or costs the team money. Counted by the minute of the clock, UTC. */
import type { UserRates } from './userRules.ts';

export type RateKind = keyof UserRates;

/** Names of the counted actions in answers. */
export const rateWords: Readonly<Record<RateKind, string>> = {
  messages: 'messages',
  calls: 'calls and invitations',
  groupAdditions: 'group additions',
  registrations: 'registrations',
  receipts: 'receipts',
};

const windowSeconds = 60;

/** Minute since 1970 that contains a time. */
export function rateWindow(nowMs: number): number {
  return Math.floor(nowMs / 1000 / windowSeconds);
}

/** Seconds until the next minute begins and the count starts again: 1 to 60. */
export function secondsToNextWindow(nowMs: number): number {
  return Math.ceil((rateWindow(nowMs) + 1) * windowSeconds - nowMs / 1000);
}

/** When a minute's counter is no longer needed, in epoch seconds: clocks of functions differ slightly. */
export function windowEndSeconds(window: number): number {
  return (window + 2) * windowSeconds;
}

/**
 * How many of a user's requests one function instance accepts before it adds them to the counter that all instances
 * share. Most users stay below it, so counting them costs no AWS request. The price: n instances may let through up to
 * n times this number more than the limit.
 */
export function unsharedRequests(limit: number): number {
  return Math.max(1, Math.floor(limit / 24));
}
