import { type DoNotDisturb, type QuietWindow, type Weekday, weekdays } from './recipient.ts';

/** Creating a formatter costs many times its use; users live in few time zones. */
const clocks = new Map<string, Intl.DateTimeFormat>();
const maxClocks = 500;

/**
 * Whether it is a quiet time for the user: in a window, or before the end of a snooze. Windows are local times: when the
 * clock skips an hour, the part of a window in it does not happen, and when an hour repeats, it is quiet twice.
 * @param timeZone an IANA name or an offset. One that this runtime does not know counts as UTC: the table may contain
 *   any.
 * @param nowMs epoch milliseconds.
 */
export function isQuietAt({ windows, until }: DoNotDisturb, timeZone: string, nowMs: number): boolean {
  if (until !== undefined && nowMs < Date.parse(until)) return true;
  if (windows.length === 0) return false;
  const now = wallClock(timeZone, nowMs);
  return windows.some((window) => isWithin(window, now));
}

interface LocalTime {
  day: Weekday;
  /** `HH:MM`. Such times of day sort as texts. */
  time: string;
}

function isWithin({ days = weekdays, start, end }: QuietWindow, { day, time }: LocalTime): boolean {
  if (start < end) return days.includes(day) && start <= time && time < end;
  return (days.includes(day) && start <= time) || (days.includes(dayBefore(day)) && time < end);
}

function dayBefore(day: Weekday): Weekday {
  return weekdays.at(weekdays.indexOf(day) - 1) ?? day;
}

function wallClock(timeZone: string, nowMs: number): LocalTime {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    if (clocks.size === maxClocks) clocks.clear();
    clock = clockOf(timeZone);
    clocks.set(timeZone, clock);
  }
  // "Mon 22:30", in some versions of the language data with a comma.
  const text = clock.format(nowMs);
  const day = weekdays.find((name) => text.toLowerCase().startsWith(name)) ?? 'mon';
  return { day, time: text.slice(-'22:30'.length) };
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const options = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
  } catch {
    return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options });
  }
}
