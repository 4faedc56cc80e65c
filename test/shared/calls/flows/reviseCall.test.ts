import { describe, expect, it } from 'vitest';
import { changeCall } from '../../../../shared/calls/flows/changeCall.ts';
import { readRing } from '../../../../shared/calls/flows/readRing.ts';
import { reviseAsServer, reviseCall } from '../../../../shared/calls/flows/reviseCall.ts';
import { reviseAsUser } from '../../../../shared/calls/flows/seenCall.ts';
import { signTicket, ticketFor } from '../../../../shared/calls/rules/ringTicket.ts';
import { aCall, aCallRecord, aDevice, aParticipant } from '../../../support/factories.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const bob = aParticipant();
const call = aCall({ participants: [bob] });
const { callId } = call;
const handle = { type: 'phoneNumber', value: '8613800138000' } as const;

async function ringing(): Promise<MemoryPorts> {
  const ports = memoryPorts();
  await ports.calls.create(aCallRecord(call));
  return ports;
}

describe('a change of what a call shows', () => {
  it('is stored, and the ring tickets of the phones show it', async () => {
    // Prepare
    const ports = await ringing();
    const ticket = signTicket(await ports.ticketKeys.signing(), ticketFor(call, bob, 'b1'));

    // Act
    const result = await reviseAsUser(
      ports,
      callId,
      { callerName: 'Ana', handle, hasVideo: true },
      { userId: 'alice' },
    );

    // Assess
    const shown = { callerName: 'Ana', handle, hasVideo: true };
    expect(result).toMatchObject({ record: { hasVideo: true, details: shown } });
    expect(await readRing(ports, ticket)).toEqual({ callId, state: 'ringing', ...shown });
  });

  it('leaves unnamed fields alone, and ignores an invisible name', async () => {
    // Prepare
    const ports = await ringing();
    const { details } = aCallRecord(call);

    // Act
    await reviseAsServer(ports, callId, { callerName: '\u200b ', hasVideo: true });

    // Assess
    expect((await ports.calls.find(callId))?.details).toEqual({ ...details, hasVideo: true });
  });

  it('writes nothing if it changes nothing', async () => {
    // Prepare
    const ports = await ringing();

    // Act
    const result = await reviseAsServer(ports, callId, {});

    // Assess
    expect(result).toEqual(aCallRecord(call));
    expect(await ports.calls.find(callId)).toEqual(aCallRecord(call));
  });

  it('by a callee is refused', async () => {
    // Prepare
    const ports = await ringing();
    ports.devices.add(aDevice());

    // Act
    const result = await reviseAsUser(ports, callId, { callerName: 'Eve' }, { userId: 'bob' });

    // Assess
    expect(result).toMatchObject({ refusal: 'call_side', extensions: { state: 'ringing' } });
    expect(await ports.calls.find(callId)).toEqual(aCallRecord(call));
  });

  it('after the end is refused, even before the end is written', async () => {
    // Prepare
    const ports = await ringing();
    ports.clock.advance(60_000);

    // Act
    const result = await reviseAsServer(ports, callId, { callerName: 'Ana' });

    // Assess
    expect(result).toMatchObject({ refusal: 'call_state', extensions: { state: 'timedOut' } });
  });

  it('that meets the end of the call is refused', async () => {
    // Prepare
    const ports = await ringing();
    await changeCall(ports, callId, 'cancel', { userId: 'alice' });

    // Act
    const result = await reviseCall(ports, aCallRecord(call), { callerName: 'Ana' });

    // Assess
    expect(result).toMatchObject({ refusal: 'call_state', extensions: { state: 'cancelled' } });
    expect((await ports.calls.find(callId))?.details).toEqual(aCallRecord(call).details);
  });

  it('that does not fit into a VoIP push is refused', async () => {
    // Prepare
    const ports = memoryPorts();
    const details = { ...aCallRecord(call).details, ext: 'x'.repeat(4_500) };
    await ports.calls.create(aCallRecord(call, { details }));

    // Act
    const result = await reviseAsServer(ports, callId, { callerName: '\u{1f600}'.repeat(100) });

    // Assess
    expect(result).toMatchObject({ refusal: 'push_too_large' });
  });

  it('of a call that does not exist is refused', async () => {
    // Prepare
    const ports = memoryPorts();

    // Act
    const result = await reviseAsServer(ports, callId, { callerName: 'Ana' });

    // Assess
    expect(result).toMatchObject({ refusal: 'unknown_call', detail: `There is no call ${callId}.` });
  });
});
