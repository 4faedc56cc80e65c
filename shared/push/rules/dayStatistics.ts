import type { TargetCounts } from '../../rules/statistics.ts';

export interface DayStatistics extends TargetCounts {
  day: string;
}
