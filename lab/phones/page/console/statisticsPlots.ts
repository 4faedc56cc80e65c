/** From the answer of `GET /v1/server/stats` to what plots show. */
import { messageUnits } from '../../../../shared/broadcasts/rules/spending.ts';
import { costOf } from '../../../../shared/push/rules/cost.ts';
import { noApp } from '../../../../shared/push/rules/statistics.ts';
import type { PlotData, PlotRow } from '../plots/plotData.ts';
import type { AllStatistics, DayRow, Days, PhoneRow } from './consoleApi.ts';

const dayMs = 24 * 3_600_000;

/** Bundle IDs, the one with the most accepted pushes first. */
export function appsOf({ days }: Pick<AllStatistics, 'days'>): string[] {
  const accepted = new Map<string, number>();
  for (const { appId, accepted: count } of days) {
    if (appId !== noApp) accepted.set(appId, (accepted.get(appId) ?? 0) + count);
  }
  return [...accepted].toSorted(([, one], [, other]) => other - one).map(([appId]) => appId);
}

/** The rows of one app. Recipients who belong to no app stay where there is one app alone. */
export function ofApp(statistics: AllStatistics, appId: string | undefined): AllStatistics {
  const isOnly = appsOf(statistics).length <= 1;
  const isOf = (row: { appId: string }) => row.appId === appId;
  const { days, phones, apple, month } = statistics;
  return {
    month,
    apple: apple.filter(isOf),
    days: days.filter((row) => isOf(row) || (isOnly && row.appId === noApp)),
    phones: {
      appVersion: phones.appVersion.filter(isOf),
      osVersion: phones.osVersion.filter(isOf),
      environment: phones.environment.filter(isOf),
      day: phones.day.filter(isOf),
    },
  };
}

/**
 * The days that were asked for, oldest first, UTC.
 * @param lastDay the newest day that must be there: today, or what a stage with another clock has counted.
 */
export function daysTo(lastDay: string, count: Days): string[] {
  const lastMs = Date.parse(lastDay);
  return Array.from({ length: count }, (_, index) => dayText(lastMs - (count - 1 - index) * dayMs));
}

/** Today, unless the stage has counted a later day already. */
export function lastDayOf({ days }: Pick<AllStatistics, 'days'>, nowMs: number): string {
  return [dayText(nowMs), ...days.map(({ day }) => day)].toSorted().at(-1) ?? dayText(nowMs);
}

const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const shortDay = (day: string): string =>
  new Date(day).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

export const byDay = (days: readonly string[], valuesOf: (day: string) => PlotRow['values']): PlotRow[] =>
  days.map((day) => ({ label: day, short: shortDay(day), values: valuesOf(day) }));

const outcomes = ['accepted', 'skipped', 'rejected', 'failed'] as const;

/** Final outcomes of each day, stacked. */
export function pushesByDay({ days }: Pick<AllStatistics, 'days'>, shown: readonly string[]): PlotData {
  return {
    rowName: 'Day',
    series: [
      { name: 'accepted', colour: 'blue' },
      { name: 'skipped', colour: 'grey' },
      { name: 'rejected', colour: 'orange' },
      { name: 'failed', colour: 'red' },
    ],
    rows: byDay(shown, (day) => outcomes.map((name) => sum(rowsOn(days, day), name))),
  };
}

const percentiles = [
  { name: 'p50', colour: 'blue' },
  { name: 'p99', colour: 'orange' },
] as const;

/** From the request to the receipt. Days without a report have no time. */
export function messageTimesByDay({ phones }: Pick<AllStatistics, 'phones'>, shown: readonly string[]): PlotData {
  return {
    rowName: 'Day',
    series: percentiles,
    rows: byDay(shown, (day) => {
      const row = phones.day.find(({ value }) => value === day);
      return [row?.messages.p50Ms, row?.messages.p99Ms];
    }),
  };
}

/** From the caller's tap to CallKit's acceptance, of versions with a timed ring. */
export function ringTimesByVersion({ phones }: Pick<AllStatistics, 'phones'>): PlotData {
  return {
    rowName: 'App version',
    series: percentiles,
    rows: phones.appVersion
      .filter(({ rings }) => rings.p50Ms !== undefined)
      .map(({ value, rings, worseThan }) => ({
        label: value,
        values: [rings.p50Ms, rings.p99Ms],
        note: [
          worseThan?.what === 'ringTimes' && `rings later than ${worseThan.version}`,
          rings.timed === 0 && 'until the report arrived',
        ]
          .filter(Boolean)
          .join(', '),
      })),
  };
}

const lossNames = { appVersion: 'App version', osVersion: 'iOS version', environment: 'Environment' } as const;

/** Accepted by Apple and reported by no phone, in percent. Unknown where no phone reports at all. */
export function lossesBy(by: keyof typeof lossNames, { phones }: Pick<AllStatistics, 'phones'>): PlotData {
  return {
    rowName: lossNames[by],
    series: [
      { name: 'messages', colour: 'blue' },
      { name: 'rings', colour: 'green' },
    ],
    rows: phones[by]
      .filter(({ messages, rings }) => messages.accepted + rings.accepted > 0)
      .map((row) => ({
        label: row.value,
        values: [row.messages.lostPercent, row.rings.lostPercent],
        note: worseWords(row),
      })),
  };
}

function worseWords({ worseThan }: PhoneRow): string | undefined {
  if (worseThan === undefined || worseThan.what === 'ringTimes') return undefined;
  return `loses more ${worseThan.what} than ${worseThan.version}`;
}

/** Pushes that Apple did not accept, most frequent reason first. */
export function refusalsByReason({ phones }: Pick<AllStatistics, 'phones'>): PlotData {
  const counts = new Map<string, number>();
  for (const { messages } of phones.environment) {
    for (const { reason, count } of messages.refused) counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  return {
    rowName: 'Reason',
    series: [{ name: 'pushes', colour: 'orange' }],
    rows: [...counts]
      .toSorted(([, one], [, other]) => other - one)
      .map(([reason, count]) => ({ label: reason, values: [count] })),
  };
}

/** An estimate by the model and prices that the budget uses. A day without a counter costs nothing here. */
export function costByDay({ days }: Pick<AllStatistics, 'days'>, shown: readonly string[]): PlotData {
  return {
    rowName: 'Day',
    series: [{ name: 'US dollars, estimated', colour: 'purple' }],
    rows: byDay(shown, (day) => [
      costOf(messageUnits(rowsOn(days, day).map((row) => ({ day, appId: row.appId, counters: row })))).dollars,
    ]),
  };
}

export interface Totals {
  accepted: number;
  /** Accepted, rejected and failed. */
  sent: number;
  callees: number;
  unreported: number;
}

export function totalsOf({ days }: Pick<AllStatistics, 'days'>): Totals {
  return {
    accepted: sum(days, 'accepted'),
    sent: sum(days, 'sent'),
    callees: sum(days, 'rings'),
    unreported: sum(days, 'ringsUnreported'),
  };
}

const rowsOn = (rows: readonly DayRow[], day: string) => rows.filter((row) => row.day === day);

function sum(rows: readonly DayRow[], name: Exclude<keyof DayRow, 'day' | 'appId'>): number {
  return rows.reduce((all, row) => all + row[name], 0);
}
