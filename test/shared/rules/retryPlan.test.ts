import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextMessageAttemptSeconds, ringResendDelayMs, ringResends } from '../../../shared/rules/retryPlan.ts';

describe("a message's push", () => {
  it('is tried again after growing delays, and given up after six attempts', () => {
    // Prepare
    const attemptsMade = [1, 2, 3, 4, 5, 6, 7];

    // Act
    const delaysSeconds = attemptsMade.map(nextMessageAttemptSeconds);

    // Assess
    expect(delaysSeconds).toEqual([5, 30, 120, 900, 900, undefined, undefined]);
  });
});

describe('a ring', () => {
  it('is sent again twice at most', () => {
    // Prepare, Act: a constant of the rules

    // Assess
    expect(ringResends).toBe(2);
  });

  it.each([
    [1, 0, 100],
    [1, 0.5, 300],
    [1, 0.9999, 500],
    [2, 0, 200],
    [2, 0.5, 600],
    [2, 0.9999, 1000],
    [1, 0.1234, 149],
  ])('waits before resend %i, at random %d, for %i ms', (resend, random, expected) => {
    // Prepare: the row

    // Act
    const delayMs = ringResendDelayMs(resend, random);

    // Assess
    expect(delayMs).toBe(expected);
  });

  it('waits whole milliseconds, longer for the second resend than for the first', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
        // Prepare: a random number

        // Act
        const [first, second] = [ringResendDelayMs(1, random), ringResendDelayMs(2, random)];

        // Assess
        expect(Number.isInteger(first) && Number.isInteger(second)).toBe(true);
        expect(second).toBeGreaterThan(first);
        expect(second).toBeLessThanOrEqual(1000);
      }),
    );
  });
});
