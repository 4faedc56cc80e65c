/** When a push is sent again, and which pushes wait together. */

/**
 * Delays before the 2nd, 3rd, … attempt of a message's push, through the queue. The last delays follow Apple's "after
 * 15 minutes" for 5xx answers; a queue delays by 900 s at most.
 */
const messageDelaysSeconds: readonly number[] = [5, 30, 120, 900, 900];

/** @param attemptsMade at least 1. @returns undefined when it is given up. */
export function nextMessageAttemptSeconds(attemptsMade: number): number | undefined {
  return messageDelaysSeconds[attemptsMade - 1];
}

/** Far below the 1 MiB of a queue message, because SQS charges for each 64 KB and a batch of ten must fit too. */
const maxTaskBytes = 60_000;
/** Two steps of the worker: it has time for both even if every push times out. */
const maxTaskPushes = 50;

export interface RetryGroup<P> {
  delaySeconds: number;
  pushes: P[];
}

/**
 * Groups pushes with the same delay, in lists small enough for one message of the queue. Each push is in one list. A
 * push without a further attempt is in none: its caller has given it its final outcome.
 */
export function groupRetries<P extends { attemptsMade: number; payload: object }>(
  pushes: readonly P[],
): RetryGroup<P>[] {
  const open = new Map<number, RetryGroup<P> & { bytes: number }>();
  const groups: (RetryGroup<P> & { bytes: number })[] = [];
  for (const push of pushes) {
    const delaySeconds = nextMessageAttemptSeconds(push.attemptsMade);
    if (delaySeconds === undefined) continue;
    const bytes = Buffer.byteLength(JSON.stringify(push));
    let group = open.get(delaySeconds);
    if (group === undefined || group.bytes + bytes > maxTaskBytes || group.pushes.length === maxTaskPushes) {
      group = { delaySeconds, pushes: [], bytes: 0 };
      open.set(delaySeconds, group);
      groups.push(group);
    }
    group.pushes.push(push);
    group.bytes += bytes;
  }
  return groups.map(({ delaySeconds, pushes: together }) => ({ delaySeconds, pushes: together }));
}

/** How often a ring is sent again, and only while the call rings: later it would do harm. */
export const ringResends = 2;

/**
 * @param resend 1 for the first.
 * @param random 0 ≤ random < 1: spreads the resends of many calls that failed at the same moment.
 */
export function ringResendDelayMs(resend: number, random: number): number {
  return Math.round((100 + random * 400) * resend);
}
