/**
 * The graphs of the dashboard, row by row. At most 50 metrics in all: CloudWatch gives away three such dashboards, and charges
 * $3.00 a month for a larger one.
 */
import { Duration } from 'aws-cdk-lib';
import {
  GraphWidget,
  type IMetric,
  type IWidget,
  MathExpression,
  type Metric,
  type MetricOptions,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { apnsEnvironments } from '../../../shared/devices/rules/device.ts';
import { dimensionValues, metricNamespace, metricTable } from '../../../shared/platform/metricTable.ts';
import type { StageConfig } from '../../stageConfig.ts';
import { stageMetric } from './stageMetric.ts';
import type { Watched } from './watched.ts';

export interface GraphedStage {
  stage: StageConfig;
  watched: Watched;
  /** Requests that were answered with 429. */
  requestsThrottled(options: MetricOptions): Metric;
}

const period = Duration.minutes(5);
const sum = { statistic: Stats.SUM, period };
const most = { statistic: Stats.MAXIMUM, period };

/** Width in the dashboard's grid, which is 24 wide. */
export const graphSize = { width: 8, height: 6 };

export function callsAndMessages({ stage }: GraphedStage): IWidget[] {
  const calls = dimensionValues.state.map((state) => stageMetric(stage, 'Calls', { state }, { ...sum, label: state }));
  // People wait for these two. A Live Activity starts beside a call.
  const latency = (['alert', 'voip'] as const).flatMap((kind) =>
    [Stats.p(50), Stats.p(99)].map((statistic) =>
      stageMetric(stage, 'PushLatency', { kind }, { statistic, period, label: `${kind} ${statistic}` }),
    ),
  );
  const counted = (['Messages', 'PushesRetried', 'CallNotReported', 'TokenQuarantined'] as const).map((name) =>
    stageMetric(stage, name, {}, { ...sum, label: name }),
  );
  return [
    graph('Calls', calls),
    graph('From request to APNs (ms)', latency),
    graph('Messages, retries, unreported calls, quarantines', counted),
  ];
}

/** A search shows the results that exist, and none of the many that could. */
export function pushes({ stage }: GraphedStage): IWidget[] {
  const schema = [metricNamespace, 'stage', ...metricTable.Pushes.dimensions].join(',');
  const ofEnvironment = apnsEnvironments.map((environment) => {
    const filter = `MetricName="Pushes" stage="${stage.name}" environment="${environment}"`;
    const expression = `SEARCH('{${schema}} ${filter}', 'Sum', ${period.toSeconds()})`;
    return graph(`Pushes to ${environment}`, [new MathExpression({ expression, usingMetrics: {}, label: '', period })]);
  });
  const refused = apnsEnvironments.map((environment) =>
    stageMetric(
      stage,
      'PushesRefusedPercent',
      { environment },
      { statistic: Stats.AVERAGE, period, label: environment },
    ),
  );
  return [...ofEnvironment, graph('Rejected by APNs (%)', refused)];
}

/** Dead-lettered work is not here: each of those queues has an alarm on every stage, and the dashboard begins with the alarms. */
export function work({
  stage,
  watched: { delivery, callTimers, broadcasts, webhooks, functions },
}: GraphedStage): IWidget[] {
  const waiting = (label: string, { queue }: Watched['delivery']) =>
    queue.metricApproximateNumberOfMessagesVisible({ ...most, label });
  return [
    graph('Waiting', [
      waiting('deliveries', delivery),
      waiting('call timers', callTimers),
      waiting('broadcast tasks', broadcasts),
      ...(webhooks ? [waiting('webhooks', webhooks)] : []),
    ]),
    graph('Oldest delivery and call timer (s)', [
      delivery.queue.metricApproximateAgeOfOldestMessage({ ...most, label: 'delivery' }),
      callTimers.queue.metricApproximateAgeOfOldestMessage({ ...most, label: 'call timer' }),
    ]),
    graph(
      'Behind the stream (ms), failed work',
      [functions.callChanges.metric('IteratorAge', { ...most, label: 'callChanges' })],
      [stageMetric(stage, 'WorkFailed', {}, { ...sum, label: 'failed' })],
    ),
  ];
}

/** The functions that push, and the one that follows the table. The others answer the API, whose graph shows their failures. */
export function functions({ watched: { functions: all } }: GraphedStage): IWidget[] {
  const { messages, calls, deliver, callTimer, callChanges } = all;
  const shown = Object.entries({ messages, calls, deliver, callTimer, callChanges });
  return [
    graph(
      'Errors of functions',
      shown.map(([label, lambda]) => lambda.metricErrors({ ...sum, label })),
    ),
    graph('Throttles of all functions in the account', [
      LambdaFunction.metricAllThrottles({ ...sum, label: 'throttles' }),
    ]),
    graph(
      'Duration of functions, p99 (ms)',
      shown.map(([label, lambda]) => lambda.metricDuration({ statistic: Stats.p(99), period, label })),
    ),
  ];
}

export function apiAndTable({ watched: { httpApi, table }, requestsThrottled }: GraphedStage): IWidget[] {
  const throttles = ['ReadThrottleEvents', 'WriteThrottleEvents'];
  return [
    graph('Requests', [
      httpApi.metricCount({ ...sum, label: 'all' }),
      httpApi.metricClientError({ ...sum, label: '4xx' }),
      requestsThrottled({ ...sum, label: '429' }),
      httpApi.metricServerError({ ...sum, label: '5xx' }),
    ]),
    graph(
      'Latency of the API (ms)',
      [Stats.p(50), Stats.p(99)].map((statistic) => httpApi.metricLatency({ statistic, period, label: statistic })),
    ),
    graph(
      'Throttled by DynamoDB',
      throttles.map((label) => table.metric(label, { ...sum, label })),
    ),
  ];
}

/** A metric recorded once a day, so it is shown by day regardless of the dashboard's period. */
export function credentials({ stage }: GraphedStage): IWidget[] {
  const daily = { statistic: Stats.MINIMUM, period: Duration.days(1) };
  const days = stage.apps.map((appId) =>
    stageMetric(stage, 'CredentialDaysToExpiry', { appId }, { ...daily, label: appId }),
  );
  return [
    new GraphWidget({
      title: 'Days until a certificate expires',
      left: days,
      ...graphSize,
      start: '-P14D',
      end: 'P0D',
      leftYAxis: { min: 0, showUnits: false },
    }),
  ];
}

function graph(title: string, left: IMetric[], right: IMetric[] = []): GraphWidget {
  return new GraphWidget({
    title,
    left,
    right,
    ...graphSize,
    leftYAxis: { min: 0, showUnits: false },
    ...(right.length > 0 && { rightYAxis: { min: 0, showUnits: false } }),
  });
}
