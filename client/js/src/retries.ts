import type { Answer } from './types.ts';

/** A pause that is longer is for the app to make, which can show it. */
const longestPauseSeconds = 10;
const firstPauseMs = 300;

/**
 * Whether another try may help. Each request may go out twice: what reads or replaces does no harm, a send and a call have
 * their key, an action on a call does nothing when it comes again, and receipts count once for each device.
 */
export function mayRetry({ status, ok, ...rest }: Answer<unknown>): boolean {
  if (ok) return false;
  const code = 'problem' in rest ? rest.problem.code : '';
  return status === 0 || status === 429 || status >= 500 || code === 'idempotency_in_progress';
}

/** @returns how long to wait before the next try, or undefined when that is too long. */
export function pauseMs(
  triesSoFar: number,
  retryAfterSeconds: number | undefined,
  random = Math.random,
): number | undefined {
  if (retryAfterSeconds === undefined) return firstPauseMs * 2 ** (triesSoFar - 1) * (0.5 + random());
  return retryAfterSeconds > longestPauseSeconds ? undefined : retryAfterSeconds * 1000;
}
