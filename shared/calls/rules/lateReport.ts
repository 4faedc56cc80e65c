import type { HeardReport } from './record.ts';

/**
 * Whether a report comes after the ringing, about a call that CallKit took while it rang. It waited on the phone, and the
 * timer at the end of the ringing does not wait for it: it is counted when it comes.
 *
 * @param dueAtMs epoch milliseconds: end of the ringing.
 */
export function isLate({ arrivedAtMs, happenedAtMs }: HeardReport, dueAtMs: number): boolean {
  return happenedAtMs !== undefined && happenedAtMs <= dueAtMs && arrivedAtMs > dueAtMs;
}
