import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { metricNamespace } from '../../shared/rules/metricTable.ts';
import type { StageConfig } from '../stageConfig.ts';

/** API Gateway counts 429 among all 4xx. So they are counted in the access log, of which each line has `stage` and `status`. */
export function throttledRequests(
  scope: Construct,
  stage: StageConfig,
  accessLog: ILogGroup,
): (options: MetricOptions) => Metric {
  const filter = new MetricFilter(scope, 'ThrottledRequests', {
    logGroup: accessLog,
    filterPattern: FilterPattern.stringValue('$.status', '=', '429'),
    metricNamespace,
    metricName: 'RequestsThrottled',
    metricValue: '1',
    dimensions: { stage: '$.stage' },
  });
  return (options) => filter.metric({ dimensionsMap: { stage: stage.name }, ...options });
}
