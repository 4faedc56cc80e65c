import { describe, expect, it } from 'vitest';
import { isQuietAt } from '../../../../shared/people/rules/doNotDisturb.ts';
import type { QuietWindow } from '../../../../shared/people/rules/recipient.ts';

const minuteMs = 60_000;
const yearStartMs = Date.parse('2026-01-01T00:00:00Z');
const yearMinutes = 365 * 24 * 60;

/** By its own rule: the clock of the zone is UTC's, moved by the offset that the zone's full date and time give. */
function offsetMinutesByHour(timeZone: string): number[] {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return Array.from({ length: yearMinutes / 15 }, (_, quarter) => {
    const zone = format
      .formatToParts(yearStartMs + quarter * 15 * minuteMs)
      .find(({ type }) => type === 'timeZoneName');
    const [, sign, hours = '0', minutes = '0'] = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(zone?.value ?? '') ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  });
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Every minute of a day, by going through the window from its start until its end comes. */
function quietMinutes({ start, end }: QuietWindow): Set<number> {
  const minutes = new Set<number>();
  let minute = minutesOf(start);
  do {
    minutes.add(minute);
    minute = (minute + 1) % 1440;
  } while (minute !== minutesOf(end) % 1440);
  return minutes;
}

describe('quiet windows', () => {
  // A night; a lunch; over both jumps of the clock in Europe and America; one that is all day.
  it.each<[string, QuietWindow[]]>([
    ['Asia/Shanghai', [{ start: '22:30', end: '07:15' }]],
    [
      'Europe/London',
      [
        { start: '12:00', end: '13:00' },
        { start: '00:59', end: '02:01' },
      ],
    ],
    [
      'America/New_York',
      [
        { start: '23:00', end: '02:30' },
        { start: '02:45', end: '03:10' },
      ],
    ],
    // Half an hour of daylight saving, and an offset of half hours.
    ['Australia/Lord_Howe', [{ start: '01:45', end: '02:15' }]],
    ['Asia/Kathmandu', [{ start: '23:59', end: '00:00' }]],
    ['Africa/Casablanca', [{ start: '08:00', end: '08:00' }]],
    // Until the day ends.
    ['Asia/Tokyo', [{ start: '22:00', end: '24:00' }]],
    ['America/Santiago', [{ start: '00:00', end: '24:00' }]],
  ])('in %s agree with every minute of a year', (timeZone, windows) => {
    // Prepare
    const offsets = offsetMinutesByHour(timeZone);
    const quiet = windows.map(quietMinutes);
    const isQuiet = (minute: number) => {
      const local = (minute + (offsets[Math.floor(minute / 15)] ?? 0) + 1440) % 1440;
      return quiet.some((minutes) => minutes.has(local));
    };

    // Act
    const wrong: string[] = [];
    for (let minute = 0; minute < yearMinutes; minute += 1) {
      const atMs = yearStartMs + minute * minuteMs;
      if (isQuietAt(windows, timeZone, atMs) !== isQuiet(minute)) wrong.push(new Date(atMs).toISOString());
    }

    // Assess
    expect(wrong).toEqual([]);
    expect(offsets.length * 15).toBe(yearMinutes);
  });

  it.each<[string, QuietWindow[], string, boolean]>([
    ['no window is never quiet', [], '12:00:00', false],
    ['a window begins with its first minute', [{ start: '12:00', end: '13:00' }], '12:00:00', true],
    ['and not a second before', [{ start: '12:00', end: '13:00' }], '11:59:59', false],
    ['it is quiet to the last second', [{ start: '12:00', end: '13:00' }], '12:59:59', true],
    ['and loud at its end', [{ start: '12:00', end: '13:00' }], '13:00:00', false],
    ['a night is quiet before midnight', [{ start: '22:00', end: '07:00' }], '23:00:00', true],
    ['and after', [{ start: '22:00', end: '07:00' }], '06:59:00', true],
    ['and not by day', [{ start: '22:00', end: '07:00' }], '07:00:00', false],
    ['a window that ends where it starts is the whole day', [{ start: '09:00', end: '09:00' }], '08:59:00', true],
    [
      'any of several will do',
      [
        { start: '01:00', end: '02:00' },
        { start: '12:00', end: '12:01' },
      ],
      '12:00:30',
      true,
    ],
  ])('%s', (_behaviour, windows, time, expected) => {
    // Prepare
    const nowMs = Date.parse(`2026-11-22T${time}Z`);

    // Act
    const quiet = isQuietAt(windows, 'UTC', nowMs);

    // Assess
    expect(quiet).toBe(expected);
  });

  it.each([
    ['before the clock jumps', '2026-03-29T00:59:00Z', true],
    ['after it has jumped over the rest of the window', '2026-03-29T01:00:00Z', false],
    ['in the hour that comes twice, for the first time', '2026-10-25T00:30:00Z', true],
    ['and for the second time', '2026-10-25T01:30:00Z', true],
  ])('follow the wall clock in London: %s', (_when, at, expected) => {
    // Prepare
    const windows = [{ start: '00:30', end: '02:00' }];

    // Act
    const quiet = isQuietAt(windows, 'Europe/London', Date.parse(at));

    // Assess
    expect(quiet).toBe(expected);
  });
});
