import { isQuietAt } from './doNotDisturb.ts';
import type { DoNotDisturb } from './recipient.ts';

const quarterMs = 15 * 60_000;
/** Windows repeat each week, and a change of the clock moves them by an hour or two. */
const longestSearchMs = 8 * 24 * 3_600_000;

/**
 * First quarter of an hour at which it is not quiet for the user. Quarters are enough for people, and so users of one
 * time zone share a few times.
 * @param timeZone as for `isQuietAt`.
 * @param fromMs epoch milliseconds: not before this.
 * @param untilMs epoch milliseconds: before this.
 * @returns epoch milliseconds; undefined if there is none.
 */
export function quietEndMs(
  doNotDisturb: DoNotDisturb,
  timeZone: string,
  fromMs: number,
  untilMs: number,
): number | undefined {
  const snoozedUntilMs = Date.parse(doNotDisturb.until ?? '');
  const firstMs = Number.isNaN(snoozedUntilMs) ? fromMs : Math.max(fromMs, snoozedUntilMs);
  const lastMs = Math.min(untilMs, firstMs + longestSearchMs);
  for (let atMs = Math.ceil(firstMs / quarterMs) * quarterMs; atMs < lastMs; atMs += quarterMs) {
    if (!isQuietAt(doNotDisturb, timeZone, atMs)) return atMs;
  }
  return undefined;
}
