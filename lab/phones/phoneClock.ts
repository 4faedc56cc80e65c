import type { TimerClock } from '../clock.ts';

/** The clocks of a phone: its date and time, which may be wrong, and the one since its start, which nobody sets. */
export interface PhoneClock extends TimerClock {
  /** Milliseconds of the lab's time. The app takes differences of it only, and the page counts down by it. */
  steadyNowMs(): number;
}

/** @param errorMs how far the phone's date and time are ahead. */
export function phoneClock({ nowMs, after }: TimerClock, errorMs: () => number): PhoneClock {
  return { nowMs: () => nowMs() + errorMs(), steadyNowMs: nowMs, after };
}
