/**
 * List prices of us-east-1 in USD, November 2026, free tiers left out. Other regions differ by some tenths; the price of
 * each service is on its page: https://aws.amazon.com/<service>/pricing
 */
export const monthly = {
  secret: 0.4,
  /** For each metric that it looks at. */
  alarm: 0.1,
  compositeAlarm: 0.5,
  /** From the fourth of an account on. */
  dashboard: 3,
  /** A metric with its dimensions, in each hour in which something was recorded: this if in all of them. */
  metric: 0.3,
  gigabyteOfTable: 0.25,
  gigabyteOfRecovery: 0.2,
  gigabyteOfLogs: 0.03,
} as const;

/** For a million of them. */
export const million = {
  apiRequests: 1,
  invocations: 0.2,
  queueRequests: 0.4,
  readUnits: 0.125,
  writeUnits: 0.625,
  events: 1,
  /** $0.05 for 10,000. */
  secretReads: 5,
} as const;

/** Of a function on arm64. */
export const gigabyteSecond = 0.0000133334;
export const gigabyteOfLogLines = 0.5;
/** To the internet, beyond the first 100 GB of a month. */
export const gigabyteSent = 0.09;

/** Hours of a month, as AWS counts them. */
export const hoursOfMonth = 730;
