import { describe, expect, it } from 'vitest';
import { changeCall, readCall } from '../../../../shared/calls/flows/changeCall.ts';
import type { Call, CallAction } from '../../../../shared/calls/rules/call.ts';
import { aCall, aCallRecord, aParticipant, isoTime, startMs } from '../../../support/factories.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const { callId } = aCall();
const bob = { userId: 'bob', deviceId: 'b1' };
const answeredByBob = (changes: Partial<Call> = {}) =>
  aCall({ state: 'answered', participants: [aParticipant({ state: 'answered', answeredBy: bob })], ...changes });
const answererOf = ({ participants }: Call) => participants[0]?.answeredBy;

async function portsWith(call: Call): Promise<MemoryPorts> {
  const ports = memoryPorts();
  await ports.calls.create(aCallRecord(call));
  return ports;
}

describe('a change of a call', () => {
  it('is kept and answered with the call', async () => {
    // Prepare
    const ports = await portsWith(aCall());

    // Act
    const result = await changeCall(ports, callId, 'answer', bob);

    // Assess
    const times = { answered: startMs };
    const participants = [aParticipant({ state: 'answered', answeredBy: bob, times })];
    expect(result).toEqual(aCallRecord(answeredByBob({ version: 2, participants })));
    expect(await ports.calls.find(callId)).toEqual(result);
    const line = { at: isoTime(startMs), event: 'answered', userId: 'bob', deviceId: 'b1' };
    expect((await ports.calls.report(callId))?.timeline).toEqual([line]);
  });

  it('repeated by the same phone gets the same answer and is not written again', async () => {
    // Prepare
    const ports = await portsWith(aCall());
    const first = await changeCall(ports, callId, 'answer', bob);
    ports.calls.change = () => Promise.reject(new Error('not needed'));

    // Act
    const again = await changeCall(ports, callId, 'answer', bob);

    // Assess
    expect(again).toEqual(first);
  });

  it('made too late is refused with the state of the call', async () => {
    // Prepare
    const ports = await portsWith(aCall({ state: 'cancelled', participants: [aParticipant({ state: 'cancelled' })] }));

    // Act
    const result = await changeCall(ports, callId, 'answer', bob);

    // Assess
    expect(result).toMatchObject({
      refusal: 'call_state',
      detail: 'The call is cancelled, so you cannot answer it.',
      extensions: { state: 'cancelled' },
    });
  });

  it('after the deadline is refused, even before its end is written', async () => {
    // Prepare
    const ports = await portsWith(aCall());
    ports.clock.advance(60_000);

    // Act
    const result = await changeCall(ports, callId, 'answer', bob);

    // Assess
    expect(result).toMatchObject({ refusal: 'call_state', extensions: { state: 'timedOut' } });
    expect((await ports.calls.find(callId))?.call).toEqual(aCall());
  });

  it.each<[string, CallAction, string]>([
    ['alice', 'answer', 'Only the callee may answer this call.'],
    ['alice', 'decline', 'Only the callee may decline this call.'],
    ['alice', 'busy', 'Only the callee may busy this call.'],
    ['bob', 'cancel', 'Only the caller may cancel this call.'],
  ])('by %s, whose side may not %s, is refused', async (userId, action, detail) => {
    // Prepare
    const ports = await portsWith(aCall());

    // Act
    const result = await changeCall(ports, callId, action, { userId });

    // Assess
    expect(result).toMatchObject({ refusal: 'call_side', detail, extensions: { state: 'ringing' } });
    expect((await ports.calls.find(callId))?.call).toEqual(aCall());
  });

  it.each([
    ['of an unknown call', 'another', 'bob'],
    ["of other people's call", callId, 'mallory'],
  ])('%s is refused as if the call did not exist', async (_what, id, userId) => {
    // Prepare
    const ports = await portsWith(aCall());

    // Act
    const results = [await changeCall(ports, id, 'answer', { userId }), await readCall(ports, id, userId)];

    // Assess
    const refusal = { refusal: 'unknown_call', detail: `You do not have a call ${id}.` };
    expect(results).toEqual([refusal, refusal]);
  });
});

describe('two concurrent changes', () => {
  it('conflict: the slower one gets the state of the call', async () => {
    // Prepare
    const ports = await portsWith(aCall());
    const { change } = ports.calls;
    ports.calls.change = async (...given) => {
      ports.calls.change = change;
      await changeCall(ports, callId, 'decline', { userId: 'bob', deviceId: 'b2' });
      return ports.calls.change(...given);
    };

    // Act
    const result = await changeCall(ports, callId, 'answer', bob);

    // Assess
    expect(result).toMatchObject({ refusal: 'call_state', extensions: { state: 'declined' } });
    expect((await ports.calls.find(callId))?.call).toMatchObject({ state: 'declined', version: 2 });
  });

  it('are both made if both are allowed', async () => {
    // Prepare
    const ports = await portsWith(answeredByBob());
    const { change } = ports.calls;
    ports.calls.change = async (read, changed) => {
      ports.calls.change = change;
      // What another version of Ringpost may write.
      await ports.calls.change(read, { ...answeredByBob({ version: 2 }), endedBy: bob });
      return ports.calls.change(read, changed);
    };

    // Act
    const result = await changeCall(ports, callId, 'end', bob);

    // Assess
    expect(result).toMatchObject({ call: { state: 'ended', version: 3 } });
  });

  it('by 20 phones have one winner', async () => {
    // Prepare
    const ports = await portsWith(aCall());
    const phones = Array.from({ length: 20 }, (_, index) => ({ userId: 'bob', deviceId: `b${index}` }));

    // Act
    const results = await Promise.all(phones.map((phone) => changeCall(ports, callId, 'answer', phone)));

    // Assess
    const winners = results.flatMap((result) => ('call' in result ? [answererOf(result.call)] : []));
    expect(winners).toHaveLength(1);
    const found = await ports.calls.find(callId);
    expect(found && answererOf(found.call)).toEqual(winners[0]);
  });

  it('that keep conflicting are an error that names the call, not a loop', async () => {
    // Prepare
    const ports = await portsWith(aCall());
    let tries = 0;
    ports.calls.change = async () => {
      tries += 1;
      return undefined;
    };

    // Act
    const changed = changeCall(ports, callId, 'answer', bob);

    // Assess
    await expect(changed).rejects.toThrow(callId);
    expect(tries).toBe(200);
  });
});

describe('a call, when read,', () => {
  it.each<[string, number, Partial<Call>]>([
    ['rings until its deadline', 59_999, { state: 'ringing' }],
    ['has timed out from then on', 60_000, { state: 'timedOut' }],
  ])('%s', async (_behaviour, afterMs, expected) => {
    // Prepare
    const ports = await portsWith(aCall());
    ports.clock.advance(afterMs);

    // Act
    const results = [await readCall(ports, callId, 'alice'), await readCall(ports, callId, 'bob')];

    // Assess
    const { state = 'ringing' } = expected;
    const call = aCall({ state, participants: [aParticipant({ state })] });
    const record = { ...aCallRecord(call), targets: [], timeline: [] };
    expect(results).toEqual([record, record]);
  });
});
