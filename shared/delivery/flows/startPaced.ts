import type { Clock } from '../../platform/ports.ts';

/**
 * Starts one run for each item: the next one when the previous one has ended, or `paceMs` after it began. So fast runs
 * go one at a time, and slow ones overlap.
 * @throws errors of `run`, once all have begun.
 */
export async function startPaced<T>(
  clock: Clock,
  items: readonly T[],
  paceMs: number,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const begun: Promise<void>[] = [];
  for (const item of items) {
    const running = run(item);
    begun.push(running);
    const hasEnded = running.catch(() => {});
    await Promise.race([hasEnded, clock.waitMs(paceMs)]);
  }
  await Promise.all(begun);
}
