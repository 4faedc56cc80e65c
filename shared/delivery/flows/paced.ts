import type { Clock } from '../../platform/ports.ts';

/**
 * Begins one item after the other: the next one when the one before has ended, or so long after that has begun. What
 * answers at once is done one by one, and what answers slowly overlaps.
 * @throws what `run` has thrown, when all have begun.
 */
export async function paced<T>(
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
