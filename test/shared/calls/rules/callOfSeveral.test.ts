import { describe, expect, it } from 'vitest';
import {
  applyCallAction,
  type Call,
  type CallAction,
  type CallState,
  callAt,
  failParticipants,
  type Participant,
} from '../../../../shared/calls/rules/call.ts';
import { invite, maxCallees, ringingParticipants } from '../../../../shared/calls/rules/invitation.ts';
import { callOutcomes, stoppedRinging } from '../../../../shared/calls/rules/timeline.ts';
import { timed } from '../../../../shared/calls/rules/times.ts';
import { aCall, aParticipant, isoTime, startMs } from '../../../support/factories.ts';

const { expiresAtMs } = aCall();
const on = (userId: string, deviceId = `${userId}-1`) => ({ userId, deviceId });
const answered = (userId: string): Participant => aParticipant({ userId, state: 'answered', answeredBy: on(userId) });

/** Alice calls Bob, Carol and Dave. */
const aCallOfThree = (changes: Partial<Call> = {}) =>
  aCall({ participants: ringingParticipants(['bob', 'carol', 'dave'], expiresAtMs), ...changes });

type Step = [userId: string, action: CallAction, deviceId?: string];

function afterSteps(call: Call, ...steps: Step[]): Call {
  return steps.reduce((now, [userId, action, deviceId]) => {
    const transition = applyCallAction(now, action, on(userId, deviceId), startMs);
    if (transition.kind !== 'changed') throw new Error(`${userId} cannot ${action}: ${transition.kind}`);
    return transition.call;
  }, call);
}

const stateOf = ({ state, participants }: Call): CallState[] => [state, ...participants.map((each) => each.state)];

describe('a call of several', () => {
  it.each<[string, Step[], CallState[]]>([
    ['rings', [], ['ringing', 'ringing', 'ringing', 'ringing']],
    ['rings on when one declines', [['bob', 'decline']], ['ringing', 'declined', 'ringing', 'ringing']],
    [
      'is answered by the first, and rings on for the others',
      [['carol', 'answer']],
      ['answered', 'ringing', 'answered', 'ringing'],
    ],
    [
      'goes on when one leaves',
      [
        ['bob', 'answer'],
        ['carol', 'answer'],
        ['bob', 'end'],
      ],
      ['answered', 'ended', 'answered', 'ringing'],
    ],
    [
      'waits for those who still ring when the only other one has left',
      [
        ['bob', 'answer'],
        ['bob', 'leave'],
      ],
      ['answered', 'ended', 'ringing', 'ringing'],
    ],
    [
      'ends with the last one who leaves',
      [
        ['bob', 'answer'],
        ['carol', 'decline'],
        ['dave', 'busy'],
        ['bob', 'leave'],
      ],
      ['ended', 'ended', 'declined', 'busy'],
    ],
    [
      'ends when nobody is left to talk to, however the last one is lost',
      [
        ['bob', 'answer'],
        ['bob', 'leave'],
        ['carol', 'decline'],
        ['dave', 'decline'],
      ],
      ['ended', 'ended', 'declined', 'declined'],
    ],
    [
      'goes on without its caller',
      [
        ['bob', 'answer'],
        ['carol', 'answer'],
        ['alice', 'leave'],
      ],
      ['answered', 'answered', 'answered', 'ringing'],
    ],
    [
      'ends with the second last one after its caller has left',
      [
        ['bob', 'answer'],
        ['carol', 'answer'],
        ['dave', 'decline'],
        ['alice', 'leave'],
        ['bob', 'end'],
      ],
      ['ended', 'ended', 'ended', 'declined'],
    ],
    [
      'does not ring for a caller who has left, when nobody else is in it',
      [
        ['bob', 'answer'],
        ['alice', 'leave'],
        ['bob', 'leave'],
      ],
      ['ended', 'ended', 'cancelled', 'cancelled'],
    ],
    [
      'is ended for all by its caller',
      [
        ['bob', 'answer'],
        ['alice', 'end'],
      ],
      ['ended', 'ended', 'cancelled', 'cancelled'],
    ],
    [
      'is cancelled for those who ring',
      [
        ['bob', 'decline'],
        ['alice', 'cancel'],
      ],
      ['cancelled', 'declined', 'cancelled', 'cancelled'],
    ],
    [
      'is declined when all have declined',
      [
        ['bob', 'decline'],
        ['carol', 'decline'],
        ['dave', 'decline'],
      ],
      Array(4).fill('declined'),
    ],
    [
      'is declined rather than busy',
      [
        ['bob', 'busy'],
        ['carol', 'decline'],
        ['dave', 'busy'],
      ],
      ['declined', 'busy', 'declined', 'busy'],
    ],
  ])('%s', (_behaviour, steps, expected) => {
    // Prepare
    const call = aCallOfThree();

    // Act
    const result = afterSteps(call, ...steps);

    // Assess
    expect(stateOf(result)).toEqual(expected);
    expect(result.version).toBe(call.version + steps.length);
  });

  it.each<[string, Step[], Step]>([
    ['the caller cannot cancel it once somebody is in it', [['bob', 'answer']], ['alice', 'cancel']],
    ['the caller cannot leave it while it only rings', [], ['alice', 'leave']],
    [
      'a caller who has left cannot end it',
      [
        ['bob', 'answer'],
        ['carol', 'answer'],
        ['alice', 'leave'],
      ],
      ['alice', 'end'],
    ],
    ['a callee who has declined cannot answer', [['bob', 'decline']], ['bob', 'answer']],
    [
      'a callee who has left cannot come back',
      [
        ['bob', 'answer'],
        ['carol', 'answer'],
        ['bob', 'leave'],
      ],
      ['bob', 'answer'],
    ],
    ['a ringing callee cannot end it', [['bob', 'answer']], ['carol', 'end']],
  ])('%s', (_behaviour, steps, [userId, action]) => {
    // Prepare
    const call = afterSteps(aCallOfThree(), ...steps);

    // Act
    const transition = applyCallAction(call, action, on(userId), startMs);

    // Assess
    expect(transition).toStrictEqual({ kind: 'too_late', call });
  });

  it('has one winner for each callee', () => {
    // Prepare
    const call = afterSteps(aCallOfThree(), ['bob', 'answer', 'b1'], ['carol', 'answer', 'c1']);

    // Act
    const [again, other] = ['b1', 'b2'].map((deviceId) =>
      applyCallAction(call, 'answer', on('bob', deviceId), startMs),
    );

    // Assess
    expect(again?.kind).toBe('unchanged');
    expect(other?.kind).toBe('too_late');
    expect(call.participants.map(({ answeredBy }) => answeredBy?.deviceId)).toEqual(['b1', 'c1', undefined]);
  });

  it('times out for each callee on its own', () => {
    // Prepare
    const [bob, carol] = [aParticipant(), aParticipant({ userId: 'carol', expiresAtMs: expiresAtMs + 1000 })];
    const call = aCall({ participants: [bob, carol], expiresAtMs: expiresAtMs + 1000 });

    // Act
    const [first, then] = [callAt(call, expiresAtMs), callAt(call, expiresAtMs + 1000)];

    // Assess
    expect(stateOf(first)).toEqual(['ringing', 'timedOut', 'ringing']);
    expect(stateOf(then)).toEqual(['timedOut', 'timedOut', 'timedOut']);
  });

  it('ends when time takes the last one for whom a caller was waiting', () => {
    // Prepare
    const call = afterSteps(aCallOfThree(), ['bob', 'answer'], ['bob', 'leave']);

    // Act
    const later = callAt(call, expiresAtMs);

    // Assess
    expect(stateOf(later)).toEqual(['ended', 'ended', 'timedOut', 'timedOut']);
    expect(later.endedBy).toBeUndefined();
  });

  it.each<[string, string[], Step[], CallState[]]>([
    ['rings on for the others', ['bob'], [], ['ringing', 'failed', 'ringing', 'ringing']],
    ['fails when none can be reached', ['bob', 'carol', 'dave'], [], Array(4).fill('failed')],
    [
      'is declined when the others have declined',
      ['bob'],
      [
        ['carol', 'decline'],
        ['dave', 'decline'],
      ],
      ['declined', 'failed', 'declined', 'declined'],
    ],
    [
      'leaves those who answered alone',
      ['bob', 'carol'],
      [['bob', 'answer']],
      ['answered', 'answered', 'failed', 'ringing'],
    ],
  ])('with unreachable callees %s', (_behaviour, unreachable, steps, expected) => {
    // Prepare
    const call = afterSteps(aCallOfThree(), ...steps);

    // Act
    const failed = failParticipants(call, unreachable);

    // Assess
    expect(stateOf(failed)).toEqual(expected);
  });
});

describe('a later invitation', () => {
  const later = startMs + 10_000;
  const invited = (call: Call, userId: string, userIds: string[], deviceId?: string) =>
    invite(call, on(userId, deviceId), userIds, later + 60_000, later);

  it.each<[string, Call, string]>([
    ['the caller while it rings', aCallOfThree(), 'alice'],
    ['the caller of an answered call', aCallOfThree({ state: 'answered', participants: [answered('bob')] }), 'alice'],
    ['a callee who has answered', aCallOfThree({ state: 'answered', participants: [answered('bob')] }), 'bob'],
  ])('by %s rings the new ones until their own deadline', (_who, call, userId) => {
    // Prepare
    const newcomers = ['erin', 'frank', 'erin', 'bob', 'alice'];

    // Act
    const invitation = invited(call, userId, newcomers);

    // Assess
    expect(invitation).toMatchObject({ kind: 'invited', invited: ['erin', 'frank'] });
    const { participants, version, state } = invitation.call;
    expect({ state, version }).toEqual({ state: call.state, version: call.version + 1 });
    const by = userId === call.from ? undefined : userId;
    const ringing = ringingParticipants(['erin', 'frank'], later + 60_000, by);
    expect(participants).toEqual([...call.participants, ...ringing]);
    expect(invitation.call.expiresAtMs).toBe(later + 60_000);
  });

  it('does not shorten the ringing of the others', () => {
    // Prepare
    const call = aCallOfThree();

    // Act
    const invitation = invite(call, on('alice'), ['erin'], startMs + 5000, startMs);

    // Assess
    expect(invitation.call.expiresAtMs).toBe(call.expiresAtMs);
  });

  it.each<[string, Call, string, string?]>([
    ['a call that is over', aCallOfThree({ state: 'cancelled' }), 'alice'],
    [
      'a caller who has left',
      aCallOfThree({ state: 'answered', participants: [answered('bob'), answered('carol')], callerLeft: on('alice') }),
      'alice',
    ],
    ['a callee who still rings', aCallOfThree(), 'bob'],
    [
      'a phone other than the one that answered',
      aCallOfThree({ state: 'answered', participants: [answered('bob')] }),
      'bob',
      'b2',
    ],
  ])('is not for %s', (_who, call, userId, deviceId) => {
    // Prepare
    const newcomers = ['erin'];

    // Act
    const invitation = invited(call, userId, newcomers, deviceId);

    // Assess
    expect(invitation).toStrictEqual({ kind: 'too_late', call });
  });

  it('does not ring present or former participants again', () => {
    // Prepare
    const call = afterSteps(aCallOfThree(), ['bob', 'answer'], ['carol', 'decline']);

    // Act
    const invitation = invited(call, 'alice', ['bob', 'carol', 'dave', 'alice']);

    // Assess
    expect(invitation).toStrictEqual({ kind: 'unchanged', call });
  });

  it('adds callees only up to the limit', () => {
    // Prepare
    const many = Array.from({ length: maxCallees - 3 }, (_, index) => `user-${index}`);

    // Act
    const [fits, tooMany] = [
      invited(aCallOfThree(), 'alice', many),
      invited(aCallOfThree(), 'alice', [...many, 'one more']),
    ];

    // Assess
    expect(fits.call.participants).toHaveLength(maxCallees);
    expect(tooMany.kind).toBe('too_many');
  });

  it('first times out callees past their deadline', () => {
    // Prepare
    const call = aCall();

    // Act
    const invitation = invite(call, on('alice'), ['erin'], expiresAtMs + 60_000, expiresAtMs);

    // Assess
    expect(invitation.kind).toBe('too_late');
  });
});

describe('the timeline entry of a change', () => {
  const at = (laterMs: number) => isoTime(startMs + laterMs);
  /** As it is kept: each change with its moment, a millisecond after the one before. */
  const lived = (...calls: Call[]): Call =>
    calls.slice(1).reduce(
      (before, call, index) => {
        const kept = { ...call, participants: withTimesOf(before, call), callerLeftAtMs: before.callerLeftAtMs };
        return timed(before, kept, startMs + index + 1);
      },
      timed(undefined, calls[0] ?? aCall(), startMs),
    );
  const withTimesOf = (before: Call, { participants }: Call) =>
    participants.map((each, index) => ({ ...each, times: before.participants[index]?.times }));

  it('exists for each callee with a new state', () => {
    // Prepare
    const answeredOne = afterSteps(aCallOfThree(), ['bob', 'answer']);
    const call = lived(aCallOfThree(), answeredOne, afterSteps(answeredOne, ['alice', 'end']));

    // Act
    const { timeline } = callOutcomes(call, [], []);

    // Assess
    expect(timeline).toEqual([
      ...['bob', 'carol', 'dave'].map((userId) => ({ at: at(0), event: 'ringing', userId })),
      { at: at(1), event: 'answered', userId: 'bob', deviceId: 'bob-1' },
      { at: at(2), event: 'ended', userId: 'bob' },
      { at: at(2), event: 'cancelled', userId: 'carol' },
      { at: at(2), event: 'cancelled', userId: 'dave' },
    ]);
  });

  it('exists when the caller leaves', () => {
    // Prepare
    const two = afterSteps(aCallOfThree(), ['bob', 'answer'], ['carol', 'answer']);
    const call = lived(two, afterSteps(two, ['alice', 'leave']));

    // Act
    const { timeline } = callOutcomes(call, [], []);

    // Assess
    expect(timeline.at(-1)).toEqual({ at: at(1), event: 'left', userId: 'alice', deviceId: 'alice-1' });
  });

  it('names the callees whose phones stop ringing', () => {
    // Prepare
    const call = afterSteps(aCallOfThree(), ['bob', 'decline']);

    // Act
    const stopped = [
      stoppedRinging(aCallOfThree(), call),
      stoppedRinging(call, afterSteps(call, ['alice', 'cancel'])),
      stoppedRinging(call, call),
    ];

    // Assess
    expect(stopped).toEqual([['bob'], ['carol', 'dave'], []]);
  });
});
