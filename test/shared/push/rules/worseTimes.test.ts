import { describe, expect, it } from 'vitest';
import { type Histogram, ringScale } from '../../../../shared/push/rules/timeBuckets.ts';
import { worseTimes } from '../../../../shared/push/rules/worseTimes.ts';

/** @param counts by bucket of 50 ms. */
function times(counts: Readonly<Record<number, number>>): Histogram {
  const buckets = Object.entries(counts).map(([bucket, count]) => ({ bucket: Number(bucket), count }));
  return { scale: ringScale, buckets, total: buckets.reduce((sum, { count }) => sum + count, 0) };
}

const usual = times({ 10: 980, 20: 20 });

describe('the times of a version', () => {
  it.each([
    ['a later median', times({ 10: 400, 14: 600 }), usual, true],
    ['a later tail', times({ 10: 960, 80: 40 }), usual, true],
    ['a later tail of too few rings', times({ 10: 480, 80: 20 }), times({ 10: 490, 20: 10 }), false],
    ['a median that is later by one bucket', times({ 10: 400, 11: 600 }), usual, false],
    ['a median of few rings that chance explains', times({ 10: 58, 14: 62 }), times({ 10: 61, 14: 59 }), false],
    ['the same times', usual, usual, false],
    ['earlier times', times({ 5: 1000 }), usual, false],
    ['fewer than a hundred rings', times({ 80: 99 }), usual, false],
    ['no ring', times({}), usual, false],
    ['nothing to compare with', usual, times({ 1: 99 }), false],
  ])('are judged for %s', (_which, now, before, isWorse) => {
    // Act
    const worse = worseTimes(now, [{ version: '4.9.0', times: before }]);

    // Assess
    expect(worse?.version).toBe(isWorse ? '4.9.0' : undefined);
  });

  it('are compared with the nearest version that has enough', () => {
    // Prepare
    const earlier = [
      { version: '4.9.0', times: times({ 10: 3 }) },
      { version: '4.8.0', times: usual },
    ];

    // Act
    const worse = worseTimes(times({ 30: 1000 }), earlier);

    // Assess
    expect(worse).toEqual({ what: 'ringTimes', version: '4.8.0', p50Ms: 525, p99Ms: 1025 });
  });

  it('raise few alarms by chance: under two in a thousand comparisons of equal versions', () => {
    // Prepare
    let state = 1;
    const next = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    const sample = () => {
      const counts: Record<number, number> = {};
      for (let ring = 0; ring < 1000; ring += 1) {
        const bucket = 5 + Math.floor(-12 * Math.log(1 - next() * 0.9999));
        counts[bucket] = (counts[bucket] ?? 0) + 1;
      }
      return times(counts);
    };

    // Act
    const alarms = Array.from({ length: 1000 }, () =>
      worseTimes(sample(), [{ version: '4.9.0', times: sample() }]),
    ).filter(Boolean);

    // Assess
    expect(alarms.length).toBeLessThan(2);
  });
});
