/** Store of push counters. */
import type { DayStatistics } from './rules/dayStatistics.ts';
import type { RejectionMemory } from './rules/rejectionMemory.ts';
import type { TargetCounts } from './rules/statistics.ts';

export interface StatisticsStore {
  /** Adds to the counters of a day. Does not cost a request each time: several are written together. */
  add(nowMs: number, counts: readonly TargetCounts[]): Promise<void>;
  /** One entry for each day and app that has any. @param days `YYYY-MM-DD`, UTC. */
  read(days: readonly string[]): Promise<DayStatistics[]>;
}

export interface PushPorts {
  rejections: RejectionMemory;
  statistics: StatisticsStore;
}
