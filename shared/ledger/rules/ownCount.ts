import type { DayPhoneCounts } from '../../push/rules/phoneStatistics.ts';

/**
 * How many pushes of messages and of rings APNs accepted on a day, by Ringpost's counters. Only in production: Apple's
 * metrics are of that environment. Broadcasts, raw pushes and other alerts of calls have no counters by day.
 */
export function acceptedOn(day: string, appId: string, phones: readonly DayPhoneCounts[]): number {
  return phones
    .filter((each) => each.day === day && each.appId === appId && each.environment === 'production')
    .reduce((sum, { counters: { accepted = 0, rung = 0 } }) => sum + accepted + rung, 0);
}
