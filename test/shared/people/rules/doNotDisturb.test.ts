import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isQuietAt } from '../../../../shared/people/rules/doNotDisturb.ts';
import { type QuietWindow, weekdays } from '../../../../shared/people/rules/recipient.ts';

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
      if (isQuietAt({ windows }, timeZone, atMs) !== isQuiet(minute)) wrong.push(new Date(atMs).toISOString());
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
    const quiet = isQuietAt({ windows }, 'UTC', nowMs);

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
    const quiet = isQuietAt({ windows }, 'Europe/London', Date.parse(at));

    // Assess
    expect(quiet).toBe(expected);
  });
});

describe('windows on some days of the week', () => {
  const hourMs = 60 * minuteMs;
  const dayMs = 24 * hourMs;
  const night = { start: '22:00', end: '07:00' };

  // 27 November 2026 is a Friday.
  it.each<[string, QuietWindow, string, boolean]>([
    ['start on such a day', { ...night, days: ['fri'] }, '2026-11-27T22:00:00Z', true],
    ['go on after midnight', { ...night, days: ['fri'] }, '2026-11-28T06:59:00Z', true],
    ['do not start on the day after', { ...night, days: ['fri'] }, '2026-11-28T22:00:00Z', false],
    ['do not start before midnight of that day', { ...night, days: ['fri'] }, '2026-11-27T06:59:00Z', false],
    ['go on into Monday from Sunday', { ...night, days: ['sun'] }, '2026-11-30T03:00:00Z', true],
    ['may be all of a day', { start: '00:00', end: '24:00', days: ['sat'] }, '2026-11-28T23:59:00Z', true],
    ['end with that day', { start: '00:00', end: '24:00', days: ['sat'] }, '2026-11-29T00:00:00Z', false],
  ])('%s', (_what, window, at, expected) => {
    // Act
    const quiet = isQuietAt({ windows: [window] }, 'UTC', Date.parse(at));

    // Assess
    expect(quiet).toBe(expected);
  });

  const anyTime = fc.integer({ min: 0, max: 1439 }).map((minute) => {
    const digits = (number: number) => String(number).padStart(2, '0');
    return `${digits(Math.floor(minute / 60))}:${digits(minute % 60)}`;
  });
  const anyWindow = fc.record({
    days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
    start: anyTime,
    end: fc.oneof(anyTime, fc.constant('24:00')),
  });
  const anyZone = fc.constantFrom(
    'UTC',
    'Asia/Shanghai',
    'America/New_York',
    'America/Havana',
    'America/Santiago',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
    '+05:45',
  );

  /** Hour by hour back to the window's start: the weekday on which it started is the one that counts. */
  function startedOn({ start, end }: QuietWindow, timeZone: string, nowMs: number): string | undefined {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    const parts = Object.fromEntries(format.formatToParts(nowMs).map(({ type, value }) => [type, value]));
    const today = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(parts['weekday'] ?? '');
    const minute = Number(parts['hour']) * 60 + Number(parts['minute']);
    const [from, to] = [minutesOf(start), minutesOf(end)];
    const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
    if (minute >= from && (minute < to || to <= from)) return names[today];
    if (to <= from && minute < to) return names[(today + 6) % 7];
    return undefined;
  }

  it('count by the day on which they start, in every zone and at every time of a year', () => {
    fc.assert(
      fc.property(anyWindow, anyZone, fc.integer({ min: 0, max: yearMinutes - 1 }), (window, timeZone, minute) => {
        // Prepare
        const nowMs = yearStartMs + minute * minuteMs;
        const day = startedOn(window, timeZone, nowMs);

        // Act
        const quiet = isQuietAt({ windows: [window] }, timeZone, nowMs);

        // Assess
        expect(quiet).toBe(day !== undefined && window.days.some((name) => name === day));
      }),
      { numRuns: 2000 },
    );
  });

  it('are together what a window without days is', () => {
    fc.assert(
      fc.property(anyWindow, anyZone, fc.integer({ min: 0, max: yearMinutes - 1 }), (window, timeZone, minute) => {
        // Prepare
        const { days: _days, ...daily } = window;
        const nowMs = yearStartMs + minute * minuteMs;

        // Act
        const byDay = weekdays.filter((day) => isQuietAt({ windows: [{ ...daily, days: [day] }] }, timeZone, nowMs));

        // Assess: never on two days at once.
        expect(byDay.length).toBe(isQuietAt({ windows: [daily] }, timeZone, nowMs) ? 1 : 0);
      }),
    );
  });

  it('start on the local day where the clock jumps at midnight', () => {
    // Prepare: in Havana, 1 November 2026 has the hour after midnight twice.
    const window: QuietWindow = { days: ['sun'], start: '00:00', end: '01:00' };
    const midnightMs = Date.parse('2026-11-01T04:00:00Z');

    // Act
    const quiet = [-minuteMs, 0, hourMs, 2 * hourMs, dayMs + hourMs].map((later) =>
      isQuietAt({ windows: [window] }, 'America/Havana', midnightMs + later),
    );

    // Assess
    expect(quiet).toEqual([false, true, true, false, false]);
  });
});

describe('a snooze', () => {
  it.each([
    ['is quiet until it ends', 1, true],
    ['means nothing from its end on', 0, false],
    ['means nothing if it ended long ago', -86_400_000, false],
  ])('%s', (_what, inMs, expected) => {
    // Prepare
    const nowMs = Date.parse('2026-11-27T12:00:00Z');
    const until = new Date(nowMs + inMs).toISOString();

    // Act
    const quiet = isQuietAt({ windows: [], until }, 'Asia/Shanghai', nowMs);

    // Assess
    expect(quiet).toBe(expected);
  });

  it('leaves the windows as they are', () => {
    // Prepare
    const windows = [{ start: '12:00', end: '13:00' }];
    const nowMs = Date.parse('2026-11-27T12:30:00Z');

    // Act
    const quiet = isQuietAt({ windows, until: '2026-11-01T00:00:00.000Z' }, 'UTC', nowMs);

    // Assess
    expect(quiet).toBe(true);
  });
});
