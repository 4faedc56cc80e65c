import { describe, expect, it } from 'vitest';
import { changeCallAsServer, readAnyCall } from '../../../../shared/calls/flows/changeCall.ts';
import type { Call } from '../../../../shared/calls/rules/call.ts';
import { endedReasonFor } from '../../../../shared/calls/rules/endedReason.ts';
import { aCall, aCallRecord, aParticipant } from '../../../support/factories.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const { callId } = aCall();
const onPhone = { userId: 'bob', deviceId: 'b1' };
const answered = aCall({
  state: 'answered',
  participants: [
    aParticipant({ state: 'answered', answeredBy: onPhone }),
    aParticipant({ userId: 'carol', state: 'ringing' }),
  ],
});

async function portsWith(call: Call): Promise<MemoryPorts> {
  const ports = memoryPorts();
  await ports.calls.create(aCallRecord(call));
  return ports;
}

describe('a server', () => {
  it('cancels a ringing call for everybody', async () => {
    // Prepare
    const ports = await portsWith(aCall());

    // Act
    const result = await changeCallAsServer(ports, callId, 'cancel');

    // Assess
    if ('refusal' in result) throw new Error(result.detail);
    expect(result.call).toMatchObject({ state: 'cancelled', participants: [{ userId: 'bob', state: 'cancelled' }] });
    const reasons = [onPhone, { userId: 'alice', deviceId: 'a1' }, { userId: 'alice' }].map((viewer) =>
      endedReasonFor(result.call, viewer),
    );
    expect(reasons).toEqual([2, 2, 2]);
  });

  it('ends an answered call for everybody, including phones that still ring', async () => {
    // Prepare
    const ports = await portsWith(answered);

    // Act
    const result = await changeCallAsServer(ports, callId, 'end');

    // Assess
    expect(result).toMatchObject({
      call: { state: 'ended', participants: [{ state: 'ended' }, { userId: 'carol', state: 'cancelled' }] },
    });
    expect(result).not.toHaveProperty('call.endedBy');
  });

  it('gets the same answer when it repeats an action', async () => {
    // Prepare
    const ports = await portsWith(answered);
    const first = await changeCallAsServer(ports, callId, 'end');

    // Act
    const again = await changeCallAsServer(ports, callId, 'end');

    // Assess
    expect(again).toEqual(first);
  });

  it.each([
    ['end', aCall(), 'ringing'],
    ['cancel', answered, 'answered'],
  ] as const)('cannot %s a call in another state', async (action, call, state) => {
    // Prepare
    const ports = await portsWith(call);

    // Act
    const result = await changeCallAsServer(ports, callId, action);

    // Assess
    expect(result).toMatchObject({ refusal: 'call_state', extensions: { state } });
    expect(await ports.calls.find(callId)).toEqual(aCallRecord(call));
  });

  it('reads any call in its current state', async () => {
    // Prepare
    const ports = await portsWith(aCall());
    ports.clock.advance(60_000);

    // Act
    const result = await readAnyCall(ports, callId);

    // Assess
    expect(result).toMatchObject({ call: { state: 'timedOut' }, targets: [], timeline: [] });
  });

  it('is refused a call that does not exist', async () => {
    // Prepare
    const ports = memoryPorts();

    // Act
    const results = [await readAnyCall(ports, callId), await changeCallAsServer(ports, callId, 'end')];

    // Assess
    const refusal = { refusal: 'unknown_call', detail: `There is no call ${callId}.` };
    expect(results).toMatchObject([refusal, refusal]);
  });
});
