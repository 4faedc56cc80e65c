/** Alarms on the monthly budget of a stage that has one. */
import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { StageConfig } from '../../stageConfig.ts';
import type { Alert } from './alert.ts';
import { stageMetric } from './stageMetric.ts';

const thresholdsPercent = [50, 80, 100] as const;

/** The daily check records it, and each part of a broadcast. */
export function alarmsOfBudget(stage: StageConfig): Alert[] {
  if (stage.monthlyBudgetUsd === undefined) return [];
  return thresholdsPercent.map((threshold) => ({
    name: `${threshold} percent of the budget are used`,
    runbookEntry: 'the-budget-is-used',
    what: `${threshold} % of the monthly budget of $${stage.monthlyBudgetUsd} are used. At 100 % broadcasts stop.`,
    metric: stageMetric(stage, 'BudgetUsedPercent', {}, { statistic: Stats.MAXIMUM, period: Duration.days(1) }),
    threshold,
  }));
}
