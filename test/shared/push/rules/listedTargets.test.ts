import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isChunkDone,
  newProgress,
  summariseChunks,
  withResults,
} from '../../../../shared/messages/rules/chunkProgress.ts';
import { listedBytes, listTargets } from '../../../../shared/push/rules/listedTargets.ts';
import type { OutcomeName, TargetOutcome } from '../../../../shared/push/rules/targetOutcome.ts';

const outcomes: fc.Arbitrary<TargetOutcome> = fc.record({
  userId: fc.string({ unit: 'binary', minLength: 1, maxLength: 255 }),
  deviceId: fc.string({ minLength: 128, maxLength: 128 }),
  kind: fc.constant('alert' as const),
  outcome: fc.constantFrom<OutcomeName>('accepted', 'skipped', 'rejected', 'failed', 'retrying'),
  reason: fc.constantFrom('deadline', 'ServiceUnavailable'),
});
const many = fc.array(outcomes, { minLength: 1, maxLength: 20 }).chain((some) =>
  fc.integer({ min: 1, max: 200 }).map((times) =>
    Array.from({ length: times }, () => some)
      .flat()
      .map((each) => ({ ...each })),
  ),
);

describe('the targets that an item lists', () => {
  it('fit it, are the most important ones, and the rest is counted', () => {
    fc.assert(
      fc.property(many, (targets) => {
        // Act
        const { listed, unlisted } = listTargets(targets);

        // Assess
        expect(listedBytes(listed)).toBeLessThanOrEqual(240_000);
        expect(listed.length + unlisted.length).toBe(targets.length);
        const users = new Set(targets.map(({ userId }) => userId));
        expect(new Set(listed.map(({ userId }) => userId))).toEqual(users);
        if (unlisted.some(({ outcome }) => outcome === 'retrying')) {
          const others = listed.filter(({ outcome }) => outcome !== 'retrying');
          expect(others.length).toBeLessThanOrEqual(users.size);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('of a chunk fit it however often it is stored, and its summary counts every target', () => {
    fc.assert(
      fc.property(fc.array(many, { minLength: 1, maxLength: 4 }), fc.boolean(), (recipients, listsAll) => {
        // Prepare
        let progress = newProgress(recipients.length);

        // Act
        for (const targets of recipients) {
          ({ progress } = withResults(progress, [targets], listsAll));
        }

        // Assess
        expect(listedBytes(progress.listed)).toBeLessThanOrEqual(240_000);
        expect(isChunkDone(progress)).toBe(true);
        const summary = summariseChunks(recipients.length, [progress]);
        expect(Object.values(summary).reduce((sum = 0, count = 0) => sum + count, 0)).toBe(recipients.flat().length);
        // Whatever is tried again has a place for what becomes of it.
        expect(summary.retrying).toBe(progress.listed.filter(({ outcome }) => outcome === 'retrying').length);
      }),
      { numRuns: 20 },
    );
  });
});
