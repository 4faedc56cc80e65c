import type { TimerClock } from '../../../lab/clock.ts';

export interface ManualClock extends TimerClock {
  /** Moves time, and calls back what is due on the way, in order. */
  advance(ms: number): void;
  /** Callbacks that are still to come. */
  readonly pending: number;
}

export function manualClock(startMs = Date.parse('2026-11-22T12:00:00Z')): ManualClock {
  let nowMs = startMs;
  const timers = new Map<symbol, { dueMs: number; callback: () => void }>();
  const nextDue = (untilMs: number) =>
    [...timers].filter(([, { dueMs }]) => dueMs <= untilMs).sort(([, one], [, other]) => one.dueMs - other.dueMs)[0];
  return {
    nowMs: () => nowMs,
    after(delayMs, callback) {
      const id = Symbol();
      timers.set(id, { dueMs: nowMs + delayMs, callback });
      return () => timers.delete(id);
    },
    advance(ms) {
      const untilMs = nowMs + ms;
      for (let next = nextDue(untilMs); next; next = nextDue(untilMs)) {
        const [id, { dueMs, callback }] = next;
        timers.delete(id);
        nowMs = dueMs;
        callback();
      }
      nowMs = untilMs;
    },
    get pending() {
      return timers.size;
    },
  };
}
