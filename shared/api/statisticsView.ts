import type { Spending } from '../broadcasts/rules/spending.ts';
import type { Statistics } from '../push/ports.ts';
import { type CounterName, counterNames } from '../push/rules/statistics.ts';

type ViewedCounter = CounterName | 'rings' | 'ringsUnreported';

export type DayView = { day: string; appId: string; sent: number } & Record<ViewedCounter, number>;

const viewedCounters: readonly ViewedCounter[] = [...counterNames, 'rings', 'ringsUnreported'];

/** Oldest first, with zeros where nothing was counted. @param appId of a single app. */
export function dayView({ apps, phones }: Statistics, appId: string | undefined): DayView[] {
  const days = new Map<string, { day: string; appId: string; counters: Record<string, number> }>();
  for (const { day, appId: app, counters } of [...apps, ...phones.map(ringsOnly)]) {
    if (appId !== undefined && app !== appId) continue;
    const found = days.get(day + app) ?? { day, appId: app, counters: {} };
    for (const [name, count] of Object.entries(counters)) found.counters[name] = (found.counters[name] ?? 0) + count;
    days.set(day + app, found);
  }
  return [...days.values()]
    .map(({ counters, ...entry }) => {
      const all = Object.fromEntries(viewedCounters.map((name) => [name, counters[name] ?? 0])) as Record<
        ViewedCounter,
        number
      >;
      return { ...entry, sent: all.accepted + all.rejected + all.failed, ...all };
    })
    .sort((one, other) => (one.day + one.appId < other.day + other.appId ? -1 : 1));
}

/** The other counters of phones are those of their apps, or in the answer's `phones`. */
function ringsOnly({ day, appId, counters: { rings = 0, ringsUnreported = 0 } }: Statistics['phones'][number]) {
  return { day, appId, counters: { rings, ringsUnreported } };
}

const cents = (usd: number): number => Math.round(usd * 10_000) / 10_000;

/** The cost of the month by kind of use, in US dollars with four decimals. */
export function monthView({ month, usd, lines, forecastUsd }: Spending, budgetUsd: number | undefined) {
  return {
    month,
    costUsd: cents(usd),
    costByUse: Object.fromEntries(Object.entries(lines).map(([use, cost]) => [use, cents(cost)])),
    forecastUsd: cents(forecastUsd),
    budgetUsd,
  };
}
