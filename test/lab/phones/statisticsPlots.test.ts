/** What the console's plots make of `GET /v1/server/stats`. */
import { describe, expect, it } from 'vitest';
import type { AllStatistics, DayRow, PhoneRow } from '../../../lab/phones/page/console/consoleApi.ts';
import {
  appsOf,
  costByDay,
  daysTo,
  lastDayOf,
  lossesBy,
  messageTimesByDay,
  ofApp,
  pushesByDay,
  refusalsByReason,
  ringTimesByVersion,
  totalsOf,
} from '../../../lab/phones/page/console/statisticsPlots.ts';
import { hashOf, placeOf, type Tab, tabAfter, tabs } from '../../../lab/phones/page/console/tabs.ts';
import { isEmpty } from '../../../lab/phones/page/plots/plotData.ts';
import { noUse } from '../../../shared/broadcasts/rules/cost.ts';
import { messageUnits, spendingOf } from '../../../shared/broadcasts/rules/spending.ts';

const counted = { sent: 0, accepted: 0, skipped: 0, rejected: 0, failed: 0, delivered: 0, shown: 0, tapped: 0 };
const aDay = (row: Partial<DayRow> = {}): DayRow => ({
  day: '2026-11-30',
  appId: 'com.example.chat',
  ...counted,
  rings: 0,
  ringsUnreported: 0,
  ...row,
});

function aPhoneRow({ messages = {}, rings = {}, ...row }: Partial<Record<keyof PhoneRow, object | string>>): PhoneRow {
  return {
    appId: 'com.example.chat',
    value: '1.0.0',
    messages: { accepted: 0, reported: 0, shown: 0, tapped: 0, refused: [], ...(messages as object) },
    rings: { accepted: 0, reported: 0, timed: 0, callees: 0, unreported: 0, ...(rings as object) },
    ...row,
  } as PhoneRow;
}

const month = { month: '2026-11', costUsd: 0, costByUse: {}, forecastUsd: 0 };
const statistics = (given: Partial<AllStatistics['phones']> = {}, days: DayRow[] = []): AllStatistics => ({
  apple: [],
  days,
  month,
  phones: { appVersion: [], osVersion: [], environment: [], day: [], ...given },
});
const threeDays = ['2026-11-29', '2026-11-30', '2026-12-01'];

describe('the days of a plot', () => {
  it('are as many as were asked for, up to today, across a month', () => {
    // Act
    const days = daysTo('2026-12-02', 7);

    // Assess
    expect([days.length, days[0], days[1], days.at(-1)]).toEqual([7, '2026-11-26', '2026-11-27', '2026-12-02']);
  });

  it('end with a day that the stage has counted, if its clock is ahead', () => {
    // Act
    const last = lastDayOf({ days: [aDay({ day: '2026-12-05' })] }, Date.parse('2026-12-01T10:00:00Z'));

    // Assess
    expect(last).toBe('2026-12-05');
  });
});

describe('pushes by day', () => {
  it('add up the rows of a day, with 0 where nothing was counted', () => {
    // Prepare
    const days = [aDay({ accepted: 5, rejected: 1 }), aDay({ appId: 'none', skipped: 2 })];

    // Act
    const { rows } = pushesByDay({ days }, threeDays);

    // Assess
    expect(rows.map(({ short, values }) => [short, values])).toEqual([
      ['29 Nov', [0, 0, 0, 0]],
      ['30 Nov', [5, 2, 1, 0]],
      ['1 Dec', [0, 0, 0, 0]],
    ]);
  });

  it('are of one app; recipients of no app stay with an only app', () => {
    // Prepare
    const none = aDay({ appId: 'none', skipped: 2 });
    const only = statistics({}, [aDay({ accepted: 1 }), none]);
    const several = statistics({}, [aDay({ accepted: 1 }), aDay({ appId: 'com.example.b', accepted: 9 }), none]);

    // Act
    const [firstOfSeveral] = appsOf(several);
    const [of, ofSeveral] = [ofApp(only, 'com.example.chat'), ofApp(several, firstOfSeveral)];

    // Assess
    expect(firstOfSeveral).toBe('com.example.b');
    expect(of.days).toHaveLength(2);
    expect(ofSeveral.days.map(({ appId }) => appId)).toEqual(['com.example.b']);
  });

  it('are summed up with their rings', () => {
    // Act
    const totals = totalsOf({
      days: [aDay({ sent: 8, accepted: 7, rings: 3, ringsUnreported: 1 }), aDay({ sent: 2 })],
    });

    // Assess
    expect(totals).toEqual({ accepted: 7, sent: 10, callees: 3, unreported: 1 });
  });
});

describe('times', () => {
  it('of a day without a report are not known, rather than 0', () => {
    // Prepare
    const day = [aPhoneRow({ value: '2026-11-30', messages: { p50Ms: 420, p99Ms: 2100 } })];

    // Act
    const { rows } = messageTimesByDay(statistics({ day }), threeDays);

    // Assess
    expect(rows.map(({ values }) => values)).toEqual([
      [undefined, undefined],
      [420, 2100],
      [undefined, undefined],
    ]);
  });

  it('of rings leave out versions without any, and say what they are of', () => {
    // Prepare
    const worseThan = { what: 'ringTimes', version: '1.0.0', p50Ms: 600, p99Ms: 2000 };
    const appVersion = [
      aPhoneRow({ rings: { p50Ms: 600, p99Ms: 2000, timed: 9 } }),
      aPhoneRow({ value: '1.1.0', rings: { p50Ms: 900, p99Ms: 3000, timed: 9 }, worseThan }),
      aPhoneRow({ value: '1.2.0', rings: { p50Ms: 900, p99Ms: 3000, timed: 0 } }),
      aPhoneRow({ value: '1.3.0', rings: { accepted: 5 } }),
    ];

    // Act
    const { rows } = ringTimesByVersion(statistics({ appVersion }));

    // Assess
    expect(rows.map(({ label, note }) => [label, note])).toEqual([
      ['1.0.0', ''],
      ['1.1.0', 'rings later than 1.0.0'],
      ['1.2.0', 'until the report arrived'],
    ]);
  });
});

describe('losses', () => {
  it('are not known where no phone reports, and 0 is a share', () => {
    // Prepare
    const worseThan = { what: 'messages', version: '26.0', lostPercent: 0 };
    const osVersion = [
      aPhoneRow({ value: '26.0', messages: { accepted: 10, lostPercent: 0 } }),
      aPhoneRow({ value: '26.1', messages: { accepted: 10, lostPercent: 5 }, worseThan }),
      aPhoneRow({ value: '26.2' }),
    ];

    // Act
    const data = lossesBy('osVersion', statistics({ osVersion }));

    // Assess
    expect(data.rows).toEqual([
      { label: '26.0', values: [0, undefined], note: undefined },
      { label: '26.1', values: [5, undefined], note: 'loses more messages than 26.0' },
    ]);
    expect(isEmpty(data, { isCount: false })).toBe(false);
  });

  it('by reason add up over environments', () => {
    // Prepare
    const refused = (...entries: [string, number][]) => entries.map(([reason, count]) => ({ reason, count }));
    const environment = [
      aPhoneRow({ messages: { refused: refused(['Unregistered', 2], ['BadDeviceToken', 3]) } }),
      aPhoneRow({ messages: { refused: refused(['Unregistered', 4]) } }),
    ];

    // Act
    const { rows } = refusalsByReason(statistics({ environment }));

    // Assess
    expect(rows).toEqual([
      { label: 'Unregistered', values: [6] },
      { label: 'BadDeviceToken', values: [3] },
    ]);
  });
});

describe('the cost of a day', () => {
  it('is what the budget counts for it, and all days add up to its month', () => {
    // Prepare
    const counters = {
      accepted: 9100,
      rejected: 40,
      failed: 3,
      skipped: 800,
      delivered: 8700,
      shown: 5000,
      tapped: 900,
    };
    const days = [aDay({ ...counters }), aDay({ day: '2026-11-29', accepted: 500 })];
    const month = spendingOf(
      messageUnits(days.map((row) => ({ day: row.day, appId: row.appId, counters: row }))),
      noUse,
      Date.parse('2026-11-30T12:00:00Z'),
    );

    // Act
    const { rows } = costByDay({ days }, threeDays);

    // Assess
    const [first = 0, second = 0, third] = rows.map(({ values: [usd] }) => usd);
    expect(first + second).toBeCloseTo(month.usd, 9);
    expect(second).toBeGreaterThan(first);
    expect(third).toBe(0);
  });

  it('of days without any counter is an empty plot', () => {
    // Act
    const data = costByDay({ days: [] }, threeDays);

    // Assess
    expect(isEmpty(data, { isCount: true })).toBe(true);
  });
});

describe('the place in the page', () => {
  it.each(tabs)('keeps the view: %s', (tab) => {
    // Act
    const place = placeOf(hashOf({ tab, id: '' }));

    // Assess
    expect(place).toEqual({ tab, id: '' });
  });

  it('keeps what was found, whatever its ID is', () => {
    // Act
    const places = ['a/b#c', 'ü 100%'].map((id) => placeOf(hashOf({ tab: 'Find', id })));

    // Assess
    expect(places.map(({ id }) => id)).toEqual(['a/b#c', 'ü 100%']);
  });

  it.each(['', '#', '#phones', '#find/%'])('is Find for %s', (hash) => {
    // Act
    const { tab } = placeOf(hash);

    // Assess
    expect(tab).toBe('Find');
  });

  it.each<[Tab, string, Tab | undefined]>([
    ['Find', 'ArrowRight', 'Statistics'],
    ['Doctor', 'ArrowRight', 'Find'],
    ['Find', 'ArrowLeft', 'Doctor'],
    ['Broadcasts', 'Home', 'Find'],
    ['Broadcasts', 'End', 'Doctor'],
    ['Find', 'a', undefined],
  ])('follows keys: from %s by %s', (tab, key, wanted) => {
    // Act
    const next = tabAfter(tab, key);

    // Assess
    expect(next).toBe(wanted);
  });
});
