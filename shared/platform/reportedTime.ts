/** So far a phone's clock may be ahead of ours. */
const aheadMs = 60_000;

/**
 * When something happened, as a phone says it, within what can be true: not before the message or call that it is about,
 * and not later than now, but for a clock that is a little ahead.
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

/** A time as 0.3.0 has stored it, which was of any length. @returns ISO 8601, UTC; the epoch for what is not a time. */
export function timeOfAnyLength(stored: string): string {
  const ms = Date.parse(stored);
  return new Date(Number.isNaN(ms) ? 0 : ms).toISOString();
}
