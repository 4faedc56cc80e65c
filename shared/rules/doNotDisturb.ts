import type { QuietWindow } from './recipient.ts';

/** Making a formatter costs many times what using it does; users live in few time zones. */
const clocks = new Map<string, Intl.DateTimeFormat>();
const mostClocks = 500;

/**
 * Is it a quiet time where the user is? Windows are read off the wall clock there: when it jumps over an hour, what a
 * window had of that hour does not happen, and when an hour comes twice, it is quiet twice.
 * @param timeZone an IANA name.
 */
export function isQuietAt(windows: readonly QuietWindow[], timeZone: string, nowMs: number): boolean {
  if (windows.length === 0) return false;
  const time = wallClock(timeZone, nowMs);
  // Times of day in `HH:MM` sort as texts.
  return windows.some(({ start, end }) => (start < end ? start <= time && time < end : time >= start || time < end));
}

/** `HH:MM` there. */
function wallClock(timeZone: string, nowMs: number): string {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    if (clocks.size === mostClocks) clocks.clear();
    clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    clocks.set(timeZone, clock);
  }
  return clock.format(nowMs);
}
