/** Cost of a stage while nobody uses it: the resources of its template, counted, times their price. */
import { dimensionValues, type MetricName, metricNamespace, metricTable } from '../../shared/platform/metricTable.ts';
import { hoursOfMonth, million, monthly } from './prices.ts';

/** A resource in CloudFormation's form, reduced to what is read here. */
export interface Template {
  Resources: Readonly<Record<string, { Type: string; Properties?: Readonly<Record<string, unknown>> }>>;
}

export interface CostLine {
  what: string;
  count: number;
  /** USD a month for all of them. */
  usd: number;
}

/** Lambda's pollers of an idle queue use long polls of 20 s each. AWS: "starts with five". */
const pollersOfQueue = 5;
const pollsOfMonth = (hoursOfMonth * 3600) / 20;

/** Metrics that the daily watch records, whether or not anything is pushed: in one hour of each day. */
const dailyMetrics: readonly MetricName[] = [
  'CredentialDaysToExpiry',
  'CredentialFaults',
  'ProbeFailed',
  'AppVersionsWorse',
];

/** Types whose price depends on use alone; anything else that costs something at rest must have a line here. */
export const freeAtRest: readonly string[] = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::AppSync::Api',
  'AWS::AppSync::ChannelNamespace',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::DynamoDB::Table',
  'AWS::Events::EventBus',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::Scheduler::ScheduleGroup',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
];

const priced = new Set([
  'AWS::SecretsManager::Secret',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Lambda::EventSourceMapping',
]);

/** @param appCount how many apps the stage has. @throws Error for a resource without a price here. */
export function costAtRest(template: Template, appCount: number): CostLine[] {
  const resources = Object.values(template.Resources);
  const unknown = resources.filter(({ Type }) => !priced.has(Type) && !freeAtRest.includes(Type));
  if (unknown.length > 0) {
    const types = [...new Set(unknown.map(({ Type }) => Type))].join(', ');
    throw new Error(`what does it cost at rest? Add it to scripts/cost/atRest.ts: ${types}`);
  }
  const count = (type: string): number => resources.filter(({ Type }) => Type === type).length;
  const line = (what: string, quantity: number, each: number): CostLine => ({
    what,
    count: quantity,
    usd: quantity * each,
  });
  const queues = resources.filter(
    ({ Type, Properties }) => Type === 'AWS::Lambda::EventSourceMapping' && isQueue(Properties),
  );
  const daily = dailyMetrics.reduce((sum, name) => sum + combinations(name, appCount), 0);
  return [
    line('secrets', count('AWS::SecretsManager::Secret'), monthly.secret),
    line('alarms, by the metrics that they look at', metricsOfAlarms(resources), monthly.alarm),
    line('composite alarms', count('AWS::CloudWatch::CompositeAlarm'), monthly.compositeAlarm),
    line('dashboards (the first 3 of an account are free)', count('AWS::CloudWatch::Dashboard'), monthly.dashboard),
    line('metrics that the daily watch records', daily, monthly.metric / 24),
    line(
      "queues that Lambda's pollers read (1 million requests of an account are free)",
      queues.length,
      (pollersOfQueue * pollsOfMonth * million.queueRequests) / 1_000_000,
    ),
  ].filter(({ count: quantity }) => quantity > 0);
}

/** Maximum cost of the metrics of a stage in use, if every combination of dimensions occurs in every hour. */
export function mostMetrics(appCount: number): CostLine {
  const names = Object.keys(metricTable) as MetricName[];
  const quantity = names.reduce((sum, name) => sum + combinations(name, appCount), 0);
  return { what: `metrics of \`${metricNamespace}\`, all`, count: quantity, usd: quantity * monthly.metric };
}

function combinations(name: MetricName, appCount: number): number {
  const { dimensions } = metricTable[name];
  return dimensions.reduce<number>(
    (product, dimension) => product * (dimension === 'appId' ? appCount : dimensionValues[dimension].length),
    1,
  );
}

/** One metric, or those of its expression. */
function metricsOfAlarms(resources: readonly Template['Resources'][string][]): number {
  const alarms = resources.filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
  return alarms.reduce((sum, { Properties = {} }) => {
    const metrics = (Properties['Metrics'] ?? []) as { MetricStat?: unknown }[];
    return sum + Math.max(1, metrics.filter(({ MetricStat }) => MetricStat !== undefined).length);
  }, 0);
}

/** Reading the table's stream is free. */
function isQueue(properties: Readonly<Record<string, unknown>> = {}): boolean {
  return !JSON.stringify(properties['EventSourceArn'] ?? '').includes('StreamArn');
}
