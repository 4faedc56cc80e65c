/** What a change of a call means to its followers. */
import type { Call } from './call.ts';

/** Everyone in a call, the caller first, each user once. */
export function participantsOf(call: Call): string[] {
  return [...new Set([call.from, ...call.participants.map(({ userId }) => userId)])];
}

/**
 * When the ringing that this change started will be over, in epoch milliseconds.
 * @returns undefined if it started none: the other timers are already set.
 */
export function callTimesOutAtMs(before: Call | undefined, after: Call): number | undefined {
  const known = new Set(before?.participants.map(({ userId }) => userId));
  // Users invited with one change ring until the same time, and nobody is invited twice.
  return after.participants.find(({ userId, state }) => state === 'ringing' && !known.has(userId))?.expiresAtMs;
}
