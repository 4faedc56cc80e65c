import type { Clock } from '../../platform/ports.ts';

/**
 * @param deadlineMs epoch milliseconds, by that clock.
 * @returns undefined if the promise fails, or misses the deadline.
 */
export async function beforeDeadline<T>(
  promise: Promise<T>,
  deadlineMs: number,
  clock: Pick<Clock, 'nowMs'>,
): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, Math.max(deadlineMs - clock.nowMs(), 0), undefined);
  });
  try {
    return await Promise.race([promise, tooLate]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
