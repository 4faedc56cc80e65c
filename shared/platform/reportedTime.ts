/** How far a phone's clock may be ahead. */
const aheadMs = 60_000;

/**
 * When something happened, as a phone reports it, within plausible limits: not before the message or call that it is
 * about, and not after the present, except for a clock that is slightly ahead.
 *
 * @param said ISO 8601.
 * @param sinceMs epoch milliseconds: the beginning of the message or call.
 * @returns ISO 8601, UTC, with milliseconds.
 */
export function reportedTime(said: string, sinceMs: number, nowMs: number): string {
  const saidMs = Date.parse(said);
  const latestMs = Math.max(nowMs + aheadMs, sinceMs);
  const ms = Number.isNaN(saidMs) ? nowMs : saidMs;
  return new Date(Math.min(Math.max(ms, sinceMs), latestMs)).toISOString();
}

/** A time as stored by 0.3.0, with any precision. @returns ISO 8601, UTC; the epoch for text that is not a time. */
export function timeOfAnyLength(stored: string): string {
  const ms = Date.parse(stored);
  return new Date(Number.isNaN(ms) ? 0 : ms).toISOString();
}
