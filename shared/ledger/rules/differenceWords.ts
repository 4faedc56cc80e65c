import type { DayComparison } from './compareDay.ts';

/**
 * What people read beside Apple's count of a day: in `ringpost stats` and in the console.
 * @returns undefined where the counts agree.
 */
export function differenceWords({
  verdict,
  isFinal,
}: Pick<DayComparison, 'verdict'> & { isFinal: boolean }): string | undefined {
  if (!isFinal) return 'not final';
  if (verdict === 'apple_fewer') return 'Apple counts fewer';
  return verdict === 'apple_more' ? 'Apple counts more: broadcasts, raw pushes, other senders' : undefined;
}
