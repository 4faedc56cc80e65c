import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyCallAction,
  type Call,
  type CallAction,
  type CallActor,
  callAt,
  type EndedReason,
  endedReasonFor,
} from '../../../shared/rules/call.ts';
import { aCall, startMs } from '../../support/factories.ts';

const [a1, a2] = ['a1', 'a2'].map((deviceId): CallActor => ({ userId: 'alice', deviceId })) as [CallActor, CallActor];
const [b1, b2] = ['b1', 'b2'].map((deviceId): CallActor => ({ userId: 'bob', deviceId })) as [CallActor, CallActor];
const devices = [a1, a2, b1, b2];

/** CXCallEndedReason. */
const failed = 1;
const remoteEnded = 2;
const unanswered = 3;
const answeredElsewhere = 4;
const declinedElsewhere = 5;

/** By the device's ID; those that are missing have none. */
type Reasons = Partial<Record<'a1' | 'a2' | 'b1' | 'b2', EndedReason>>;

describe('the reason that a device gives CallKit', () => {
  it.each<[string, Partial<Call>, Reasons]>([
    ['while it rings', { state: 'ringing' }, {}],
    ['answered on b1', { state: 'answered', answeredBy: b1 }, { b2: answeredElsewhere }],
    [
      'answered on b1, ended by a1',
      { state: 'ended', answeredBy: b1, endedBy: a1 },
      { a2: remoteEnded, b1: remoteEnded, b2: answeredElsewhere },
    ],
    [
      'answered on b1, ended by b1',
      { state: 'ended', answeredBy: b1, endedBy: b1 },
      { a1: remoteEnded, a2: remoteEnded, b2: answeredElsewhere },
    ],
    ['declined on b1', { state: 'declined', endedBy: b1 }, { a1: remoteEnded, a2: remoteEnded, b2: declinedElsewhere }],
    ['busy on b1', { state: 'busy', endedBy: b1 }, { a1: remoteEnded, a2: remoteEnded, b2: declinedElsewhere }],
    ['cancelled by a1', { state: 'cancelled', endedBy: a1 }, { a2: remoteEnded, b1: remoteEnded, b2: remoteEnded }],
    ['timed out', { state: 'timedOut' }, { a1: unanswered, a2: unanswered, b1: unanswered, b2: unanswered }],
    ['failed', { state: 'failed' }, { a1: failed, a2: failed, b1: failed, b2: failed }],
  ])('%s', (_what, changes, expected) => {
    // Prepare
    const call = aCall(changes);

    // Act
    const reasons = Object.fromEntries(devices.map((device) => [device.deviceId, endedReasonFor(call, device)]));

    // Assess
    expect(reasons).toEqual(expected);
  });

  it.each<[string, Partial<Call>, EndedReason | undefined]>([
    ['is none while the call is answered', { state: 'answered', answeredBy: b1 }, undefined],
    ['is the remote end for an ended call', { state: 'ended', answeredBy: b1, endedBy: a1 }, remoteEnded],
    ['is declined elsewhere for a declined call', { state: 'declined', endedBy: b1 }, declinedElsewhere],
    ['is the remote end for a cancelled call', { state: 'cancelled', endedBy: a1 }, remoteEnded],
  ])('%s when a callee does not say from which device it asks', (_behaviour, changes, expected) => {
    // Prepare
    const call = aCall(changes);

    // Act
    const reason = endedReasonFor(call, { userId: 'bob' });

    // Assess
    expect(reason).toBe(expected);
  });

  it('is not "elsewhere" when the app that answered did not say on which device', () => {
    // Prepare
    const call = aCall({ state: 'answered', answeredBy: { userId: 'bob' } });

    // Act
    const reason = endedReasonFor(call, b1);

    // Assess
    expect(reason).toBeUndefined();
  });

  it('goes by the user as well as by the device', () => {
    // Prepare
    const sameId = { userId: 'alice', deviceId: 'b1' };
    const call = aCall({ state: 'ended', answeredBy: b1, endedBy: b1 });

    // Act
    const reason = endedReasonFor(call, sameId);

    // Assess
    expect(reason).toBe(remoteEnded);
  });
});

interface Step {
  action: CallAction;
  actor: CallActor;
  afterMs: number;
}
const anySteps = fc.array(
  fc.record({
    action: fc.constantFrom<CallAction>('answer', 'decline', 'busy', 'cancel', 'end'),
    actor: fc.constantFrom(...devices),
    afterMs: fc.constantFrom(0, 1, 1000, 29_999, 30_000),
  }),
  { maxLength: 12 },
);

/** Plays the steps one after the other. @returns the call at the end, and the steps that changed it. */
function play(steps: readonly Step[]): { call: Call; nowMs: number; changes: Step[] } {
  let call = aCall();
  let nowMs = startMs;
  const changes: Step[] = [];
  for (const step of steps) {
    nowMs += step.afterMs;
    const transition = applyCallAction(call, step.action, step.actor, nowMs);
    if (transition.kind !== 'changed') continue;
    changes.push(step);
    call = transition.call;
  }
  return { call: callAt(call, nowMs), nowMs, changes };
}

describe('whatever the phones do in whatever order', () => {
  it('a call has one winner, and nothing happens after its end', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        // Prepare: the steps

        // Act
        const { call, changes } = play(steps);

        // Assess
        const names = changes.map(({ action }) => action).join(' then ');
        expect(['', 'answer', 'decline', 'busy', 'cancel', 'answer then end']).toContain(names);
        expect(call.version).toBe(1 + changes.length);
        expect(call.answeredBy).toEqual(changes.find(({ action }) => action === 'answer')?.actor);
        expect(call.endedBy).toEqual(changes.find(({ action }) => action !== 'answer')?.actor);
      }),
      { numRuns: 1000 },
    );
  });

  it('each phone has exactly one reason once the call is over for it, except the one that ended it', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        // Prepare
        const { call, changes } = play(steps);
        const winner = changes.find(({ action }) => action === 'answer')?.actor;
        const last = changes.at(-1);

        // Act
        const reasons = devices.map((device) => endedReasonFor(call, device));

        // Assess
        const expected = devices.map((device) => {
          if (winner !== undefined && device.userId === 'bob' && device !== winner) return answeredElsewhere;
          if (last === undefined) return call.state === 'timedOut' ? unanswered : undefined;
          if (last.action === 'answer' || last.actor === device) return undefined;
          const declined = last.action === 'decline' || last.action === 'busy';
          return declined && device.userId === 'bob' ? declinedElsewhere : remoteEnded;
        });
        expect(reasons).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('a call is ringing, or talking, or has an end, and times out only without any answer', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        // Prepare: the steps

        // Act
        const { call, nowMs, changes } = play(steps);

        // Assess
        const untouched = nowMs >= call.expiresAtMs ? 'timedOut' : 'ringing';
        const made = { answer: 'answered', decline: 'declined', busy: 'busy', cancel: 'cancelled', end: 'ended' };
        const last = changes.at(-1);
        expect(call.state).toBe(last === undefined ? untouched : made[last.action]);
      }),
      { numRuns: 500 },
    );
  });
});
