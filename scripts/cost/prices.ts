/**
 * Prices of what a stage has, whether or not anybody uses it. What a use costs is in shared/platform/prices.ts, because
 * the functions know it too. List prices of us-east-1 in USD, November 2026, without free tiers.
 */
export { gigabyteOfLogLines, gigabyteSecond, gigabyteSent, million } from '../../shared/platform/prices.ts';

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

/** Hours of a month, as AWS counts them. */
export const hoursOfMonth = 730;
