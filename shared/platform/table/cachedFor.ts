import type { Clock } from '../ports.ts';

/** How long a function uses what it has read, unless the stage says otherwise. */
export const usualKeptSeconds = 60;

/** Keeps a flood of made-up IDs from filling the function's memory. */
const maxKept = 1000;

/**
 * Caches each answer for some seconds; concurrent callers share one read. For values that seldom change and that each
 * send needs. A failed read is not kept.
 */
export function cachedFor<T>(
  clock: Clock,
  read: (id: string) => Promise<T>,
  keptSeconds = usualKeptSeconds,
): (id: string) => Promise<T> {
  const kept = new Map<string, { answer: Promise<T>; untilMs: number }>();
  return (id) => {
    const nowMs = clock.nowMs();
    const known = kept.get(id);
    if (known !== undefined && known.untilMs > nowMs) return known.answer;
    if (kept.size >= maxKept) kept.clear();
    const entry = { answer: read(id), untilMs: nowMs + keptSeconds * 1000 };
    kept.set(id, entry);
    entry.answer.catch(() => {
      if (kept.get(id) === entry) kept.delete(id);
    });
    return entry.answer;
  };
}
