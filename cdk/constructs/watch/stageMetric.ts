import type { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type MetricDimensions, type MetricName, metricNamespace } from '../../../shared/platform/metricTable.ts';
import type { StageConfig } from '../../stageConfig.ts';

/** One of Ringpost's own metrics, as the functions of the stage record it. */
export function stageMetric<N extends MetricName>(
  { name: stage }: Pick<StageConfig, 'name'>,
  metricName: N,
  dimensions: MetricDimensions<N>,
  { statistic, period, label }: { statistic: string; period: Duration; label?: string },
): Metric {
  return new Metric({
    namespace: metricNamespace,
    metricName,
    dimensionsMap: { stage, ...dimensions },
    statistic,
    period,
    ...(label !== undefined && { label }),
  });
}
