import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Counters,
  counterNames,
  countTargets,
  lastDays,
  mergeCounts,
  noApp,
  type TargetCounts,
} from '../../../../shared/push/rules/statistics.ts';

const counts = fc.record({
  appId: fc.constantFrom('com.example.one', 'com.example.two', noApp),
  counters: fc.dictionary(fc.constantFrom(...counterNames), fc.nat(1000)) as fc.Arbitrary<Counters>,
});

describe('statistics', () => {
  it('keep every count in one entry per app when merged', () => {
    fc.assert(
      fc.property(fc.array(counts), (all) => {
        // Prepare
        const sum = (list: readonly TargetCounts[], name: (typeof counterNames)[number]) =>
          list.reduce((total, { counters }) => total + (counters[name] ?? 0), 0);

        // Act
        const merged = mergeCounts(all);

        // Assess
        expect(new Set(merged.map(({ appId }) => appId)).size).toBe(merged.length);
        for (const name of counterNames) expect(sum(merged, name)).toBe(sum(all, name));
      }),
    );
  });

  it('count final outcomes by app, without retries', () => {
    // Prepare
    const appId = 'com.example.app';
    const targets = [
      { outcome: { userId: 'bob', outcome: 'accepted' }, appId },
      { outcome: { userId: 'bob', outcome: 'accepted' }, appId },
      { outcome: { userId: 'eve', outcome: 'retrying' }, appId },
      { outcome: { userId: 'carol', outcome: 'skipped', reason: 'no_device' } },
    ] as const;

    // Act
    const counted = countTargets(targets);

    // Assess
    expect(counted).toEqual([
      { appId, counters: { accepted: 2 } },
      { appId: 'none', counters: { skipped: 1 } },
    ]);
  });

  it('are listed by UTC day, today last', () => {
    // Prepare
    const nowMs = Date.parse('2026-03-01T00:30:00Z');

    // Act
    const days = lastDays(nowMs, 3);

    // Assess
    expect(days).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  });
});
