/** Which days are asked for, and when a day's counts are final. Apple: "Exporting delivery metrics logs". */
import { dayOf } from '../../push/rules/statistics.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** How far back an export goes: Apple allows 30 days, and its day may have begun before ours. */
const exportedDays = 29;
/** How many finished days are compared with Ringpost's counters, the newest first. */
export const comparedDays = 7;

/** `YYYY-MM-DD`, UTC, both included. */
export interface ExportRange {
  startDay: string;
  endDay: string;
}

/** Up to yesterday, all of it each day: Apple adds what it learns later, and a missed run leaves no gap. */
export function exportRange(nowMs: number): ExportRange {
  return { startDay: dayOf(nowMs - exportedDays * dayMs), endDay: dayOf(nowMs - dayMs) };
}

/**
 * Apple adds events of a day after its end, and does not say how long. Here a day is final if its export was requested a
 * day after its end or later.
 */
export function isFinal(day: string, requestedAtMs: number): boolean {
  return requestedAtMs >= Date.parse(day) + 2 * dayMs;
}

/** The last final days at the time of an export, oldest first. */
export function daysToCompare(requestedAtMs: number): string[] {
  return Array.from({ length: comparedDays }, (_, index) => dayOf(requestedAtMs - (comparedDays + 1 - index) * dayMs));
}
