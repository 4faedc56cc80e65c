import type { Clock } from '../../platform/ports.ts';

/** How late a deadline may be noticed; those within one such span are kept together. */
const spanMs = 50;

/** Watches the deadlines of many items with one timer, and touches no item before its time. */
export class Deadlines<T extends object> {
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly #onDue: (item: T) => void;
  readonly #spans = new Map<number, Set<T>>();
  #timer: NodeJS.Timeout | undefined;

  /** @param onDue called with each item whose deadline has passed; it is no longer watched. */
  constructor(clock: Pick<Clock, 'nowMs'>, onDue: (item: T) => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** @param deadlineMs epoch milliseconds. An item that is already watched stays unchanged. */
  add(item: T, deadlineMs: number): void {
    const span = spanOf(deadlineMs);
    const known = this.#spans.get(span);
    if (known) known.add(item);
    else this.#spans.set(span, new Set([item]));
    this.#timer ??= setInterval(() => this.#check(), spanMs);
  }

  /** @param deadlineMs the same as in `add`. */
  delete(item: T, deadlineMs: number): void {
    const span = spanOf(deadlineMs);
    const items = this.#spans.get(span);
    items?.delete(item);
    if (items?.size === 0) this.#spans.delete(span);
    this.#stopWhenEmpty();
  }

  #check(): void {
    const now = spanOf(this.#clock.nowMs());
    for (const [span, items] of this.#spans) {
      if (span >= now) continue;
      this.#spans.delete(span);
      for (const item of items) this.#onDue(item);
    }
    this.#stopWhenEmpty();
  }

  #stopWhenEmpty(): void {
    if (this.#spans.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

function spanOf(timeMs: number): number {
  return Math.floor(timeMs / spanMs);
}
