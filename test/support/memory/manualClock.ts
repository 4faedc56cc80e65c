import type { Clock } from '../../../shared/platform/ports.ts';

export interface ManualClock extends Clock {
  advance(milliseconds: number): void;
  /** What was waited for, in order. */
  readonly waitsMs: readonly number[];
}

/** Stands still, except for those who wait: they move it and go on at once. */
export function manualClock(startMs = Date.parse('2026-11-22T12:00:00Z')): ManualClock {
  let nowMs = startMs;
  const waitsMs: number[] = [];
  return {
    waitsMs,
    nowMs: () => nowMs,
    advance(milliseconds) {
      nowMs += milliseconds;
    },
    async waitMs(milliseconds) {
      waitsMs.push(milliseconds);
      nowMs += milliseconds;
    },
  };
}
