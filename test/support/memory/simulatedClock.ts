import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../shared/platform/ports.ts';
import { startMs } from '../factories.ts';

interface Waiter {
  untilMs: number;
  wake: () => void;
}

export interface SimulatedClock extends Clock {
  /** Lets time pass, from one moment that somebody waits for to the next, until nobody waits or `isOver`. */
  runUntil(isOver: () => boolean): Promise<void>;
}

/** Time that passes only when everybody waits for it, so that a simulation is the same on every machine. */
export function simulatedClock(): SimulatedClock {
  let nowMs = startMs;
  const waiters: Waiter[] = [];
  return {
    nowMs: () => nowMs,
    waitMs: (milliseconds) =>
      new Promise((wake) => {
        const untilMs = nowMs + milliseconds;
        const later = waiters.findIndex((waiter) => waiter.untilMs > untilMs);
        waiters.splice(later === -1 ? waiters.length : later, 0, { untilMs, wake });
      }),
    async runUntil(isOver) {
      for (;;) {
        // All that can be done now is done first.
        await setImmediate();
        if (isOver()) return;
        const [next] = waiters;
        if (next === undefined) return;
        nowMs = Math.max(nowMs, next.untilMs);
        while (waiters[0] !== undefined && waiters[0].untilMs <= nowMs) waiters.shift()?.wake();
      }
    },
  };
}
