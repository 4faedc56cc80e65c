import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyCallAction,
  type Call,
  type CallAction,
  type CallActor,
  callAt,
  type Participant,
} from '../../../../shared/calls/rules/call.ts';
import { type EndedReason, endedReasonFor } from '../../../../shared/calls/rules/endedReason.ts';
import { aCall, aParticipant, startMs } from '../../../support/factories.ts';

const device = (userId: string, deviceId: string): CallActor => ({ userId, deviceId });
const [a1, a2] = [device('alice', 'a1'), device('alice', 'a2')];
const [b1, b2] = [device('bob', 'b1'), device('bob', 'b2')];
const [c1, c2] = [device('carol', 'c1'), device('carol', 'c2')];

/** CXCallEndedReason. */
const failed = 1;
const remoteEnded = 2;
const unanswered = 3;
const answeredElsewhere = 4;
const declinedElsewhere = 5;

/** By the device's ID; those that are missing have none. */
type Reasons = Partial<Record<'a1' | 'a2' | 'b1' | 'b2' | 'c1' | 'c2', EndedReason>>;

function reasonsOf(call: Call, devices: readonly CallActor[]): Reasons {
  const reasons = devices.map((each) => [each.deviceId, endedReasonFor(call, each)] as const);
  return Object.fromEntries(reasons.filter(([, reason]) => reason !== undefined));
}

describe('the reason that a device gives CallKit', () => {
  it.each<[string, Partial<Participant>, Partial<Call>, Reasons]>([
    ['while it rings', { state: 'ringing' }, {}, {}],
    ['answered on b1', { state: 'answered', answeredBy: b1 }, {}, { b2: answeredElsewhere }],
    [
      'answered on b1, ended by a1',
      { state: 'ended', answeredBy: b1 },
      { endedBy: a1 },
      { a2: remoteEnded, b1: remoteEnded, b2: answeredElsewhere },
    ],
    [
      'answered on b1, ended by b1',
      { state: 'ended', answeredBy: b1, endedBy: b1 },
      { endedBy: b1 },
      { a1: remoteEnded, a2: remoteEnded, b2: answeredElsewhere },
    ],
    [
      'declined on b1',
      { state: 'declined', endedBy: b1 },
      { endedBy: b1 },
      { a1: remoteEnded, a2: remoteEnded, b2: declinedElsewhere },
    ],
    [
      'busy on b1',
      { state: 'busy', endedBy: b1 },
      { endedBy: b1 },
      { a1: remoteEnded, a2: remoteEnded, b2: declinedElsewhere },
    ],
    ['cancelled by a1', { state: 'cancelled' }, { endedBy: a1 }, { a2: remoteEnded, b1: remoteEnded, b2: remoteEnded }],
    ['timed out', { state: 'timedOut' }, {}, { a1: unanswered, a2: unanswered, b1: unanswered, b2: unanswered }],
    ['failed', { state: 'failed' }, {}, { a1: failed, a2: failed, b1: failed, b2: failed }],
  ])('%s', (_what, participant, changes, expected) => {
    // Prepare
    const bob = aParticipant(participant);
    const call = aCall({ state: bob.state, participants: [bob], ...changes });

    // Act
    const reasons = reasonsOf(call, [a1, a2, b1, b2]);

    // Assess
    expect(reasons).toEqual(expected);
  });

  it.each<[string, Partial<Participant>, EndedReason | undefined]>([
    ['does not exist while the call is answered', { state: 'answered', answeredBy: b1 }, undefined],
    ['is the remote end for an ended call', { state: 'ended', answeredBy: b1 }, remoteEnded],
    ['is declined elsewhere for a declined call', { state: 'declined', endedBy: b1 }, declinedElsewhere],
    ['is the remote end for a cancelled call', { state: 'cancelled' }, remoteEnded],
  ])('%s when a callee asks without naming a device', (_behaviour, participant, expected) => {
    // Prepare
    const call = aCall({ state: participant.state ?? 'ringing', participants: [aParticipant(participant)] });

    // Act
    const reason = endedReasonFor(call, { userId: 'bob' });

    // Assess
    expect(reason).toBe(expected);
  });

  it('does not exist for other phones while an unnamed one has answered, because they cannot be distinguished', () => {
    // Prepare
    const bob = aParticipant({ state: 'answered', answeredBy: { userId: 'bob' } });

    // Act
    const reason = endedReasonFor(aCall({ state: 'answered', participants: [bob] }), b1);

    // Assess
    expect(reason).toBeUndefined();
  });

  it('distinguishes devices of two users with the same ID', () => {
    // Prepare
    const same = device('alice', 'b1');
    const bob = aParticipant({ state: 'ended', answeredBy: b1, endedBy: b1 });
    const call = aCall({ state: 'ended', participants: [bob], endedBy: b1 });

    // Act
    const reasons = [endedReasonFor(call, same), endedReasonFor(call, b1)];

    // Assess
    expect(reasons).toEqual([remoteEnded, undefined]);
  });

  it('does not exist for a user who is not in the call', () => {
    // Prepare
    const call = aCall({ state: 'timedOut', participants: [aParticipant({ state: 'timedOut' })] });

    // Act
    const reason = endedReasonFor(call, c1);

    // Assess
    expect(reason).toBeUndefined();
  });

  it.each<[string, Participant[], Partial<Call>, Reasons]>([
    [
      'one has left and the others continue',
      [
        aParticipant({ state: 'ended', answeredBy: b1, endedBy: b1 }),
        aParticipant({ userId: 'carol', state: 'answered', answeredBy: c1 }),
      ],
      { state: 'answered' },
      { b2: answeredElsewhere, c2: answeredElsewhere },
    ],
    [
      'one has declined and another one rings',
      [aParticipant({ state: 'declined', endedBy: b1 }), aParticipant({ userId: 'carol' })],
      { state: 'ringing' },
      { b2: declinedElsewhere },
    ],
    [
      'the caller has left',
      [
        aParticipant({ state: 'answered', answeredBy: b1 }),
        aParticipant({ userId: 'carol', state: 'answered', answeredBy: c1 }),
      ],
      { state: 'answered', callerLeft: a1 },
      { a2: remoteEnded, b2: answeredElsewhere, c2: answeredElsewhere },
    ],
  ])('in a call of several: %s', (_what, participants, changes, expected) => {
    // Prepare
    const call = aCall({ participants, ...changes });

    // Act
    const reasons = reasonsOf(call, [a1, a2, b1, b2, c1, c2]);

    // Assess
    expect(reasons).toEqual(expected);
  });
});

describe('over the whole life of a call', () => {
  const devices = [a1, a2, b1, b2, c1, c2];
  const actions: CallAction[] = ['answer', 'decline', 'busy', 'cancel', 'end', 'leave'];
  const step = fc.record({
    actor: fc.constantFrom(...devices, { userId: 'bob' }, { userId: 'alice' }),
    action: fc.constantFrom(...actions),
    afterMs: fc.constantFrom(0, 1000, 25_000),
  });
  const callees = fc.constantFrom(['bob'], ['bob', 'carol']);

  it('each device gets at most one reason, and keeps it', () => {
    fc.assert(
      fc.property(callees, fc.array(step, { maxLength: 12 }), (userIds, steps) => {
        // Prepare
        const participants = userIds.map((userId) => aParticipant({ userId }));
        let call = aCall({ participants });
        let nowMs = startMs;
        const history = [reasonsOf(call, devices)];

        // Act
        for (const { actor, action, afterMs } of steps) {
          nowMs += afterMs;
          call = callAt(applyCallAction(call, action, actor, nowMs).call, nowMs);
          history.push(reasonsOf(call, devices));
        }

        // Assess
        for (const [index, reasons] of history.entries()) expect(reasons).toMatchObject(history[index - 1] ?? {});
      }),
      { numRuns: 1000 },
    );
  });
});
