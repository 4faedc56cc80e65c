import type { DayStatistics } from '../push/rules/dayStatistics.ts';
import { type CounterName, counterNames } from '../push/rules/statistics.ts';

export type DayView = { day: string; appId: string; sent: number } & Record<CounterName, number>;

/** Oldest first, with zeros where nothing was counted. @param appId of a single app. */
export function dayView(days: readonly DayStatistics[], appId: string | undefined): DayView[] {
  return days
    .filter((entry) => appId === undefined || entry.appId === appId)
    .map(({ day, appId: app, counters }) => {
      const all = Object.fromEntries(counterNames.map((name) => [name, counters[name] ?? 0])) as Record<
        CounterName,
        number
      >;
      return { day, appId: app, sent: all.accepted + all.rejected + all.failed, ...all };
    })
    .sort((one, other) => (one.day + one.appId < other.day + other.appId ? -1 : 1));
}
