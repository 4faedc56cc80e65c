/**
 * Pushes to many targets, one engine for groups, lists and broadcasts: a window of pushes under way, reads that run
 * ahead of them, and progress that is stored rarely and in order.
 *
 * What a death of the worker repeats is bounded by constants: a target is begun only while fewer than
 * `maxRepeatsPerDeath` targets are begun and not yet stored.
 */
import type { Clock } from '../../platform/ports.ts';
import { maxWindow, type PushWindow } from '../rules/pushWindow.ts';

/** How many targets are settled between two writes of the progress. */
export const targetsPerStep = 1000;
export const maxRepeatsPerDeath = maxWindow + targetsPerStep;
/** How many targets wait, read and planned, so that a push never waits for a read. */
const targetsAhead = 300;
/** How many answers are judged together: if half of them asked for less, APNs takes nothing now. */
const answersJudged = 100;

export interface FanOut<Target, Result> {
  clock: Pick<Clock, 'nowMs'>;
  window: PushWindow;
  /** Targets in their order, page by page. The next page is asked for before the pushes of the last one are answered. */
  pages: AsyncIterable<readonly Target[]>;
  /**
   * Pushes to one target.
   * @returns its result at once if nothing leaves. A promise of it never rejects for anything that can be foreseen.
   */
  push(target: Target): Result | Promise<Result>;
  /** APNs asks for another attempt later. */
  isBusy(result: Result): boolean;
  /** Takes each result once, in the order of the targets, whatever the order of the answers. */
  settle(target: Target, result: Result): void;
  /**
   * Stores what is settled. One at a time: after `targetsPerStep` targets, and at the end.
   * @returns false if another worker has taken over: nothing more begins.
   */
  save(): Promise<boolean>;
  /** Asked whenever targets could begin. False: nothing more begins, what has begun is settled and stored. */
  mayGoOn(): boolean;
}

/**
 * `finished`: all targets are settled and stored. `stopped`: `mayGoOn` was false. `busy`: APNs takes nothing now, so the
 * rest waits. Both have stored what had begun. `lost`: another worker has taken over.
 */
export type FanOutEnd = 'finished' | 'stopped' | 'busy' | 'lost';

/**
 * @throws errors of reading, of pushing and of storing, once all that has begun is answered. What precedes the first
 *   target whose push threw is settled and stored; what is behind it is repeated.
 */
export function fanOut<Target, Result>(work: FanOut<Target, Result>): Promise<FanOutEnd> {
  return new FanOutRun(work).run();
}

/** A target that has begun. */
interface Begun<Target, Result> {
  readonly target: Target;
  result: Result | undefined;
  isAnswered: boolean;
}

class FanOutRun<Target, Result> {
  readonly #work: FanOut<Target, Result>;
  /** Read, and not begun: pages, the first of them from `#nextInPage` on. */
  readonly #pages: (readonly Target[])[] = [];
  #nextInPage = 0;
  #waiting = 0;
  /** Begun and not settled, in their order. Those before `#firstBegun` are settled. */
  #begun: Begun<Target, Result>[] = [];
  #firstBegun = 0;
  #underWay = 0;
  #begunCount = 0;
  #settledCount = 0;
  #savedCount = 0;
  #isSaving = false;
  #hasReadAll = false;
  #end: Exclude<FanOutEnd, 'finished'> | undefined;
  #failure: { error: unknown } | undefined;
  #busyAnswers = 0;
  #judgedAnswers = 0;
  #readMore: () => void = () => {};
  #finish: () => void = () => {};

  constructor(work: FanOut<Target, Result>) {
    this.#work = work;
  }

  async run(): Promise<FanOutEnd> {
    const finished = new Promise<void>((resolve) => {
      this.#finish = resolve;
    });
    const reading = this.#read();
    await finished;
    await reading;
    if (this.#failure !== undefined) throw this.#failure.error;
    return this.#end ?? 'finished';
  }

  async #read(): Promise<void> {
    try {
      for await (const page of this.#work.pages) {
        if (this.#isEnding) break;
        this.#pages.push(page);
        this.#waiting += page.length;
        this.#advance();
        while (this.#waiting > targetsAhead && !this.#isEnding) {
          await new Promise<void>((resolve) => {
            this.#readMore = resolve;
          });
        }
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#hasReadAll = true;
    this.#advance();
  }

  get #isEnding(): boolean {
    return this.#end !== undefined || this.#failure !== undefined;
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /** Does what can be done now. Called after every change. */
  #advance(): void {
    if (this.#mayBegin && !this.#work.mayGoOn()) this.#end = 'stopped';
    while (this.#mayBegin) this.#beginNext();
    this.#settle();
    this.#save();
    if (this.#isEnding || this.#waiting <= targetsAhead) this.#readMore();
    if (this.#isOver) this.#finish();
  }

  get #mayBegin(): boolean {
    return !this.#isEnding && this.#waiting > 0 && this.#hasRoom;
  }

  #beginNext(): void {
    const target = this.#pages[0]?.[this.#nextInPage];
    if (target === undefined) {
      this.#pages.shift();
      this.#nextInPage = 0;
      return;
    }
    this.#nextInPage += 1;
    this.#waiting -= 1;
    try {
      this.#begin(target);
    } catch (error) {
      this.#fail(error);
    }
  }

  get #hasRoom(): boolean {
    return this.#underWay < this.#work.window.size && this.#begunCount - this.#savedCount < maxRepeatsPerDeath;
  }

  get #isOver(): boolean {
    if (this.#isSaving || this.#underWay > 0) return false;
    if (this.#isEnding) return true;
    return this.#hasReadAll && this.#waiting === 0 && this.#savedCount === this.#begunCount;
  }

  #begin(target: Target): void {
    const { clock, window } = this.#work;
    const begun: Begun<Target, Result> = { target, result: undefined, isAnswered: false };
    this.#begun.push(begun);
    this.#begunCount += 1;
    const result = this.#work.push(target);
    if (!(result instanceof Promise)) {
      begun.result = result;
      begun.isAnswered = true;
      return;
    }
    const number = window.begin();
    const beganMs = clock.nowMs();
    this.#underWay += 1;
    result.then(
      (answer) => {
        begun.result = answer;
        begun.isAnswered = true;
        this.#judge(number, this.#work.isBusy(answer), clock.nowMs() - beganMs);
        this.#answered();
      },
      (error: unknown) => {
        this.#fail(error);
        this.#answered();
      },
    );
  }

  #answered(): void {
    this.#underWay -= 1;
    this.#advance();
  }

  #judge(number: number, isBusy: boolean, tookMs: number): void {
    this.#work.window.answered(number, isBusy, tookMs);
    this.#judgedAnswers += 1;
    if (isBusy) this.#busyAnswers += 1;
    if (this.#judgedAnswers < answersJudged) return;
    if (this.#busyAnswers * 2 >= answersJudged) this.#end ??= 'busy';
    this.#judgedAnswers = 0;
    this.#busyAnswers = 0;
  }

  /** Up to the first one without an answer: what is stored has no gaps. */
  #settle(): void {
    for (let next = this.#begun[this.#firstBegun]; next?.isAnswered; next = this.#begun[this.#firstBegun]) {
      // It is answered.
      this.#work.settle(next.target, next.result as Result);
      this.#firstBegun += 1;
      this.#settledCount += 1;
    }
    if (this.#firstBegun < targetsPerStep) return;
    this.#begun = this.#begun.slice(this.#firstBegun);
    this.#firstBegun = 0;
  }

  #save(): void {
    const unsaved = this.#settledCount - this.#savedCount;
    const isLast = this.#underWay === 0 && (this.#isEnding || (this.#hasReadAll && this.#waiting === 0));
    if (this.#isSaving || this.#end === 'lost' || unsaved === 0) return;
    if (unsaved < targetsPerStep && !isLast) return;
    this.#isSaving = true;
    const upTo = this.#settledCount;
    this.#work.save().then(
      (isHeld) => {
        this.#isSaving = false;
        if (isHeld) this.#savedCount = upTo;
        else this.#end = 'lost';
        this.#advance();
      },
      (error: unknown) => {
        this.#isSaving = false;
        this.#fail(error);
        // It is not tried again, whatever ended the work: what is not stored is repeated.
        this.#end = 'lost';
        this.#advance();
      },
    );
  }
}
