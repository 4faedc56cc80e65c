import { describe, expect, it } from 'vitest';
import { changeCall } from '../../../../shared/calls/flows/changeCall.ts';
import { readRing } from '../../../../shared/calls/flows/readRing.ts';
import { signTicket, ticketFor } from '../../../../shared/calls/rules/ringTicket.ts';
import { ticketKey } from '../../../../shared/calls/rules/ticketSeal.ts';
import { aCall, aCallRecord, aParticipant } from '../../../support/factories.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const bob = aParticipant();
const carol = aParticipant({ userId: 'carol' });
const call = aCall({ participants: [bob, carol] });
const { callId } = call;

async function ringing(): Promise<MemoryPorts> {
  const ports = memoryPorts();
  await ports.calls.create(aCallRecord(call));
  return ports;
}

async function ticketOf(ports: MemoryPorts, participant: typeof bob, deviceId: string): Promise<string> {
  return signTicket(await ports.ticketKeys.signing(), ticketFor(call, participant, deviceId));
}

describe('the holder of a ring ticket', () => {
  it('learns that it rings', async () => {
    // Prepare
    const ports = await ringing();

    // Act
    const status = await readRing(ports, await ticketOf(ports, bob, 'b1'));

    // Assess
    expect(status).toEqual({ callId, state: 'ringing' });
  });

  it('learns how the call ended for that phone', async () => {
    // Prepare
    const ports = await ringing();
    await changeCall(ports, callId, 'answer', { userId: 'bob', deviceId: 'b1' });
    await changeCall(ports, callId, 'decline', { userId: 'carol', deviceId: 'c1' });
    const tickets = await Promise.all([
      ticketOf(ports, bob, 'b1'),
      ticketOf(ports, bob, 'b2'),
      ticketOf(ports, carol, 'c1'),
      ticketOf(ports, carol, 'c2'),
    ]);

    // Act
    const statuses = await Promise.all(tickets.map((ticket) => readRing(ports, ticket)));

    // Assess
    expect(statuses).toEqual([
      { callId, state: 'answered' },
      { callId, state: 'answered', endedReason: 4, endedReasonName: 'answeredElsewhere' },
      { callId, state: 'declined' },
      { callId, state: 'declined', endedReason: 5, endedReasonName: 'declinedElsewhere' },
    ]);
  });

  it('learns of the deadline before anything has written it', async () => {
    // Prepare
    const ports = await ringing();
    const ticket = await ticketOf(ports, bob, 'b1');
    ports.clock.advance(60_000);

    // Act
    const status = await readRing(ports, ticket);

    // Assess
    expect(status).toEqual({ callId, state: 'timedOut', endedReason: 3, endedReasonName: 'unanswered' });
  });

  it('reads the call once', async () => {
    // Prepare
    const ports = await ringing();
    const ticket = await ticketOf(ports, bob, 'b1');
    const find = ports.calls.find.bind(ports.calls);
    let reads = 0;
    ports.calls.find = (id) => {
      reads += 1;
      return find(id);
    };

    // Act
    await readRing(ports, ticket);

    // Assess
    expect(reads).toBe(1);
  });
});

describe('a useless ticket', () => {
  it.each<[string, string, (ports: MemoryPorts) => Promise<string>]>([
    [
      'after its time',
      'ring_over',
      async (ports) => {
        const ticket = await ticketOf(ports, bob, 'b1');
        ports.clock.advance(120_000);
        return ticket;
      },
    ],
    ['forged', 'unknown_ring', async () => 'x'.repeat(63)],
    [
      'signed with a key of others',
      'unknown_ring',
      async () => signTicket(ticketKey('mine'), ticketFor(call, bob, 'b1')),
    ],
    [
      'of a call that is gone',
      'unknown_ring',
      async (ports) => {
        const other = aCall({ ...call, callId: 'c0ffee00-0000-4000-8000-000000000009' });
        return signTicket(await ports.ticketKeys.signing(), ticketFor(other, bob, 'b1'));
      },
    ],
    [
      'of a user who is not a callee',
      'unknown_ring',
      async (ports) => {
        const dave = aParticipant({ userId: 'dave' });
        const other = aCall({ participants: [bob, carol, dave] });
        return signTicket(await ports.ticketKeys.signing(), ticketFor(other, dave, 'd1'));
      },
    ],
  ])('reveals nothing: %s', async (_what, refusal, make) => {
    // Prepare
    const ports = await ringing();
    const ticket = await make(ports);

    // Act
    const status = await readRing(ports, ticket);

    // Assess
    expect(status).toMatchObject({ refusal });
    expect(JSON.stringify(status)).not.toContain(callId);
  });

  it('reads nothing when its signature is wrong', async () => {
    // Prepare
    const ports = await ringing();
    ports.calls.find = () => Promise.reject(new Error('not needed'));

    // Act
    const status = await readRing(ports, 'x'.repeat(63));

    // Assess
    expect(status).toMatchObject({ refusal: 'unknown_ring' });
  });

  it('is verified again when its key may be new', async () => {
    // Prepare
    const ports = await ringing();
    const rotated = ticketKey('the key of tomorrow');
    const ticket = signTicket(rotated, ticketFor(call, bob, 'b1'));
    ports.ticketKeys.refresh = async () => [rotated, ...ports.ticketKeys.keys];

    // Act
    const status = await readRing(ports, ticket);

    // Assess
    expect(status).toEqual({ callId, state: 'ringing' });
  });
});
