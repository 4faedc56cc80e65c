import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  coarseSummaryOfChunks,
  isChunkDone,
  newProgress,
  openRecipients,
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
const results = fc.array(fc.array(outcome, { maxLength: 3 }), { maxLength: 12 });

describe('the progress of a chunk', () => {
  it('counts each recipient once, however the results are split', () => {
    fc.assert(
      fc.property(results, fc.array(fc.nat(11)), fc.boolean(), (all, cuts, listsAll) => {
        // Prepare
        const users = Array.from({ length: 12 }, (_, index) => `user-${index}`);
        const parts = [...new Set([0, ...cuts])].sort((one, other) => one - other);

        // Act
        let progress = newProgress(12);
        for (const [place, start] of parts.entries()) {
          progress = withResults(progress, all.slice(start, parts[place + 1]), listsAll).progress;
        }

        // Assess
        const unreached = 12 - all.length;
        const expected = summarise(all.flat());
        expect(summariseChunks(12, [progress])).toEqual({ ...expected, retrying: expected.retrying + unreached });
        expect(openRecipients(progress, users)).toEqual(users.slice(all.length));
        expect(isChunkDone(progress)).toBe(unreached === 0);
      }),
    );
  });

  it('that an earlier version began goes on with those whom it had not finished', () => {
    // Prepare
    const earlier = { ...newProgress(5), done: '1n00l', counts: { accepted: 1, 'skipped/muted': 1 } };
    const users = ['a', 'b', 'c', 'd', 'e'];
    const accepted = { userId: 'c', outcome: 'accepted' } as const;

    // Act
    const { progress } = withResults(earlier, [[accepted]], false);

    // Assess
    expect([openRecipients(earlier, users), openRecipients(progress, users)]).toEqual([['c', 'd'], ['d']]);
    expect([isChunkDone(progress), isChunkDone({ ...progress, reached: 2 })]).toEqual([false, true]);
    expect(summariseChunks(5, [progress])).toMatchObject({ accepted: 2, skipped: 1, retrying: 1 });
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
    const brief = withResults(newProgress(1), [outcomes], false);
    const whole = withResults(newProgress(1), [outcomes], true);

    // Assess
    expect(brief.newlyListed).toEqual(outcomes.slice(0, 3));
    expect(brief.progress).toEqual({
      ...newProgress(1),
      reached: 1,
      counts: { 'skipped/online': 1 },
      listed: outcomes.slice(0, 3),
    });
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

          // Act
          const { progress } = withResults(newProgress(10), named, listsAll);

          // Assess
          const told = coarseSummary(coarseTargets(named.flat()));
          expect(coarseSummaryOfChunks(10, [progress])).toEqual({ ...told, retrying: told.retrying + 10 - all.length });
        },
      ),
    );
  });

  it('of many chunks adds up, including recipients that no chunk has reached yet', () => {
    // Prepare
    const accepted = { ...newProgress(3), reached: 2, counts: { accepted: 2 } };
    const mixed = {
      ...newProgress(2),
      reached: 2,
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
