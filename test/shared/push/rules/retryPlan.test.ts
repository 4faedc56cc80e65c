import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  groupRetries,
  nextMessageAttemptSeconds,
  ringResendDelayMs,
  ringResends,
} from '../../../../shared/push/rules/retryPlan.ts';

describe("a message's push", () => {
  it('is retried after growing delays, and given up after six attempts', () => {
    // Prepare
    const attemptsMade = [1, 2, 3, 4, 5, 6, 7];

    // Act
    const delaysSeconds = attemptsMade.map(nextMessageAttemptSeconds);

    // Assess
    expect(delaysSeconds).toEqual([5, 30, 120, 900, 900, undefined, undefined]);
  });
});

describe('retried pushes', () => {
  const push = fc.record({
    attemptsMade: fc.integer({ min: 1, max: 8 }),
    payload: fc.record({ text: fc.integer({ min: 0, max: 5000 }).map((length) => 'x'.repeat(length)) }),
    id: fc.uuid(),
  });

  it('are each in one list with those of equal wait, unless they are given up', () => {
    fc.assert(
      fc.property(fc.array(push, { maxLength: 300 }), (pushes) => {
        // Prepare: the pushes

        // Act
        const groups = groupRetries(pushes);

        // Assess
        const open = pushes.filter(({ attemptsMade }) => nextMessageAttemptSeconds(attemptsMade) !== undefined);
        const grouped = groups.flatMap((group) => group.pushes);
        expect(grouped).toHaveLength(open.length);
        expect(new Set(grouped)).toEqual(new Set(open));
        for (const { delaySeconds, pushes: together } of groups) {
          expect(together.length).toBeGreaterThan(0);
          expect(together.map(({ attemptsMade }) => nextMessageAttemptSeconds(attemptsMade))).toEqual(
            together.map(() => delaySeconds),
          );
        }
      }),
    );
  });

  it('are in few lists, which fit the queue', () => {
    fc.assert(
      fc.property(fc.array(push, { maxLength: 300 }), (pushes) => {
        // Prepare: the pushes

        // Act
        const groups = groupRetries(pushes);

        // Assess
        const bytes = groups.map((group) => JSON.stringify(group.pushes).length);
        for (const [index, group] of groups.entries()) {
          expect(group.pushes.length).toBeLessThanOrEqual(50);
          expect(bytes[index]).toBeLessThan(64_000);
        }
        const total = pushes.reduce((sum, one) => sum + JSON.stringify(one).length, 0);
        expect(groups.length).toBeLessThanOrEqual(4 + Math.ceil(total / 50_000) + Math.ceil(pushes.length / 50));
      }),
    );
  });
});

describe('a ring', () => {
  it('is resent twice at most', () => {
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

  it('waits whole milliseconds, longer before the second resend than before the first', () => {
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
