import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bucketOf,
  countPhones,
  countRing,
  groupName,
  groupNamed,
  groupOf,
  mergePhones,
  percentilesOf,
} from '../../../../shared/push/rules/phoneStatistics.ts';

const appId = 'com.example.app';
const group = { appId, appVersion: '4.2.0', osVersion: '26.4', environment: 'production' };

describe('phones are counted together', () => {
  it.each([
    ['of the same versions', { appVersion: '4.2.0', osVersion: '26.4.1' }, { appVersion: '4.2.0', osVersion: '26.4' }],
    ['without versions', {}, { appVersion: 'unknown', osVersion: 'unknown' }],
    [
      'with a text that no version looks like',
      { appVersion: 'com.example#4.2\u0000', osVersion: 'iOS' },
      { appVersion: 'unknown', osVersion: 'unknown' },
    ],
  ])('%s', (_which, facts, versions) => {
    // Act
    const found = groupOf({ appId, ...facts }, 'production');

    // Assess
    expect(found).toEqual({ appId, ...versions, environment: 'production' });
    expect(groupNamed(groupName(found))).toEqual(found);
  });

  it('by the final outcomes of their message pushes, with the reasons of those that were refused', () => {
    // Prepare
    const target = { userId: 'bob', deviceId: 'phone-1', kind: 'alert' } as const;
    const pushed = [
      { phone: group, outcome: { ...target, outcome: 'accepted' } },
      { phone: group, outcome: { ...target, outcome: 'rejected', reason: 'BadDeviceToken' } },
      { phone: group, outcome: { ...target, outcome: 'retrying', reason: 'ServiceUnavailable' } },
      { outcome: { ...target, outcome: 'skipped', reason: 'muted' } },
    ] as const;

    // Act
    const counted = countPhones(pushed);

    // Assess
    expect(counted).toEqual([{ ...group, counters: { accepted: 1, 'refused.BadDeviceToken': 1 } }]);
  });
});

describe('times', () => {
  it('come out within 50 ms below ten seconds, and within three percent above', () => {
    const times = fc.array(fc.integer({ min: 0, max: 3_600_000 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(times, (tookMs) => {
        // Prepare
        const [merged] = mergePhones(tookMs.map((ms) => countRing(group, true, ms)));
        const sorted = tookMs.toSorted((one, other) => one - other);
        const exactly = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;

        // Act
        const found = percentilesOf(merged?.counters ?? {}, 'reportedIn');

        // Assess
        for (const [ms, exact] of [
          [found?.p50Ms ?? -1, exactly(0.5)],
          [found?.p99Ms ?? -1, exactly(0.99)],
        ] as const) {
          expect(Math.abs(ms - exact)).toBeLessThanOrEqual(exact < 10_000 ? 50 : exact * 0.03 + 1);
        }
      }),
    );
  });

  it('have fewer buckets than an item has room for, however wrong they are', () => {
    // Act
    const buckets = [-5, 0, 99, 100, 10_000, 1e15].map(bucketOf);

    // Assess
    expect(buckets).toEqual([0, 0, 0, 1, 100, 285]);
  });
});
