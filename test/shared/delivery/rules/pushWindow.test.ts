import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  maxWindow,
  minWindowOfLateAnswers,
  PushWindow,
  slowAnswerMs,
  windowAtStart,
} from '../../../../shared/delivery/rules/pushWindow.ts';

const inTimeMs = 50;

function begin(window: PushWindow, pushes: number): number[] {
  return Array.from({ length: pushes }, () => window.begin());
}

describe('the window of pushes under way', () => {
  it('starts at 500 and grows with answers in time, up to what one connection takes', () => {
    // Prepare
    const window = new PushWindow();
    const atStart = window.size;

    // Act
    for (const number of begin(window, 80)) window.answered(number, false, inTimeMs);
    const soon = window.size;
    for (const number of begin(window, 10_000)) window.answered(number, false, inTimeMs);

    // Assess
    expect([atStart, soon, window.size]).toEqual([windowAtStart, windowAtStart + 10, maxWindow]);
  });

  it.each([
    ['an answer that asks for another attempt', true, inTimeMs],
    ['a slow answer', false, slowAnswerMs + 1],
  ])('halves with %s, once for all pushes that were under way', (_what, isBusy, tookMs) => {
    // Prepare
    const window = new PushWindow();
    const underWay = begin(window, 500);

    // Act
    for (const number of underWay) window.answered(number, isBusy, tookMs);
    const afterOneFlight = window.size;
    for (const number of begin(window, 1)) window.answered(number, isBusy, tookMs);

    // Assess
    expect([afterOneFlight, window.size]).toEqual([250, 125]);
  });

  it.each([
    ['late answers alone', false, slowAnswerMs + 1, minWindowOfLateAnswers],
    ['answers that ask for another attempt', true, inTimeMs, 16],
  ])('shrinks with %s no further than to what they are about', (_what, isBusy, tookMs, atLeast) => {
    // Prepare
    const window = new PushWindow();

    // Act
    for (let flight = 0; flight < 10; flight += 1) {
      for (const number of begin(window, window.size)) window.answered(number, isBusy, tookMs);
    }

    // Assess
    expect(window.size).toBe(atLeast);
  });

  it('does not grow with a late answer, however small it is', () => {
    // Prepare
    const window = new PushWindow(20);

    // Act
    for (const number of begin(window, 100)) window.answered(number, false, slowAnswerMs + 1);

    // Assess
    expect(window.size).toBe(20);
  });

  it('stays within its limits, whatever the answers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ isBusy: fc.boolean(), tookMs: fc.nat(3000) })),
        fc.nat(5000),
        (answers, size) => {
          const window = new PushWindow(size);
          for (const { isBusy, tookMs } of answers) window.answered(window.begin(), isBusy, tookMs);
          expect(window.size).toBeGreaterThanOrEqual(16);
          expect(window.size).toBeLessThanOrEqual(maxWindow);
        },
      ),
    );
  });
});
