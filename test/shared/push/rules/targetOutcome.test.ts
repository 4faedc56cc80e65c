import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ApnsOutcome, answerOf } from '../../../../shared/apns/rules/outcome.ts';
import {
  type OutcomeName,
  outcomeOf,
  skipped,
  summarise,
  timelineOf,
} from '../../../../shared/push/rules/targetOutcome.ts';

const apnsId = '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001';
const target = { userId: 'bob', deviceId: 'phone-1', kind: 'alert' } as const;

describe('the outcome of a target', () => {
  it('that was skipped names the rule', () => {
    // Prepare: nothing

    // Act
    const outcome = skipped({ userId: 'bob' }, 'no_device');

    // Assess
    expect(outcome).toEqual({ userId: 'bob', outcome: 'skipped', reason: 'no_device' });
  });

  it.each<[string, ApnsOutcome, boolean, object]>([
    ['accepted', { kind: 'accepted', status: 200, apnsId, uniqueId: 'u' }, false, { outcome: 'accepted', status: 200 }],
    [
      'rejected with a reason',
      { kind: 'rejected', status: 400, reason: 'BadTopic', apnsId },
      false,
      { outcome: 'rejected', status: 400, reason: 'BadTopic' },
    ],
    [
      'rejected without a reason',
      { kind: 'rejected', status: 502, apnsId },
      false,
      { outcome: 'rejected', status: 502 },
    ],
    [
      'rejected with a GOAWAY',
      { kind: 'rejected', reason: 'Shutdown', apnsId },
      false,
      { outcome: 'rejected', reason: 'Shutdown' },
    ],
    [
      'rejected for now',
      { kind: 'rejected', status: 429, reason: 'TooManyRequests', apnsId },
      true,
      { outcome: 'retrying', status: 429, reason: 'TooManyRequests' },
    ],
    [
      'not answered',
      { kind: 'unanswered', sent: 'maybe', cause: 'deadline', apnsId },
      false,
      { outcome: 'failed', reason: 'deadline' },
    ],
    [
      'not answered yet',
      { kind: 'unanswered', sent: 'no', cause: 'connect_failed', apnsId },
      true,
      { outcome: 'retrying', reason: 'connect_failed' },
    ],
    [
      'not sent',
      { kind: 'no_credential', gap: 'expired', apnsId },
      false,
      { outcome: 'failed', reason: 'no_credential', gap: 'expired' },
    ],
  ])("that was %s carries APNs' answer", (_what, answer, willRetry, expected) => {
    // Prepare: the row

    // Act
    const outcome = outcomeOf(target, { ...answerOf(answer), environment: 'development' }, willRetry);

    // Assess
    expect(outcome).toEqual({ ...target, apnsId, environment: 'development', ...expected });
  });

  it('is final unless a retry is arranged', () => {
    // Prepare
    const answer: ApnsOutcome = { kind: 'unanswered', sent: 'maybe', cause: 'deadline', apnsId };

    // Act
    const outcome = outcomeOf(target, { ...answerOf(answer), environment: 'production' });

    // Assess
    expect(outcome.outcome).toBe('failed');
  });
});

describe('the timeline', () => {
  const at = '2026-11-22T12:00:00.000Z';

  it('has an entry for the outcome of the push', () => {
    // Prepare
    const outcome = { ...target, outcome: 'rejected', reason: 'BadTopic' } as const;

    // Act
    const lines = timelineOf(outcome, at);

    // Assess
    expect(lines).toEqual([{ at, event: 'rejected', deviceId: 'phone-1', kind: 'alert', reason: 'BadTopic' }]);
  });

  it('has an entry before it for a change of the token', () => {
    // Prepare
    const answer: ApnsOutcome = { kind: 'accepted', status: 200, apnsId };
    const outcome = outcomeOf(target, {
      ...answerOf(answer),
      environment: 'development',
      repair: 'environment_changed',
    });

    // Act
    const lines = timelineOf(outcome, at);

    // Assess
    expect(lines).toEqual([
      { at, event: 'environment_changed', deviceId: 'phone-1', kind: 'alert' },
      { at, event: 'accepted', deviceId: 'phone-1', kind: 'alert', reason: undefined },
    ]);
  });
});

describe('the summary', () => {
  const names: OutcomeName[] = ['accepted', 'skipped', 'rejected', 'failed', 'retrying'];

  it('has a count for each outcome, even for those that did not happen', () => {
    // Prepare: no targets

    // Act
    const summary = summarise([]);

    // Assess
    expect(summary).toEqual({ accepted: 0, skipped: 0, rejected: 0, failed: 0, retrying: 0 });
  });

  it('counts every target once, under its outcome', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...names)), (outcomes) => {
        // Prepare
        const targets = outcomes.map((outcome) => ({ userId: 'bob', outcome }));

        // Act
        const summary = summarise(targets);

        // Assess
        for (const name of names) expect(summary[name]).toBe(outcomes.filter((outcome) => outcome === name).length);
      }),
    );
  });
});
