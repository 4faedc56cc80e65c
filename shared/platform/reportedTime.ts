import { isoTime } from './isoTime.ts';

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

/** What a phone reports about the time of an event. */
export interface SaidTime {
  /** ISO 8601, by its clock. */
  at: string;
  /** How long before its request it happened, by a clock that nobody sets. */
  ageMs?: number | undefined;
}

/** When something happened, as far as the server can know it. */
export interface ReportedTime {
  /** ISO 8601, UTC: by the age, or else by the clock of the phone. */
  at: string;
  /** Epoch milliseconds, whatever the clock of the phone shows; undefined without an age, or with one that cannot be. */
  happenedAtMs: number | undefined;
}

/**
 * The way of the request is in a time by its age.
 *
 * @param times epoch milliseconds. `sinceMs`: the beginning of the message or ring that it is about. `arrivedAtMs`: when the
 *   server got the request.
 */
export function timeOf(
  { at, ageMs }: SaidTime,
  { sinceMs, arrivedAtMs, nowMs }: { sinceMs: number; arrivedAtMs: number; nowMs: number },
): ReportedTime {
  const happenedAtMs = ageMs === undefined || arrivedAtMs - ageMs < sinceMs ? undefined : arrivedAtMs - ageMs;
  return { at: happenedAtMs === undefined ? reportedTime(at, sinceMs, nowMs) : isoTime(happenedAtMs), happenedAtMs };
}

/** A time as stored by 0.3.0, with any precision. @returns ISO 8601, UTC; the epoch for text that is not a time. */
export function timeOfAnyLength(stored: string): string {
  const ms = Date.parse(stored);
  return new Date(Number.isNaN(ms) ? 0 : ms).toISOString();
}
