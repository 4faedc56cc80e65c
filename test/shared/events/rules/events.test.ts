import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventSchemas } from '../../../../shared/api/schemas/events.ts';
import { applyCallAction, type Call, type CallAction, callAt } from '../../../../shared/calls/rules/call.ts';
import { callTimesOutAtMs, participantsOf } from '../../../../shared/calls/rules/change.ts';
import { invite, ringingParticipants } from '../../../../shared/calls/rules/invitation.ts';
import {
  type CallSnapshot,
  callEvents,
  type DomainEvent,
  type MessageSnapshot,
  messageEvents,
} from '../../../../shared/events/rules/events.ts';
import { startMs } from '../../../support/factories.ts';

const change = { changeId: 'change-1', changedAtMs: startMs };
const expiresAtMs = startMs + 60_000;

function callTo(...userIds: string[]): Call {
  return {
    callId: 'c0ffee00-0000-4000-8000-000000000001',
    from: 'alice',
    state: 'ringing',
    participants: ringingParticipants(userIds, expiresAtMs),
    createdAtMs: startMs,
    expiresAtMs,
    version: 1,
  };
}

const act = (call: Call, action: CallAction, userId: string, deviceId = 'phone-1'): Call =>
  applyCallAction(call, action, { userId, deviceId }, startMs + 1000).call;
const typesOf = (events: DomainEvent[]) => events.map(({ type }) => type);
const handle = { type: 'generic', value: 'alice' } as const;
const snapshot = (call: Call): CallSnapshot => ({ call, hasVideo: false, details: { callerName: 'Alice', handle } });
const eventsOf = (before: Call | undefined, after: Call) =>
  callEvents(change, before && snapshot(before), { ...snapshot(after), hasVideo: true });

describe('callEvents', () => {
  it.each<[string, Call | undefined, Call, string[]]>([
    ['a new call', undefined, callTo('bob'), ['call.ringing']],
    ['an answer', callTo('bob'), act(callTo('bob'), 'answer', 'bob'), ['call.answered']],
    ['a decline', callTo('bob'), act(callTo('bob'), 'decline', 'bob'), ['call.declined']],
    ['a busy phone', callTo('bob'), act(callTo('bob'), 'busy', 'bob'), ['call.busy']],
    ['a cancelled call', callTo('bob'), act(callTo('bob'), 'cancel', 'alice'), ['call.cancelled']],
    ['a call that nobody answers', callTo('bob'), callAt(callTo('bob'), expiresAtMs), ['call.timedOut']],
    [
      'an end',
      act(callTo('bob'), 'answer', 'bob'),
      act(act(callTo('bob'), 'answer', 'bob'), 'end', 'bob'),
      ['call.ended'],
    ],
    [
      'one of several who declines while the others keep ringing',
      callTo('bob', 'carol'),
      act(callTo('bob', 'carol'), 'decline', 'bob'),
      ['call.changed'],
    ],
    ['a write without a change of state', callTo('bob'), { ...callTo('bob'), version: 2 }, []],
  ])('publishes %s', (_title, before, after, expected) => {
    // Prepare
    const snapshots = { before, after };

    // Act
    const events = eventsOf(snapshots.before, snapshots.after);

    // Assess
    expect(typesOf(events)).toEqual(expected);
  });

  it('names the participants and the phone that answered', () => {
    // Prepare
    const ringing = callTo('bob', 'carol');

    // Act
    const [event] = eventsOf(ringing, act(ringing, 'answer', 'bob', 'bobs-ipad'));

    // Assess
    expect(event?.detail).toEqual({
      eventId: 'change-1',
      at: '2026-11-22T12:00:00.000Z',
      callId: ringing.callId,
      version: 2,
      state: 'answered',
      from: 'alice',
      participants: [
        { userId: 'bob', state: 'answered', answeredOn: 'bobs-ipad' },
        { userId: 'carol', state: 'ringing' },
      ],
      callerLeft: false,
      hasVideo: true,
      callerName: 'Alice',
      handle: { type: 'generic', value: 'alice' },
      createdAt: '2026-11-22T12:00:00.000Z',
      expiresAt: '2026-11-22T12:01:00.000Z',
    });
  });

  it('publishes what the phones show, once the caller has changed it', () => {
    // Prepare
    const before = snapshot(callTo('bob'));
    const after = { ...before, details: { callerName: 'Alice Example', handle }, revisedAtMs: startMs + 1000 };

    // Act
    const events = callEvents(change, before, after);

    // Assess
    expect(events).toMatchObject([{ type: 'call.changed', detail: { callerName: 'Alice Example', handle } }]);
  });

  it('fits its schema throughout any call', () => {
    const actions = fc.constantFrom<CallAction[]>('answer', 'decline', 'busy', 'cancel', 'end', 'leave');
    const steps = fc.array(fc.tuple(actions, fc.constantFrom('alice', 'bob', 'carol')), { maxLength: 6 });
    fc.assert(
      fc.property(steps, (all) => {
        // Prepare
        const calls = [callTo('bob', 'carol')];
        for (const [action, userId] of all) calls.push(act(calls.at(-1) ?? callTo('bob'), action, userId));

        // Act
        const events = calls.flatMap((call, index) => eventsOf(calls[index - 1], call));

        // Assess
        for (const { type, detail } of events) expect(eventSchemas[type].safeParse(detail).error).toBeUndefined();
        expect(events[0]?.type).toBe('call.ringing');
      }),
    );
  });
});

describe('a change of a call', () => {
  it('sets a timer when phones begin to ring, once for each invitee', () => {
    // Prepare
    const ringing = callTo('bob');
    const later = invite(ringing, { userId: 'alice' }, ['carol'], expiresAtMs + 5000, startMs + 5000).call;

    // Act
    const due = [
      callTimesOutAtMs(undefined, ringing),
      callTimesOutAtMs(ringing, act(ringing, 'decline', 'bob')),
      callTimesOutAtMs(ringing, later),
      callTimesOutAtMs(later, act(later, 'answer', 'carol')),
    ];

    // Assess
    expect(due).toEqual([expiresAtMs, undefined, expiresAtMs + 5000, undefined]);
  });

  it('has the caller and every callee as its participants, each once', () => {
    // Prepare
    const call = callTo('bob', 'carol', 'alice');

    // Act
    const participants = participantsOf(call);

    // Assess
    expect(participants).toEqual(['alice', 'bob', 'carol']);
  });
});

describe('messageEvents', () => {
  const at = '2026-11-22T12:00:00.000Z';
  const sent: MessageSnapshot = {
    messageId: 'm1',
    from: 'alice',
    to: ['bob', 'carol'],
    createdAtMs: Date.parse(at),
    targets: [{ userId: 'bob', deviceId: 'phone-1', kind: 'alert', outcome: 'retrying', reason: 'timeout' }],
    timeline: [{ at, event: 'received' }],
  };

  it('publishes a message that was sent, without its recipients', () => {
    // Prepare
    const after = sent;

    // Act
    const [event] = messageEvents(change, undefined, after);

    // Assess
    expect(event).toEqual({
      type: 'message.sent',
      detail: {
        eventId: 'change-1',
        at,
        messageId: 'm1',
        from: 'alice',
        recipientCount: 2,
        createdAt: at,
        summary: { accepted: 0, skipped: 0, rejected: 0, failed: 0, retrying: 1 },
        timeline: [{ at, event: 'received' }],
      },
    });
  });

  it('publishes the new entries in the timeline of a message, and nothing else of it', () => {
    // Prepare
    const step = { at, event: 'accepted', deviceId: 'phone-1', kind: 'alert', secret: 'text' };
    const after = { ...sent, timeline: [...sent.timeline, step] };

    // Act
    const events = messageEvents(change, sent, after);

    // Assess
    expect(typesOf(events)).toEqual(['message.updated']);
    expect(events[0]?.detail).toMatchObject({
      timeline: [{ at, event: 'accepted', deviceId: 'phone-1', kind: 'alert' }],
    });
    expect(JSON.stringify(events)).not.toContain('secret');
    for (const { type, detail } of events) expect(eventSchemas[type].safeParse(detail).error).toBeUndefined();
  });

  it('publishes nothing for a write that leaves the timeline unchanged', () => {
    // Prepare
    const after = { ...sent, targets: [] };

    // Act
    const events = messageEvents(change, sent, after);

    // Assess
    expect(events).toEqual([]);
  });
});
