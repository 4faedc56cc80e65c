import type { QuietWindow } from './recipient.ts';

/** Creating a formatter costs many times its use; users live in few time zones. */
const clocks = new Map<string, Intl.DateTimeFormat>();
const maxClocks = 500;

/**
 * Whether it is a quiet time for the user. Windows are local times: when the clock skips an hour, the part of a window
 * in it does not happen, and when an hour repeats, it is quiet twice.
 * @param timeZone an IANA name or an offset. One that this runtime does not know counts as UTC: the table may contain
 *   any.
 */
export function isQuietAt(windows: readonly QuietWindow[], timeZone: string, nowMs: number): boolean {
  if (windows.length === 0) return false;
  const time = wallClock(timeZone, nowMs);
  // Times of day in `HH:MM` sort as texts.
  return windows.some(({ start, end }) => (start < end ? start <= time && time < end : time >= start || time < end));
}

/** Local time as `HH:MM`. */
function wallClock(timeZone: string, nowMs: number): string {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    if (clocks.size === maxClocks) clocks.clear();
    clock = clockOf(timeZone);
    clocks.set(timeZone, clock);
  }
  return clock.format(nowMs);
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
  } catch {
    return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options });
  }
}
