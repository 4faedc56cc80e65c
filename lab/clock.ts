/** Time of the hosts: a port, so that tests move it instead of sleeping. */
export interface Clock {
  /** Epoch milliseconds. */
  nowMs(): number;
  /** Calls back once, after the delay. @returns a function that cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

/** The machine's clock. Its timers never keep the process alive. */
export const systemClock: Clock = {
  nowMs: Date.now,
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
