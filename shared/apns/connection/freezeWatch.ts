import type { Clock } from '../../platform/ports.ts';

/** How often the time is looked at. */
const tickMs = 1000;
/** A gap that no busy process has: the function was frozen, and what it was connected to may be gone. */
const freezeMs = 10_000;

/**
 * Notices that the process was frozen, as Lambda does between invocations. Timers that are due run as soon as it goes on:
 * before the first answer to what the invocation reads, so that whoever asks its connections then loses no time by it.
 */
export class FreezeWatch {
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly #onThaw: () => void;
  #timer: NodeJS.Timeout | undefined;
  #tickedAtMs = 0;

  constructor(clock: Pick<Clock, 'nowMs'>, onThaw: () => void) {
    this.#clock = clock;
    this.#onThaw = onThaw;
  }

  /** Does not keep the process alive. A second start does nothing. */
  start(): void {
    if (this.#timer) return;
    this.#tickedAtMs = this.#clock.nowMs();
    this.#timer = setInterval(() => this.#tick(), tickMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick(): void {
    const nowMs = this.#clock.nowMs();
    const gapMs = nowMs - this.#tickedAtMs;
    this.#tickedAtMs = nowMs;
    if (gapMs >= freezeMs) this.#onThaw();
  }
}
