/** Time of the lab's hosts, which wait for timers: a port, so that tests move it instead of sleeping. */
export interface TimerClock {
  /** Epoch milliseconds. */
  nowMs(): number;
  /** Calls back once, after the delay. @returns a function that cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

/** The machine's clock. Its timers never keep the process alive. */
export const timerClock: TimerClock = {
  nowMs: Date.now,
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** The machine's time and more: a test moves a lab days ahead instead of sleeping. */
export interface MovableClock extends TimerClock {
  /** How far it is ahead of the machine's clock, in milliseconds. */
  readonly aheadMs: number;
  /** Moves it further ahead. What has become due is called back at once, in the order of its time. */
  moveAhead(milliseconds: number): void;
}

interface Timer {
  dueMs: number;
  callback(): void;
  cancel(): void;
}

export function movableClock(): MovableClock {
  let aheadMs = 0;
  const timers = new Set<Timer>();
  const nowMs = () => Date.now() + aheadMs;
  const fire = (timer: Timer) => {
    timer.cancel();
    if (timers.delete(timer)) timer.callback();
  };
  return {
    nowMs,
    after(delayMs, callback) {
      const timer: Timer = { dueMs: nowMs() + delayMs, callback, cancel: timerClock.after(delayMs, () => fire(timer)) };
      timers.add(timer);
      return () => {
        timer.cancel();
        timers.delete(timer);
      };
    },
    moveAhead(milliseconds) {
      aheadMs += milliseconds;
      const due = [...timers].filter(({ dueMs }) => dueMs <= nowMs());
      for (const timer of due.toSorted((one, other) => one.dueMs - other.dueMs)) fire(timer);
      // The rest is due sooner than the machine's timers know.
      for (const timer of timers) {
        timer.cancel();
        timer.cancel = timerClock.after(timer.dueMs - nowMs(), () => fire(timer));
      }
    },
    get aheadMs() {
      return aheadMs;
    },
  };
}
