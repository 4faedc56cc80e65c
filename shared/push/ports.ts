/** Store of push counters. */
import type { DayStatistics } from './rules/dayStatistics.ts';
import type { DayPhoneCounts, PhoneCounts } from './rules/phoneStatistics.ts';
import type { RejectionMemory } from './rules/rejectionMemory.ts';
import type { TargetCounts } from './rules/statistics.ts';

/** One entry for each day and app, or day and group of phones, that has any. */
export interface Statistics {
  apps: DayStatistics[];
  phones: DayPhoneCounts[];
}

export interface StatisticsStore {
  /** Adds to the counters of a day. Does not cost a request each time: several are written together. */
  add(nowMs: number, counts: readonly TargetCounts[], phones?: readonly PhoneCounts[]): Promise<void>;
  /** @param days `YYYY-MM-DD`, UTC. */
  read(days: readonly string[]): Promise<Statistics>;
}

export interface PushPorts {
  rejections: RejectionMemory;
  statistics: StatisticsStore;
}
