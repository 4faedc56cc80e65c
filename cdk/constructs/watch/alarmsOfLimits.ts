/** Who is turned away, by us or by AWS, and requests that end in an error of ours. */
import { Duration } from 'aws-cdk-lib';
import { type Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Alert } from './alert.ts';
import type { Watched } from './watched.ts';

const inFiveMinutes = { statistic: Stats.SUM, period: Duration.minutes(5) };

/** Every 5xx is a fault of ours or of AWS. One alone may be a hiccup, which clients mend by asking again. */
const manyFailedRequests = 5;
/** Some client in a loop gets a few of these at any time; so many are a limit that is too low, or somebody's flood. */
const manyThrottledRequests = 100;
/** The SDK asks again twice, so that a few throttled requests harm nobody. */
const manyThrottledTableRequests = 10;
/** A ring takes as long as APNs, a fraction of a second. */
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
      // Of all functions together: the limit is the account's, and whoever reaches it takes the room from all.
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
