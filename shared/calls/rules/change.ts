/** What a change of a call means for those who follow it. */
import type { Call } from './call.ts';

/** Everybody in a call, the caller first, each user once. */
export function participantsOf(call: Call): string[] {
  return [...new Set([call.from, ...call.participants.map(({ userId }) => userId)])];
}

/**
 * When the phones that this change has made ring will have rung long enough, in epoch milliseconds.
 * @returns undefined when it has made none ring: the timers of the others are set already.
 */
export function callTimesOutAtMs(before: Call | undefined, after: Call): number | undefined {
  const known = new Set(before?.participants.map(({ userId }) => userId));
  // Who is invited with one change rings until one moment, and nobody is invited twice.
  return after.participants.find(({ userId, state }) => state === 'ringing' && !known.has(userId))?.expiresAtMs;
}
