import { describe, expect, it } from 'vitest';
import { applyCallAction } from '../../../../shared/calls/rules/call.ts';
import { invite } from '../../../../shared/calls/rules/invitation.ts';
import { ringEvents } from '../../../../shared/calls/rules/ringChannel.ts';
import { aCall, aCallRecord, aParticipant, startMs } from '../../../support/factories.ts';

const call = aCall({ participants: [aParticipant(), aParticipant({ userId: 'carol' })] });
const channelOf = (index: number) => `/rings/${call.callId}/${index}`;

const heard = (of: typeof call) => aCallRecord(of);

describe('what ringing phones hear', () => {
  it('is that the call was answered on another phone, but not on the one that answered', () => {
    // Prepare
    const { call: answered } = applyCallAction(call, 'answer', { userId: 'bob', deviceId: 'b1' }, startMs);

    // Act
    const events = ringEvents(heard(call), heard(answered));

    // Assess
    expect(events).toEqual([
      {
        channel: channelOf(0),
        event: {
          callId: call.callId,
          state: 'answered',
          endedReason: 4,
          exceptions: [{ deviceId: 'b1', endedReason: undefined }],
        },
      },
    ]);
  });

  it('is the end of the call, for each callee', () => {
    // Prepare
    const { call: cancelled } = applyCallAction(call, 'cancel', { userId: call.from }, startMs);

    // Act
    const events = ringEvents(heard(call), heard(cancelled));

    // Assess
    const event = { callId: call.callId, state: 'cancelled', endedReason: 2 };
    expect(events).toEqual([
      { channel: channelOf(0), event },
      { channel: channelOf(1), event },
    ]);
  });

  it('is what the caller has changed', () => {
    // Prepare
    const record = heard(call);
    const shown = { callerName: 'Alice B.', handle: { type: 'generic' as const, value: 'alice' }, hasVideo: true };
    const revised = { ...record, details: { ...record.details, ...shown }, revisedAtMs: startMs };

    // Act
    const events = ringEvents(record, revised);
    const again = ringEvents(revised, revised);

    // Assess
    const event = { callId: call.callId, state: 'ringing', ...shown };
    expect(events).toEqual([
      { channel: channelOf(0), event },
      { channel: channelOf(1), event },
    ]);
    expect(again).toEqual([]);
  });

  it('is nothing of changes that concern others, nor of those who are invited now', () => {
    // Prepare
    const { call: more } = invite(call, { userId: call.from }, ['dave'], startMs + 60_000, startMs);

    // Act
    const events = ringEvents(heard(call), heard(more));

    // Assess
    expect(more.participants).toHaveLength(3);
    expect(events).toEqual([]);
  });
});
