/**
 * List prices of us-east-1 in USD, November 2026, without free tiers. Other regions differ by tens of percent; the
 * price of each service is on its page: https://aws.amazon.com/<service>/pricing
 */
export const monthly = {
  secret: 0.4,
  /** For each metric that it looks at. */
  alarm: 0.1,
  compositeAlarm: 0.5,
  /** From the fourth of an account on. */
  dashboard: 3,
  /** A metric with its dimensions, for each hour in which something was recorded: this price if in all of them. */
  metric: 0.3,
  gigabyteOfTable: 0.25,
  gigabyteOfRecovery: 0.2,
  gigabyteOfLogs: 0.03,
} as const;

/** Per million. */
export const million = {
  apiRequests: 1,
  invocations: 0.2,
  queueRequests: 0.4,
  readUnits: 0.125,
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

/** Hours of a month, as AWS counts them. */
export const hoursOfMonth = 730;
