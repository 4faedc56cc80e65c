/** When a delivery to a webhook is attempted again. */

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** Waiting time before each attempt after the first: ten attempts within about twelve hours. */
export const attemptDelaysMs: readonly number[] = [
  5 * secondMs,
  30 * secondMs,
  2 * minuteMs,
  10 * minuteMs,
  30 * minuteMs,
  hourMs,
  2 * hourMs,
  4 * hourMs,
  4 * hourMs,
];

export const maxAttempts = attemptDelaysMs.length + 1;

/** A delay is longer by up to this share, so that deliveries that failed together do not return together. */
export const jitterShare = 0.2;

/** A receiver may ask for a longer pause, up to this long. */
const maxAskedMs = 4 * hourMs;

/**
 * How long to wait after a failed attempt, in milliseconds; undefined: it was the last one.
 * @param attempt number of the failed attempt, from 1.
 * @param random 0 ≤ random < 1.
 * @param askedMs what the receiver's `retry-after` asks for.
 */
export function delayAfter(attempt: number, random: number, askedMs = 0): number | undefined {
  const delayMs = attemptDelaysMs[attempt - 1];
  if (delayMs === undefined) return undefined;
  return Math.max(Math.round(delayMs * (1 + jitterShare * random)), Math.min(askedMs, maxAskedMs));
}

/** @param value of the header `retry-after`: seconds or a date (RFC 9110, 10.2.3). @returns milliseconds. */
export function retryAfterMs(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * secondMs;
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? undefined : Math.max(atMs - nowMs, 0);
}
