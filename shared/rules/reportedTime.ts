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
