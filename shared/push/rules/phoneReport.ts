/** What the counters of phones say: losses and times by version of the app or of iOS, by environment, or by day. */
import { addCounters, type DayPhoneCounts, type PhoneCounters, timesOf } from './phoneStatistics.ts';
import { type Histogram, type Percentiles, percentilesOf } from './timeBuckets.ts';
import { type LossComparison, worseLoss } from './worseLoss.ts';
import { type TimeComparison, worseTimes } from './worseTimes.ts';

export const phoneDimensions = ['appVersion', 'osVersion', 'environment', 'day'] as const;
export type PhoneDimension = (typeof phoneDimensions)[number];

/** Pushes that APNs accepted, and those of them that a phone reported. */
export interface Losses {
  accepted: number;
  reported: number;
  /** Share that no phone reported, in percent with two digits; absent if none was accepted, or no phone reports at all. */
  lostPercent?: number | undefined;
  p50Ms?: number | undefined;
  p99Ms?: number | undefined;
}

export interface MessageLosses extends Losses {
  shown: number;
  tapped: number;
  /** Pushes that APNs did not accept, by its reason. */
  refused: { reason: string; count: number }[];
}

export interface RingLosses extends Losses {
  /** How many reports say when CallKit took the call. If there are any, the times are of these alone. */
  timed: number;
  /** Callees of whom APNs accepted a VoIP push, and those of them of whom no phone reported it. */
  callees: number;
  unreported: number;
  /** Share of the latter, in percent with two digits; absent without a callee. */
  unreportedPercent?: number | undefined;
}

/** The version before, if this one is worse than chance explains. */
export type VersionComparison = LossComparison | TimeComparison;

export interface PhoneReportRow {
  appId: string;
  /** A version, an environment or a day. */
  value: string;
  messages: MessageLosses;
  rings: RingLosses;
  worseThan?: VersionComparison | undefined;
}

/** A row, with the times that it is compared by. */
interface ComparedRow {
  row: PhoneReportRow;
  times: Histogram;
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
    .map(({ counters, ...group }) => ({
      row: { ...group, messages: messagesOf(counters), rings: ringsOf(counters) },
      times: timesOf(counters, 'callKitIn'),
    }))
    .sort(
      ({ row: one }, { row: other }) => compareText(one.appId, other.appId) || compareVersions(one.value, other.value),
    );
  return rows.map((each, index) => (by === 'appVersion' ? withComparison(each, rows.slice(0, index)) : each.row));
}

function messagesOf(counters: PhoneCounters): MessageLosses {
  const { accepted = 0, delivered = 0, shown = 0, tapped = 0 } = counters;
  const refused = Object.entries(counters)
    .filter(([name]) => name.startsWith('refused.'))
    .map(([name, count]) => ({ reason: name.slice('refused.'.length), count }))
    .sort((one, other) => other.count - one.count || compareText(one.reason, other.reason));
  return { ...lossesOf(accepted, delivered, percentilesOf(timesOf(counters, 'deliveredIn'))), shown, tapped, refused };
}

function ringsOf(counters: PhoneCounters): RingLosses {
  const { rung = 0, reported = 0, rings: callees = 0, ringsUnreported: unreported = 0 } = counters;
  const known = timesOf(counters, 'callKitIn');
  const times = percentilesOf(known) ?? percentilesOf(timesOf(counters, 'reportedIn'));
  const unreportedPercent = callees > 0 ? percent(unreported / callees) : undefined;
  return {
    ...lossesOf(rung, reported, times),
    timed: known.total,
    callees,
    unreported,
    ...(unreportedPercent !== undefined && { unreportedPercent }),
  };
}

function lossesOf(accepted: number, reported: number, times: Percentiles | undefined): Losses {
  const isKnown = accepted > 0 && reported > 0;
  const lost = Math.max(accepted - reported, 0);
  return { accepted, reported, ...(isKnown && { lostPercent: percent(lost / accepted) }), ...times };
}

/** With the nearest version before it that has enough pushes. */
function withComparison({ row, times }: ComparedRow, earlier: readonly ComparedRow[]): PhoneReportRow {
  const before = earlier.filter((each) => each.row.appId === row.appId).toReversed();
  const lossOf = (what: 'rings' | 'messages'): VersionComparison | undefined => {
    const versions = before.map((each) => ({ version: each.row.value, ...each.row[what] }));
    const worse = worseLoss(row[what], versions);
    return worse && { what, ...worse };
  };
  const slower = () =>
    worseTimes(
      times,
      before.map((each) => ({ version: each.row.value, times: each.times })),
    );
  const worseThan = lossOf('rings') ?? slower() ?? lossOf('messages');
  return worseThan === undefined ? row : { ...row, worseThan };
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
