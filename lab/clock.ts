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
