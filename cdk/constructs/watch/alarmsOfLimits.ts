/** Alarms on requests that Ringpost or AWS turns away, and on requests that end in an internal error. */
import { Duration } from 'aws-cdk-lib';
import { type Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Alert } from './alert.ts';
import type { Watched } from './watched.ts';

const inFiveMinutes = { statistic: Stats.SUM, period: Duration.minutes(5) };

/** Every 5xx is a fault of Ringpost or of AWS. A single one may be a hiccup, which clients fix by retrying. */
const manyFailedRequests = 5;
/** Clients in a loop get a few of these at any time; this many mean a limit that is too low, or a flood. */
const manyThrottledRequests = 100;
/**
 * API Gateway may not log requests that it throttles in a flood, but counts them. Expired tokens and late answers are refused on a
 * good day, too: a flood refuses many more.
 */
const manyRefusedRequests = 10_000;
/** The SDK retries twice, so a few throttled requests harm nobody. */
const manyThrottledTableRequests = 10;
/** A ring takes as long as APNs does, a fraction of a second. */
const slowCallMs = 3000;

export function alarmsOfLimits(
  { httpApi, table, functions }: Watched,
  requestsThrottled: (options: MetricOptions) => Metric,
): Alert[] {
  return [
    {
      name: 'API fails',
      runbookEntry: 'api-fails',
      what: `The API answered ${manyFailedRequests} requests with 5xx within five minutes.`,
      metric: httpApi.metricServerError(inFiveMinutes),
      threshold: manyFailedRequests,
    },
    {
      name: 'API throttles',
      runbookEntry: 'api-throttles',
      what: `The API answered ${manyThrottledRequests} requests with 429 within five minutes.`,
      metric: requestsThrottled(inFiveMinutes),
      threshold: manyThrottledRequests,
    },
    {
      name: 'many requests are refused',
      runbookEntry: 'many-requests-are-refused',
      what: `The API answered ${manyRefusedRequests} requests with 4xx within five minutes.`,
      metric: httpApi.metricClientError(inFiveMinutes),
      threshold: manyRefusedRequests,
    },
    {
      name: 'calls are slow',
      runbookEntry: 'calls-are-slow',
      what: `One request in a hundred to the function \`calls\` has taken ${slowCallMs / 1000} seconds for a quarter of an hour.`,
      metric: functions.calls.metricDuration({ statistic: 'p99', period: Duration.minutes(5) }),
      threshold: slowCallMs,
      periods: 3,
      periodsOver: 3,
    },
    {
      name: 'functions are throttled',
      runbookEntry: 'functions-are-throttled',
      what: "The account's functions in this region have reached their concurrency limit.",
      // All functions together: the limit is the account's, and a function that reaches it takes the capacity from all.
      metric: LambdaFunction.metricAllThrottles(inFiveMinutes),
      threshold: 1,
    },
    ...(['Read', 'Write'] as const).map((kind) => ({
      name: `table ${kind.toLowerCase()}s are throttled`,
      runbookEntry: 'table-is-throttled',
      what: `DynamoDB throttled ${manyThrottledTableRequests} ${kind.toLowerCase()}s within five minutes.`,
      metric: table.metric(`${kind}ThrottleEvents`, inFiveMinutes),
      threshold: manyThrottledTableRequests,
    })),
    {
      name: 'one key is throttled',
      runbookEntry: 'one-key-is-throttled',
      what: `DynamoDB has turned away ${manyThrottledTableRequests} writes within five minutes, because they met at one key.`,
      metric: table.metric('WriteKeyRangeThroughputThrottleEvents', inFiveMinutes),
      threshold: manyThrottledTableRequests,
    },
  ];
}
