import { describe, expect, it } from 'vitest';
import {
  applyCallAction,
  type Call,
  type CallAction,
  type CallActor,
  type CallState,
  callAt,
  expire,
  failParticipants,
  isParticipant,
  type Participant,
} from '../../../../shared/calls/rules/call.ts';
import { aCall, aParticipant, startMs } from '../../../support/factories.ts';

const states: CallState[] = ['ringing', 'answered', 'declined', 'busy', 'cancelled', 'timedOut', 'ended', 'failed'];
const actions: CallAction[] = ['answer', 'decline', 'busy', 'cancel', 'end', 'leave'];
const alice = { userId: 'alice', deviceId: 'a1' };
const bob = { userId: 'bob', deviceId: 'b1' };

/** A one-to-one call is in the same state as its callee. */
function oneToOne(state: CallState, participant: Partial<Participant> = {}, call: Partial<Call> = {}): Call {
  return aCall({ state, participants: [aParticipant({ state, ...participant })], ...call });
}

/** All that is allowed in a one-to-one call, as docs/calls.md says it: in which state, to whom, and where it leads. */
const allowed: [CallState, CallAction, 'alice' | 'bob', CallState][] = [
  ['ringing', 'answer', 'bob', 'answered'],
  ['ringing', 'decline', 'bob', 'declined'],
  ['ringing', 'busy', 'bob', 'busy'],
  ['ringing', 'cancel', 'alice', 'cancelled'],
  ['answered', 'end', 'alice', 'ended'],
  ['answered', 'end', 'bob', 'ended'],
  ['answered', 'leave', 'alice', 'ended'],
  ['answered', 'leave', 'bob', 'ended'],
];
const sideOf: Record<CallAction, string[]> = {
  answer: ['bob'],
  decline: ['bob'],
  busy: ['bob'],
  cancel: ['alice'],
  end: ['alice', 'bob'],
  leave: ['alice', 'bob'],
};
const everyCase = states.flatMap((state) =>
  actions.flatMap((action) => [alice, bob].map((actor) => ({ state, action, actor, who: actor.userId }))),
);

describe('an action on a call', () => {
  it.each(everyCase)('$action by $who while it is $state', ({ state, action, actor }) => {
    // Prepare
    // By a phone that did not say which it is, so that it is nobody's repetition.
    const answered = { answeredBy: { userId: 'bob' } };
    const call = oneToOne(state, state === 'answered' ? answered : {}, { version: 7 });
    const rule = allowed.find(([from, what, who]) => from === state && what === action && who === actor.userId);

    // Act
    const transition = applyCallAction(call, action, actor, startMs);

    // Assess
    if (rule !== undefined) {
      expect(transition).toMatchObject({
        kind: 'changed',
        call: { state: rule[3], participants: [{ userId: 'bob', state: rule[3] }], version: 8 },
      });
    } else {
      const kind = sideOf[action].includes(actor.userId) ? 'too_late' : 'wrong_side';
      expect(transition).toStrictEqual({ kind, call });
    }
  });

  it.each<[CallAction, Partial<Participant>, CallActor | undefined]>([
    ['answer', { state: 'answered', answeredBy: bob }, undefined],
    ['decline', { state: 'declined', endedBy: bob }, bob],
    ['busy', { state: 'busy', endedBy: bob }, bob],
  ])('names the actor: %s', (action, participant, endedBy) => {
    // Prepare
    const call = aCall();

    // Act
    const transition = applyCallAction(call, action, bob, startMs);

    // Assess
    expect(transition.call.participants).toEqual([aParticipant(participant)]);
    expect(transition.call.endedBy).toEqual(endedBy);
  });

  it('does not modify the given call', () => {
    // Prepare
    const call = Object.freeze(aCall());
    Object.freeze(call.participants);

    // Act
    const transition = applyCallAction(call, 'answer', bob, startMs);

    // Assess
    expect(transition.call).not.toBe(call);
    expect(call).toEqual(aCall());
  });

  it.each(['end', 'leave'] as const)('keeps the answering device: %s', (action) => {
    // Prepare
    const call = oneToOne('answered', { answeredBy: bob });

    // Act
    const transition = applyCallAction(call, action, alice, startMs);

    // Assess
    const ended = { state: 'ended', participants: [{ answeredBy: bob }], endedBy: alice };
    expect(transition.call).toMatchObject(ended);
  });
});

describe('an answered call', () => {
  const call = oneToOne('answered', { answeredBy: bob });

  it.each(['end', 'leave'] as const)('is refused to another phone of the callee: %s', (action) => {
    // Prepare
    const otherPhone = { userId: 'bob', deviceId: 'b2' };

    // Act
    const transition = applyCallAction(call, action, otherPhone, startMs);

    // Assess
    expect(transition).toStrictEqual({ kind: 'other_device', call });
  });

  it('can be ended by the answering phone or by an unnamed one', () => {
    // Prepare
    const actors: CallActor[] = [bob, { userId: 'bob' }];

    // Act
    const ended = actors.map((actor) => applyCallAction(call, 'end', actor, startMs).call);

    // Assess
    for (const [index, { state, participants, endedBy }] of ended.entries()) {
      expect({ state, endedBy }).toEqual({ state: 'ended', endedBy: actors[index] });
      expect(participants[0]?.endedBy).toEqual(actors[index]);
    }
  });

  it('answered by an unnamed phone can be ended by any phone', () => {
    // Prepare
    const nameless = oneToOne('answered', { answeredBy: { userId: 'bob' } });

    // Act
    const transition = applyCallAction(nameless, 'end', bob, startMs);

    // Assess
    expect(transition.call.state).toBe('ended');
  });
});

describe('a repeated action', () => {
  const answeredBy = bob;
  const done: [CallAction, Call, CallActor][] = [
    ['answer', oneToOne('answered', { answeredBy }), bob],
    ['decline', oneToOne('declined', { endedBy: bob }), bob],
    ['busy', oneToOne('busy', { endedBy: bob }), bob],
    ['cancel', oneToOne('cancelled', {}, { endedBy: alice }), alice],
    ['end', oneToOne('ended', { answeredBy, endedBy: bob }, { endedBy: bob }), bob],
    ['leave', oneToOne('ended', { answeredBy, endedBy: bob }, { endedBy: bob }), bob],
    ['end', oneToOne('ended', { answeredBy }, { endedBy: alice }), alice],
    ['leave', oneToOne('ended', { answeredBy }, { endedBy: alice, callerLeft: alice }), alice],
  ];

  it.each(done)('by the same device changes nothing and is not an error: %s', (action, call, actor) => {
    // Prepare
    const nowMs = startMs + 1;

    // Act
    const transition = applyCallAction(call, action, actor, nowMs);

    // Assess
    expect(transition).toStrictEqual({ kind: 'unchanged', call });
  });

  it.each(done)("by another of the user's devices is too late: %s", (action, call, { userId }) => {
    // Prepare
    const others = ['another', undefined].map((deviceId) => ({ userId, deviceId }));

    // Act
    const transitions = others.map((other) => applyCallAction(call, action, other, startMs));

    // Assess
    expect(transitions).toStrictEqual([
      { kind: 'too_late', call },
      { kind: 'too_late', call },
    ]);
  });

  it('is recognised without a device ID as well', () => {
    // Prepare
    const call = oneToOne('declined', { endedBy: { userId: 'bob' } });

    // Act
    const transition = applyCallAction(call, 'decline', { userId: 'bob', deviceId: undefined }, startMs);

    // Assess
    expect(transition.kind).toBe('unchanged');
  });

  it('is too late when the call has ended since', () => {
    // Prepare
    const call = oneToOne('ended', { answeredBy }, { endedBy: alice });

    // Act
    const transition = applyCallAction(call, 'answer', bob, startMs);

    // Assess
    expect(transition).toStrictEqual({ kind: 'too_late', call });
  });

  it('counts as the same answer if the phones are unnamed', () => {
    // Prepare
    const call = oneToOne('answered', { answeredBy: { userId: 'bob' } });

    // Act
    const transition = applyCallAction(call, 'answer', { userId: 'bob' }, startMs);

    // Assess
    expect(transition).toStrictEqual({ kind: 'too_late', call });
  });
});

describe('the deadline of a call', () => {
  const { expiresAtMs } = aCall();

  it('ends the ringing at its very moment', () => {
    // Prepare
    const call = aCall();

    // Act
    const [before, at, after] = [expiresAtMs - 1, expiresAtMs, expiresAtMs + 1].map((nowMs) => callAt(call, nowMs));

    // Assess
    expect(before).toBe(call);
    expect(at).toStrictEqual(oneToOne('timedOut'));
    expect(after).toStrictEqual(at);
  });

  it.each(states.filter((state) => state !== 'ringing'))('does not affect a call that is %s', (state) => {
    // Prepare
    const call = oneToOne(state);

    // Act
    const later = callAt(call, expiresAtMs + 1);

    // Assess
    expect(later).toBe(call);
  });

  it.each(actions)('takes precedence over %s, even before it is written', (action) => {
    // Prepare
    const call = aCall();
    const actor = action === 'cancel' ? alice : bob;

    // Act
    const transition = applyCallAction(call, action, actor, expiresAtMs);

    // Assess
    expect(transition).toStrictEqual({ kind: 'too_late', call: oneToOne('timedOut') });
  });

  it('does not end a call that was answered in time', () => {
    // Prepare
    const answered = applyCallAction(aCall(), 'answer', bob, expiresAtMs - 1).call;

    // Act
    const transition = applyCallAction(answered, 'end', bob, expiresAtMs + 1);

    // Assess
    expect(transition.call.state).toBe('ended');
  });

  it('is a change to write, once', () => {
    // Prepare
    const call = aCall({ version: 3 });

    // Act
    const written = expire(call, expiresAtMs);

    // Assess
    expect(written).toStrictEqual(oneToOne('timedOut', {}, { version: 4 }));
    expect(written && expire(written, expiresAtMs + 1)).toBeUndefined();
    expect(expire(call, expiresAtMs - 1)).toBeUndefined();
  });
});

describe('a call', () => {
  it.each([
    ['alice', true],
    ['bob', true],
    ['carol', false],
    ['', false],
  ])('includes %s as a participant: %s', (userId, expected) => {
    // Prepare
    const call = aCall();

    // Act
    const participates = isParticipant(call, userId);

    // Assess
    expect(participates).toBe(expected);
  });

  it.each(states)('that reached no phone fails while it rings and is unchanged otherwise: %s', (state) => {
    // Prepare
    const call = oneToOne(state, {}, { version: 3 });

    // Act
    const failed = failParticipants(call, ['bob']);

    // Assess
    if (state === 'ringing') expect(failed).toStrictEqual(oneToOne('failed', {}, { version: 4 }));
    else expect(failed).toBe(call);
  });

  it('fails only for those who cannot be reached', () => {
    // Prepare
    const call = aCall();

    // Act
    const failed = failParticipants(call, ['carol']);

    // Assess
    expect(failed).toBe(call);
  });
});
