import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countRing, mergePhones, timesOf } from '../../../../shared/push/rules/phoneStatistics.ts';
import { bucketOf, percentilesOf, reportScale, ringScale } from '../../../../shared/push/rules/timeBuckets.ts';

const group = { appId: 'com.example.app', appVersion: '4.2.0', osVersion: '26.4', environment: 'production' };

describe('times', () => {
  it.each([
    ['rings until CallKit takes them', 'callKitIn', (ms: number) => (ms < 10_000 ? 25 : ms < 60_000 ? 50 : ms * 0.03)],
    ['rings until their report arrives', 'reportedIn', (ms: number) => (ms < 10_000 ? 50 : ms * 0.03)],
  ] as const)('of %s come out as exact as documented', (_which, name, error) => {
    const times = fc.array(fc.integer({ min: 0, max: 3_600_000 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(times, (tookMs) => {
        // Prepare
        const [merged] = mergePhones(tookMs.map((ms) => countRing(group, true, { name, ms })));
        const sorted = tookMs.toSorted((one, other) => one - other);
        const exactly = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;

        // Act
        const found = percentilesOf(timesOf(merged?.counters ?? {}, name));

        // Assess
        for (const [ms, exact] of [
          [found?.p50Ms ?? -1, exactly(0.5)],
          [found?.p99Ms ?? -1, exactly(0.99)],
        ] as const) {
          expect(Math.abs(ms - exact)).toBeLessThanOrEqual(Math.ceil(error(exact)));
        }
      }),
    );
  });

  it.each([
    ['reports', reportScale, [0, 0, 0, 1, 100, 285]],
    ['rings', ringScale, [0, 0, 1, 2, 200, 849]],
  ])('of %s have fewer buckets than an item has room for, however wrong they are', (_which, scale, expected) => {
    // Act
    const buckets = [-5, 0, 99, 100, 10_000, 1e15].map((ms) => bucketOf(scale, ms));

    // Assess
    expect(buckets).toEqual(expected);
  });
});
