import type { Clock } from '../aws/clock.ts';

/** The machine's clock. Its timers never keep the process alive: a phone waits for pushes, nobody waits for a phone. */
export const phoneClock: Clock = {
  nowMs: Date.now,
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
