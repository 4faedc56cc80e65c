import type { TargetCounts } from './statistics.ts';

export interface DayStatistics extends TargetCounts {
  day: string;
}
