import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attemptDelaysMs,
  delayAfter,
  jitterShare,
  maxAttempts,
  retryAfterMs,
} from '../../../shared/webhooks/rules/attempts.ts';
import { startMs } from '../../support/factories.ts';

const hourMs = 3_600_000;

describe('the delays between attempts', () => {
  it('are those that docs/webhooks.md lists, about twelve hours in all', () => {
    // Act
    const seconds = attemptDelaysMs.map((ms) => ms / 1000);

    // Assess
    expect(seconds).toEqual([5, 30, 120, 600, 1800, 3600, 7200, 14_400, 14_400]);
    expect(maxAttempts).toBe(10);
  });

  it('are longer by some random share, and never shorter than what the receiver asks for, up to four hours', () => {
    const attempts = fc.integer({ min: 1, max: attemptDelaysMs.length });
    const randoms = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(attempts, randoms, fc.nat(100 * hourMs), (attempt, random, askedMs) => {
        // Act
        const delayMs = delayAfter(attempt, random, askedMs) ?? 0;

        // Assess
        const listedMs = attemptDelaysMs[attempt - 1] ?? 0;
        expect(delayMs).toBeGreaterThanOrEqual(Math.max(listedMs, Math.min(askedMs, 4 * hourMs)));
        expect(delayMs).toBeLessThanOrEqual(Math.max(listedMs * (1 + jitterShare), 4 * hourMs) + 1);
      }),
    );
  });

  it('end with the last attempt', () => {
    // Act
    const delayMs = delayAfter(maxAttempts, 0, hourMs);

    // Assess
    expect(delayMs).toBeUndefined();
  });
});

describe('retry-after', () => {
  it.each([
    [undefined, undefined],
    ['120', 120_000],
    [new Date(startMs + 90_000).toUTCString(), 90_000],
    [new Date(startMs - 90_000).toUTCString(), 0],
    ['soon', undefined],
    ['-5', undefined],
  ])('%s is %s ms', (value, expected) => {
    // Act
    const ms = retryAfterMs(value, startMs);

    // Assess
    if (value === '-5') expect(ms ?? 0).toBe(0);
    else expect(ms).toBe(expected);
  });
});
