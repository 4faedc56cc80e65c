/** When a push is sent again. */

/**
 * Delays before the 2nd, 3rd, … attempt of a message's push, through the queue. The last ones follow Apple's "after
 * 15 minutes" for 5xx answers; a queue delays by 900 s at most.
 */
const messageDelaysSeconds: readonly number[] = [5, 30, 120, 900, 900];

/** @param attemptsMade at least 1. @returns undefined when it is given up. */
export function nextMessageAttemptSeconds(attemptsMade: number): number | undefined {
  return messageDelaysSeconds[attemptsMade - 1];
}

/** A ring is sent again at most this often, and only while the call rings: later it would be worse than nothing. */
export const ringResends = 2;

/**
 * @param resend 1 for the first.
 * @param random 0 ≤ random < 1: spreads the resends of many calls that failed at the same moment.
 */
export function ringResendDelayMs(resend: number, random: number): number {
  return Math.round((100 + random * 400) * resend);
}
