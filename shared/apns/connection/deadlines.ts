import type { Clock } from '../../platform/ports.ts';

/** How late a deadline may be noticed; those within one such span are kept together. */
const spanMs = 50;

/** The items whose deadlines are within the same span, as a linked list. */
interface Span<T> {
  /** Its place in time, in spans since the epoch. */
  readonly number: number;
  first: T | undefined;
  last: T | undefined;
}

/** What can have a deadline: it holds its own place, because there are as many as there are pushes. */
export interface Due<T> {
  /** The span that it belongs to; undefined while its deadline is not watched. */
  dueIn: Span<T> | undefined;
  dueBefore: T | undefined;
  dueAfter: T | undefined;
}

/** Watches the deadlines of many items with one timer, and touches no item before its time. */
export class Deadlines<T extends Due<T>> {
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly #onDue: (item: T) => void;
  readonly #spans = new Map<number, Span<T>>();
  #timer: NodeJS.Timeout | undefined;

  /** @param onDue called with each item whose deadline has passed; it is no longer watched. */
  constructor(clock: Pick<Clock, 'nowMs'>, onDue: (item: T) => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** @param deadlineMs epoch milliseconds. An item that is already watched stays unchanged. */
  add(item: T, deadlineMs: number): void {
    if (item.dueIn !== undefined) return;
    const span = this.#spanAt(spanNumber(deadlineMs));
    item.dueIn = span;
    item.dueBefore = span.last;
    if (span.last) span.last.dueAfter = item;
    else span.first = item;
    span.last = item;
    this.#timer ??= setInterval(() => this.#check(), spanMs);
  }

  /** Watches it no longer. */
  delete(item: T): void {
    const span = item.dueIn;
    if (span === undefined) return;
    unlink(span, item);
    if (span.first !== undefined) return;
    this.#spans.delete(span.number);
    this.#stopWhenEmpty();
  }

  #spanAt(number: number): Span<T> {
    const known = this.#spans.get(number);
    if (known) return known;
    const span = { number, first: undefined, last: undefined };
    this.#spans.set(number, span);
    return span;
  }

  #check(): void {
    const now = spanNumber(this.#clock.nowMs());
    for (const span of this.#spans.values()) {
      if (span.number >= now) continue;
      this.#spans.delete(span.number);
      for (let item = span.first; item; item = span.first) {
        unlink(span, item);
        this.#onDue(item);
      }
    }
    this.#stopWhenEmpty();
  }

  #stopWhenEmpty(): void {
    if (this.#spans.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

function unlink<T extends Due<T>>(span: Span<T>, item: T): void {
  const { dueBefore, dueAfter } = item;
  if (dueBefore) dueBefore.dueAfter = dueAfter;
  else span.first = dueAfter;
  if (dueAfter) dueAfter.dueBefore = dueBefore;
  else span.last = dueBefore;
  item.dueIn = undefined;
  item.dueBefore = undefined;
  item.dueAfter = undefined;
}

function spanNumber(timeMs: number): number {
  return Math.floor(timeMs / spanMs);
}
