/** What the counters of phones say: losses and times by version of the app or of iOS, by environment, or by day. */
import { addCounters, type DayPhoneCounts, type PhoneCounters, percentilesOf } from './phoneStatistics.ts';
import { type LossComparison, worseLoss } from './worseLoss.ts';

export const phoneDimensions = ['appVersion', 'osVersion', 'environment', 'day'] as const;
export type PhoneDimension = (typeof phoneDimensions)[number];

/** Pushes that APNs accepted, and those of them that a phone reported. */
export interface Losses {
  accepted: number;
  reported: number;
  /** Share that no phone reported, in percent with two digits; absent if none was accepted, or no phone reports at all. */
  lostPercent?: number | undefined;
  /** From the request to the arrival of the report. */
  p50Ms?: number | undefined;
  p99Ms?: number | undefined;
}

export interface MessageLosses extends Losses {
  shown: number;
  tapped: number;
  /** Pushes that APNs did not accept, by its reason. */
  refused: { reason: string; count: number }[];
}

export interface PhoneReportRow {
  appId: string;
  /** A version, an environment or a day. */
  value: string;
  messages: MessageLosses;
  rings: Losses;
  /** The version before, if this one loses more than chance explains. */
  worseThan?: LossComparison | undefined;
}

/** Ordered by app and value; versions by their numbers. */
export function phoneReport(days: readonly DayPhoneCounts[], by: PhoneDimension): PhoneReportRow[] {
  const sums = new Map<string, { appId: string; value: string; counters: PhoneCounters }>();
  for (const { counters, ...facts } of days) {
    const { appId } = facts;
    const value = facts[by];
    const name = `${appId}#${value}`;
    sums.set(name, { appId, value, counters: addCounters(sums.get(name)?.counters ?? {}, counters) });
  }
  const rows = [...sums.values()]
    .map(({ counters, ...row }) => ({ ...row, messages: messagesOf(counters), rings: ringsOf(counters) }))
    .sort((one, other) => compareText(one.appId, other.appId) || compareVersions(one.value, other.value));
  return by === 'appVersion' ? rows.map((row, index) => withComparison(row, rows.slice(0, index))) : rows;
}

function messagesOf(counters: PhoneCounters): MessageLosses {
  const { accepted = 0, delivered = 0, shown = 0, tapped = 0 } = counters;
  const refused = Object.entries(counters)
    .filter(([name]) => name.startsWith('refused.'))
    .map(([name, count]) => ({ reason: name.slice('refused.'.length), count }))
    .sort((one, other) => other.count - one.count || compareText(one.reason, other.reason));
  return { ...lossesOf(accepted, delivered, percentilesOf(counters, 'deliveredIn')), shown, tapped, refused };
}

function ringsOf(counters: PhoneCounters): Losses {
  const { rung = 0, reported = 0 } = counters;
  return lossesOf(rung, reported, percentilesOf(counters, 'reportedIn'));
}

function lossesOf(accepted: number, reported: number, times: { p50Ms: number; p99Ms: number } | undefined): Losses {
  const isKnown = accepted > 0 && reported > 0;
  const lost = Math.max(accepted - reported, 0);
  return { accepted, reported, ...(isKnown && { lostPercent: percent(lost / accepted) }), ...times };
}

/** With the nearest version before it that has enough pushes. */
function withComparison(row: PhoneReportRow, earlier: readonly PhoneReportRow[]): PhoneReportRow {
  const before = earlier.filter(({ appId }) => appId === row.appId).toReversed();
  for (const what of ['rings', 'messages'] as const) {
    const worse = worseLoss(
      row[what],
      before.map(({ value, [what]: losses }) => ({ version: value, ...losses })),
    );
    if (worse !== undefined) return { ...row, worseThan: { what, ...worse } };
  }
  return row;
}

function percent(share: number): number {
  return Math.round(share * 10_000) / 100;
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** `4.10.0` comes after `4.9.2`. */
function compareVersions(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
