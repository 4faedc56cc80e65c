import type { Clock } from '../ports.ts';

/** How long a function goes by what it has read, unless it is told otherwise. */
export const usualKeptSeconds = 60;

/** So that a flood of made-up IDs does not fill the function's memory. */
const maxKept = 1000;

/**
 * Keeps each answer for some seconds, and lets those who ask at the same time wait for one. For what seldom changes and is
 * needed with each send; an answer that failed is not kept.
 */
export function briefly<T>(
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
