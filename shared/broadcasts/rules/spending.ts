/** What a month has cost so far, by the counters that are kept anyway, and the budget that stops broadcasts. */
import {
  type CostUnits,
  costLines,
  costOf,
  receiptUnits,
  recipientUnits,
  requestUnits,
  sumUnits,
  targetUnits,
  timesUnits,
} from '../../push/rules/cost.ts';
import type { DayStatistics } from '../../push/rules/dayStatistics.ts';
import { type CounterName, dayOf } from '../../push/rules/statistics.ts';
import { type BroadcastUse, useUnits } from './cost.ts';

const dayMs = 24 * 3_600_000;
/** A device with its settings, and a push, as most are. */
const usual = { storedBytes: 2000, pushedBytes: 400 };

export interface Spending {
  /** `YYYY-MM`, UTC. */
  month: string;
  usd: number;
  /** US dollars for each kind of use. */
  lines: CostUnits;
  /** US dollars of the whole month, if it goes on as until now. */
  forecastUsd: number;
}

export function monthOf(nowMs: number): string {
  return dayOf(nowMs).slice(0, 'YYYY-MM'.length);
}

/** @returns the days of the month up to today, `YYYY-MM-DD`, UTC. */
export function daysOfMonth(nowMs: number): string[] {
  const today = new Date(nowMs).getUTCDate();
  return Array.from({ length: today }, (_, index) => `${monthOf(nowMs)}-${String(index + 1).padStart(2, '0')}`);
}

/**
 * Messages are counted as if each push had a request of its own, and a badge that the server counts: at most that. Calls
 * and registrations have no counters.
 */
export function messageUnits(days: readonly DayStatistics[]): CostUnits {
  const sum = (...names: CounterName[]) =>
    days.reduce((all, { counters }) => all + names.reduce((some, name) => some + (counters[name] ?? 0), 0), 0);
  const each = sumUnits([
    requestUnits(),
    recipientUnits(usual.storedBytes),
    targetUnits({ pushedBytes: usual.pushedBytes, countsBadge: true }),
  ]);
  return sumUnits([
    timesUnits(sum('accepted', 'rejected', 'failed'), each),
    timesUnits(sum('skipped'), recipientUnits(usual.storedBytes)),
    timesUnits(sum('delivered', 'shown', 'tapped'), receiptUnits()),
  ]);
}

/** @param messages what messages have used this month. @param broadcasts what broadcasts have. */
export function spendingOf(messages: CostUnits, broadcasts: BroadcastUse, nowMs: number): Spending {
  const units = sumUnits([messages, useUnits(broadcasts)]);
  const usd = costOf(units).dollars;
  return { month: monthOf(nowMs), usd, lines: costLines(units), forecastUsd: usd * (daysIn(nowMs) / daysPast(nowMs)) };
}

/** A first hour says little: it counts as a day. */
function daysPast(nowMs: number): number {
  return Math.max((nowMs - Date.parse(`${monthOf(nowMs)}-01`)) / dayMs, 1);
}

function daysIn(nowMs: number): number {
  const now = new Date(nowMs);
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 0)).getUTCDate();
}
