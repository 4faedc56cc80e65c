/**
 * What a use of AWS costs: list prices of us-east-1 in USD, on demand, without free tiers, November 2026. The one list, for
 * explanations, for the budget and for `npm run cost`. Other regions differ by tens of percent; the price of each service
 * is on its page: https://aws.amazon.com/<service>/pricing
 */

/** Per million. */
export const million = {
  /** Requests to an HTTP API. */
  apiRequests: 1,
  invocations: 0.2,
  queueRequests: 0.4,
  /** DynamoDB: 4 KB read consistently. */
  readUnits: 0.125,
  /** DynamoDB: 1 KB written. */
  writeUnits: 0.625,
  events: 1,
  /** AppSync Events charges for connects, subscriptions, publishes and deliveries. */
  channelOperations: 1,
  channelMinutes: 0.08,
  /** $0.05 per 10,000. */
  secretReads: 5,
} as const;

/** For a function on arm64. */
export const gigabyteSecond = 0.0000133334;
export const gigabyteOfLogLines = 0.5;
/** To the internet, beyond the first 100 GB of a month. */
export const gigabyteSent = 0.09;
