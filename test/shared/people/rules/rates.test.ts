import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  rateWindow,
  secondsToNextWindow,
  unsharedRequests,
  windowEndSeconds,
} from '../../../../shared/people/rules/rates.ts';

const time = fc.integer({ min: 0, max: Date.parse('2100-01-01T00:00:00Z') });

describe('the minutes of a rate limit', () => {
  it('restart after the seconds that a refused caller is given', () => {
    fc.assert(
      fc.property(time, (nowMs) => {
        // Act
        const seconds = secondsToNextWindow(nowMs);
        // Assess
        expect(seconds).toBeGreaterThanOrEqual(1);
        expect(seconds).toBeLessThanOrEqual(60);
        expect(rateWindow(nowMs + seconds * 1000)).toBe(rateWindow(nowMs) + 1);
      }),
    );
  });

  it('end before their counter expires', () => {
    fc.assert(
      fc.property(time, (nowMs) => {
        // Act
        const endSeconds = windowEndSeconds(rateWindow(nowMs));
        // Assess
        expect(endSeconds * 1000).toBeGreaterThan(nowMs + 60_000);
      }),
    );
  });
});

describe('the unshared allowance of an instance', () => {
  it.each([
    { limit: 120, unshared: 5 },
    { limit: 60, unshared: 2 },
    { limit: 20, unshared: 1 },
    { limit: 1, unshared: 1 },
  ])('is $unshared requests of $limit', ({ limit, unshared }) => {
    // Act and assess
    expect(unsharedRequests(limit)).toBe(unshared);
  });
});
