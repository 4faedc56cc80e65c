import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  coarseSummaryOfChunks,
  isChunkDone,
  isRecipientDone,
  newProgress,
  type RecipientResult,
  reasonsOf,
  summariseChunks,
  withResults,
} from '../../../../shared/messages/rules/chunkProgress.ts';
import { coarseSummary, coarseTargets } from '../../../../shared/push/rules/coarseOutcome.ts';
import { summarise, type TargetOutcome } from '../../../../shared/push/rules/targetOutcome.ts';

const outcome = fc.record(
  {
    userId: fc.constant('bob'),
    deviceId: fc.string({ minLength: 1, maxLength: 3 }),
    outcome: fc.constantFrom('accepted', 'skipped', 'rejected', 'failed', 'retrying'),
    reason: fc.constantFrom('online', 'Unregistered', 'deadline'),
  },
  { requiredKeys: ['userId', 'outcome'] },
);
const results = (recipients: number) =>
  fc.array(fc.record({ index: fc.nat(recipients - 1), outcomes: fc.array(outcome, { maxLength: 3 }) }), {
    maxLength: 30,
  });

describe('the progress of a chunk', () => {
  it('counts each recipient once, for any repetition and split of the results', () => {
    fc.assert(
      fc.property(results(12), fc.array(fc.nat(29)), fc.boolean(), (all, cuts, listsAll) => {
        // Prepare
        const firstOf = new Map<number, RecipientResult>();
        for (const result of all) if (!firstOf.has(result.index)) firstOf.set(result.index, result);
        const parts = [...new Set([0, ...cuts])].sort((one, other) => one - other);

        // Act
        let progress = newProgress(12);
        for (const [place, start] of parts.entries()) {
          progress = withResults(progress, all.slice(start, parts[place + 1]), listsAll).progress;
          // A worker that died comes back with what was there already.
          progress = withResults(progress, all.slice(0, start), listsAll).progress;
        }

        // Assess
        const counted = [...firstOf.values()].flatMap(({ outcomes }) => outcomes);
        const unreached = 12 - firstOf.size;
        const expected = summarise(counted);
        expect(summariseChunks(12, [progress])).toEqual({ ...expected, retrying: expected.retrying + unreached });
        expect([...firstOf.keys()].every((index) => isRecipientDone(progress, index))).toBe(true);
        expect(isChunkDone(progress)).toBe(unreached === 0);
      }),
    );
  });

  it('lists failures and accepted targets and only counts the rest, or lists everything', () => {
    // Prepare
    const outcomes: TargetOutcome[] = [
      { userId: 'bob', deviceId: 'b1', kind: 'alert', outcome: 'accepted', status: 200 },
      { userId: 'bob', deviceId: 'b2', kind: 'alert', outcome: 'rejected', reason: 'Unregistered', status: 410 },
      { userId: 'bob', deviceId: 'b3', kind: 'alert', outcome: 'retrying', reason: 'deadline' },
      { userId: 'bob', deviceId: 'b4', outcome: 'skipped', reason: 'online' },
    ];

    // Act
    const brief = withResults(newProgress(1), [{ index: 0, outcomes }], false);
    const whole = withResults(newProgress(1), [{ index: 0, outcomes }], true);

    // Assess
    expect(brief.newlyListed).toEqual(outcomes.slice(0, 3));
    expect(brief.progress).toEqual({ done: 'l', counts: { 'skipped/online': 1 }, listed: outcomes.slice(0, 3) });
    expect(whole.newlyListed).toEqual(outcomes);
    expect(whole.progress.counts).toEqual({});
  });

  it('counts recipients instead of devices, even when a recipient appears repeatedly', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(outcome, { minLength: 1, maxLength: 3 }), { maxLength: 8 }),
        fc.boolean(),
        (all, listsAll) => {
          // Prepare
          const named = all.map((outcomes, index) => outcomes.map((each) => ({ ...each, userId: `user-${index}` })));
          const given = named.map((outcomes, index) => ({ index, outcomes }));

          // Act
          const { progress } = withResults(newProgress(10), given, listsAll);

          // Assess
          const told = coarseSummary(coarseTargets(named.flat()));
          expect(coarseSummaryOfChunks(10, [progress])).toEqual({ ...told, retrying: told.retrying + 10 - all.length });
        },
      ),
    );
  });

  it('of many chunks adds up, including recipients that no chunk has reached yet', () => {
    // Prepare
    const accepted = { done: '110', counts: { accepted: 2 }, listed: [] };
    const mixed = {
      done: '11',
      counts: { accepted: 1, 'skipped/muted': 3 },
      listed: [{ userId: 'eve', outcome: 'failed', reason: 'deadline' } as const],
    };

    // Act
    const summary = summariseChunks(10, [accepted, mixed]);
    const reasons = reasonsOf([], [accepted, mixed]);

    // Assess
    expect(summary).toEqual({ accepted: 3, skipped: 3, rejected: 0, failed: 1, retrying: 6 });
    expect(reasons).toEqual({ 'skipped/muted': 3, 'failed/deadline': 1 });
  });
});
