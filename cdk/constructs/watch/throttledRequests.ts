import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { metricNamespace } from '../../../shared/platform/metricTable.ts';
import type { StageConfig } from '../../stageConfig.ts';

/**
 * Requests that API Gateway throttles. It counts them among all 4xx, so they are counted in the access log. A line with 429 and a
 * duration of the function is a user's rate limit: a user must not be able to raise this alarm.
 */
export function throttledRequests(
  scope: Construct,
  stage: StageConfig,
  accessLog: ILogGroup,
): (options: MetricOptions) => Metric {
  const filter = new MetricFilter(scope, 'ThrottledRequests', {
    logGroup: accessLog,
    filterPattern: FilterPattern.all(
      FilterPattern.stringValue('$.status', '=', '429'),
      // The function was not called.
      FilterPattern.stringValue('$.functionMs', '=', '-'),
    ),
    metricNamespace,
    metricName: 'RequestsThrottled',
    metricValue: '1',
    dimensions: { stage: '$.stage' },
  });
  return (options) => filter.metric({ dimensionsMap: { stage: stage.name }, ...options });
}
