import { describe, expect, it } from 'vitest';
import {
  applyCallAction,
  type Call,
  type CallAction,
  type CallState,
  callAt,
  failCall,
  isParticipant,
} from '../../../shared/rules/call.ts';
import { aCall, startMs } from '../../support/factories.ts';

const states: CallState[] = ['ringing', 'answered', 'declined', 'busy', 'cancelled', 'timedOut', 'ended', 'failed'];
const actions: CallAction[] = ['answer', 'decline', 'busy', 'cancel', 'end'];
const alice = { userId: 'alice', deviceId: 'a1' };
const bob = { userId: 'bob', deviceId: 'b1' };

/** All that is allowed, as product.md and contract.md say it: in which state, to whom, and where it leads. */
const allowed: [CallState, CallAction, 'alice' | 'bob', CallState][] = [
  ['ringing', 'answer', 'bob', 'answered'],
  ['ringing', 'decline', 'bob', 'declined'],
  ['ringing', 'busy', 'bob', 'busy'],
  ['ringing', 'cancel', 'alice', 'cancelled'],
  ['answered', 'end', 'alice', 'ended'],
  ['answered', 'end', 'bob', 'ended'],
];
const sideOf: Record<CallAction, string[]> = {
  answer: ['bob'],
  decline: ['bob'],
  busy: ['bob'],
  cancel: ['alice'],
  end: ['alice', 'bob'],
};
const everyCase = states.flatMap((state) =>
  actions.flatMap((action) => [alice, bob].map((actor) => ({ state, action, actor, who: actor.userId }))),
);

describe('an action on a call', () => {
  it.each(everyCase)('$action by $who while it is $state', ({ state, action, actor }) => {
    // Prepare
    const call = aCall({ state, version: 7 });
    const rule = allowed.find(([from, what, who]) => from === state && what === action && who === actor.userId);

    // Act
    const transition = applyCallAction(call, action, actor, startMs);

    // Assess
    if (rule !== undefined) {
      const who = action === 'answer' ? { answeredBy: actor } : { endedBy: actor };
      expect(transition).toStrictEqual({ kind: 'changed', call: { ...call, state: rule[3], ...who, version: 8 } });
    } else {
      const kind = sideOf[action].includes(actor.userId) ? 'too_late' : 'wrong_side';
      expect(transition).toStrictEqual({ kind, call });
    }
  });

  it('leaves the call that it was given as it was', () => {
    // Prepare
    const call = Object.freeze(aCall());

    // Act
    const transition = applyCallAction(call, 'answer', bob, startMs);

    // Assess
    expect(transition.call).not.toBe(call);
    expect(call).toEqual(aCall());
  });

  it('keeps who answered when it ends the call', () => {
    // Prepare
    const call = aCall({ state: 'answered', answeredBy: bob });

    // Act
    const transition = applyCallAction(call, 'end', alice, startMs);

    // Assess
    expect(transition.call).toMatchObject({ state: 'ended', answeredBy: bob, endedBy: alice });
  });
});

describe('an action that is sent again', () => {
  const done: [CallAction, CallState, Partial<Call>, { userId: string; deviceId: string }][] = [
    ['answer', 'answered', { answeredBy: bob }, bob],
    ['decline', 'declined', { endedBy: bob }, bob],
    ['busy', 'busy', { endedBy: bob }, bob],
    ['cancel', 'cancelled', { endedBy: alice }, alice],
    ['end', 'ended', { answeredBy: bob, endedBy: bob }, bob],
    ['end', 'ended', { answeredBy: bob, endedBy: alice }, alice],
  ];

  it.each(done)('by the same device changes nothing and is no error: %s', (action, state, by, actor) => {
    // Prepare
    const call = aCall({ state, ...by });

    // Act
    const transition = applyCallAction(call, action, actor, startMs);

    // Assess
    expect(transition).toStrictEqual({ kind: 'unchanged', call });
  });

  it.each(done)("by another of the user's devices is too late: %s", (action, state, by, actor) => {
    // Prepare
    const call = aCall({ state, ...by });

    // Act
    const transitions = ['another', undefined].map((deviceId) =>
      applyCallAction(call, action, { userId: actor.userId, deviceId }, startMs),
    );

    // Assess
    expect(transitions).toStrictEqual([
      { kind: 'too_late', call },
      { kind: 'too_late', call },
    ]);
  });

  it('by the other side is too late', () => {
    // Prepare
    const call = aCall({ state: 'ended', answeredBy: bob, endedBy: { userId: 'bob', deviceId: 'same' } });

    // Act
    const transition = applyCallAction(call, 'end', { userId: 'alice', deviceId: 'same' }, startMs);

    // Assess
    expect(transition.kind).toBe('too_late');
  });

  it('is recognised without a device ID, too', () => {
    // Prepare
    const call = aCall({ state: 'declined', endedBy: { userId: 'bob' } });

    // Act
    const transition = applyCallAction(call, 'decline', { userId: 'bob', deviceId: undefined }, startMs);

    // Assess
    expect(transition.kind).toBe('unchanged');
  });

  it('is too late when the call has ended since', () => {
    // Prepare
    const call = aCall({ state: 'ended', answeredBy: bob, endedBy: alice });

    // Act
    const transition = applyCallAction(call, 'answer', bob, startMs);

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
    expect(at).toStrictEqual({ ...call, state: 'timedOut' });
    expect(after).toStrictEqual({ ...call, state: 'timedOut' });
  });

  it.each(states.filter((state) => state !== 'ringing'))('means nothing to a call that is %s', (state) => {
    // Prepare
    const call = aCall({ state });

    // Act
    const later = callAt(call, expiresAtMs + 1);

    // Assess
    expect(later).toBe(call);
  });

  it.each(actions)('comes before %s, also when nobody has written it down', (action) => {
    // Prepare
    const call = aCall();
    const actor = action === 'cancel' ? alice : bob;

    // Act
    const transition = applyCallAction(call, action, actor, expiresAtMs);

    // Assess
    expect(transition).toStrictEqual({ kind: 'too_late', call: { ...call, state: 'timedOut' } });
  });

  it('does not end a call that was answered in time', () => {
    // Prepare
    const answered = applyCallAction(aCall(), 'answer', bob, expiresAtMs - 1).call;

    // Act
    const transition = applyCallAction(answered, 'end', bob, expiresAtMs + 1);

    // Assess
    expect(transition.call.state).toBe('ended');
  });
});

describe('a call', () => {
  it.each([
    ['alice', true],
    ['bob', true],
    ['carol', false],
    ['', false],
  ])('has %s as a participant: %s', (userId, expected) => {
    // Prepare
    const call = aCall();

    // Act
    const participates = isParticipant(call, userId);

    // Assess
    expect(participates).toBe(expected);
  });

  it('that a nameless phone has answered cannot be answered by another nameless one', () => {
    // Prepare
    const call = aCall({ state: 'answered', answeredBy: { userId: 'bob' } });

    // Act
    const transition = applyCallAction(call, 'answer', { userId: 'bob' }, startMs);

    // Assess
    expect(transition).toStrictEqual({ kind: 'too_late', call });
  });

  it.each(states)('that reached no phone fails while it rings, and stays otherwise: %s', (state) => {
    // Prepare
    const call = aCall({ state, version: 3 });

    // Act
    const failed = failCall(call);

    // Assess
    expect(failed).toStrictEqual(state === 'ringing' ? { ...call, state: 'failed', version: 4 } : call);
  });
});
