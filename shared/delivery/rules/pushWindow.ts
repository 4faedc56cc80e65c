/**
 * How many pushes of one worker are under way at a time. Pure: APNs' answers change it, and it knows no clock.
 *
 * Apple gives no number for how much it takes, so the worker finds out, as TCP does: each answer in time lets the window
 * grow a little, and an answer that asks for less, or that comes late, halves it.
 */

export const windowAtStart = 500;
/** At most as many as APNs lets one connection have open. */
export const maxWindow = 1000;
const minWindow = 16;
/** For late answers alone, which may come a long way: with answers of two seconds a worker still sends 62 a second. */
export const minWindowOfLateAnswers = windowAtStart / 4;
/** A slower answer shows that APNs, or the way to it, has more than it can do. */
export const slowAnswerMs = 1000;
/** How many answers in time let it grow by one: faster than one for each round trip, slower than it shrinks. */
const answersPerGrowth = 8;

export class PushWindow {
  #size: number;
  #begun = 0;
  #answersInTime = 0;
  /** Answers to pushes that had begun when it was halved are about the window before that. */
  #halvedAt = 0;

  constructor(size = windowAtStart) {
    this.#size = Math.min(Math.max(size, minWindow), maxWindow);
  }

  get size(): number {
    return this.#size;
  }

  /** A push leaves. @returns its number, for its answer. */
  begin(): number {
    this.#begun += 1;
    return this.#begun;
  }

  /**
   * @param number of the push.
   * @param isBusy APNs asks for another attempt later: 429, 503, or no answer.
   */
  answered(number: number, isBusy: boolean, tookMs: number): void {
    if (isBusy || tookMs > slowAnswerMs) {
      this.#halve(number, isBusy ? minWindow : minWindowOfLateAnswers);
      return;
    }
    this.#answersInTime += 1;
    if (this.#answersInTime < answersPerGrowth) return;
    this.#answersInTime = 0;
    if (this.#size < maxWindow) this.#size += 1;
  }

  #halve(number: number, atLeast: number): void {
    if (number <= this.#halvedAt || this.#size <= atLeast) return;
    this.#halvedAt = this.#begun;
    this.#answersInTime = 0;
    this.#size = Math.max(Math.floor(this.#size / 2), atLeast);
  }
}
