import { describe, expect, it } from 'vitest';
import { ring } from '../../../../shared/calls/flows/ring.ts';
import { ticketKey } from '../../../../shared/calls/rules/ticketSeal.ts';
import type { TicketReport } from '../../../../shared/messages/flows/receiptByTicket.ts';
import { sendMessage } from '../../../../shared/messages/flows/sendMessage.ts';
import { signReceiptTicket } from '../../../../shared/messages/rules/receiptTicket.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { dayOf } from '../../../../shared/push/rules/statistics.ts';
import { aDevice, appId, isoTime, startMs } from '../../../support/factories.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';
import { receiveReceiptByTicket } from '../../../support/receivedReceipts.ts';

const dayMs = 86_400_000;
const shown: TicketReport = { event: 'shown', at: isoTime(startMs) };
const reported: TicketReport = { event: 'callReported', at: isoTime(startMs) };

/** Bob has a phone. */
function withBob(): MemoryPorts {
  const ports = memoryPorts();
  ports.devices.add(aDevice());
  return ports;
}

const lastPayload = (ports: MemoryPorts): unknown => ports.apns.requests.at(-1)?.payload;

/** Alice writes to Bob. @returns the message, and the ticket in its push. */
async function writeToBob(ports: MemoryPorts): Promise<{ messageId: string; ticket: string }> {
  const sent = await sendMessage(ports, {
    from: 'alice',
    to: { userId: 'bob' },
    elements: [{ type: 'text', text: 'hi' }],
    onlineUserOnly: false,
    offlinePush: {},
  });
  if (isRefusal(sent)) throw new Error(sent.detail);
  const payload = lastPayload(ports) as { ringpost: { receipt: string } };
  return { messageId: sent.messageId, ticket: payload.ringpost.receipt };
}

/** Alice calls Bob. @returns the call, and the ticket in its push. */
async function callBob(ports: MemoryPorts): Promise<{ callId: string; ticket: string }> {
  const call = await ring(ports, { from: 'alice', to: { userIds: ['bob'] }, hasVideo: false, timeoutSeconds: 60 });
  if (isRefusal(call)) throw new Error(call.detail);
  const { ticket } = lastPayload(ports) as { ticket: string };
  return { callId: call.call.callId, ticket };
}

describe('the ticket of a message', () => {
  it('accepts the receipts of its device, each counted once', async () => {
    // Prepare
    const ports = withBob();
    const { messageId, ticket } = await writeToBob(ports);

    // Act
    const answers = [
      await receiveReceiptByTicket(ports, ticket, shown),
      await receiveReceiptByTicket(ports, ticket, shown),
      await receiveReceiptByTicket(ports, ticket, { ...shown, event: 'tapped' }),
    ];

    // Assess
    expect(answers).toEqual([{ recorded: 1 }, { recorded: 1 }, { recorded: 1 }]);
    const { receipts = [] } = (await ports.messages.report(messageId)) ?? {};
    expect(receipts).toMatchObject([{ userId: 'bob', deviceId: 'phone-1' }, { times: { tapped: isoTime(startMs) } }]);
    const [day] = (await ports.statistics.read([dayOf(startMs)])).apps;
    expect(day).toMatchObject({ appId, counters: { shown: 1, tapped: 1 } });
  });

  it('accepts a receipt that overtakes the record of its message', async () => {
    // Prepare
    const ports = withBob();
    const ticket = signReceiptTicket(
      await ports.ticketKeys.signing(),
      { messageId: '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001', createdAtMs: startMs, isToMany: false },
      { userId: 'bob', deviceId: 'phone-1' },
    );

    // Act
    const answer = await receiveReceiptByTicket(ports, ticket, shown);

    // Assess
    expect(answer).toEqual({ recorded: 1 });
  });

  it.each<[string, TicketReport['event'], number, string]>([
    ['reports no call', 'callReported', 0, 'receipt_event'],
    ['reports no call', 'callReportNotRequired', 0, 'receipt_event'],
    ['expires with the stored message', 'shown', 30 * dayMs, 'ticket_expired'],
  ])('%s (%s)', async (_what, event, afterMs, refusal) => {
    // Prepare
    const ports = withBob();
    const { messageId, ticket } = await writeToBob(ports);
    ports.clock.advance(afterMs);

    // Act
    const answer = await receiveReceiptByTicket(ports, ticket, { ...shown, event });

    // Assess
    expect(answer).toMatchObject({ refusal });
    expect((await ports.messages.report(messageId))?.receipts).toEqual([]);
  });

  it('is unknown when its device is logged out or belongs to another user', async () => {
    // Prepare
    const ports = withBob();
    const { messageId, ticket } = await writeToBob(ports);
    await ports.devices.remove('bob', 'phone-1');
    ports.devices.add(aDevice({ userId: 'eve' }));

    // Act
    const answer = await receiveReceiptByTicket(ports, ticket, shown);

    // Assess
    expect(answer).toMatchObject({ refusal: 'unknown_ticket' });
    expect((await ports.messages.report(messageId))?.receipts).toEqual([]);
  });

  it('is read with the keys of a rotation, and unknown without them', async () => {
    // Prepare
    const ports = withBob();
    const { ticket } = await writeToBob(ports);
    const [former] = ports.ticketKeys.keys;
    const rotated = ticketKey('the key after a rotation, of 32 characters');
    const readWith = async (known: typeof ports.ticketKeys.keys, all: typeof ports.ticketKeys.keys) => {
      const signing = () => ports.ticketKeys.signing();
      const ticketKeys = { signing, verifying: async () => known, refresh: async () => all };
      return receiveReceiptByTicket({ ...ports, ticketKeys }, ticket, shown);
    };

    // Act
    const answers = [await readWith([rotated], former ? [rotated, former] : []), await readWith([rotated], [rotated])];

    // Assess
    expect(answers).toMatchObject([{ recorded: 1 }, { refusal: 'unknown_ticket' }]);
  });
});

describe('the ticket of a call', () => {
  it('reports the call to its device and settles the report guard', async () => {
    // Prepare
    const ports = withBob();
    const { callId, ticket } = await callBob(ports);

    // Act
    const answer = await receiveReceiptByTicket(ports, ticket, reported);

    // Assess
    expect(answer).toEqual({ recorded: 1 });
    const report = await ports.calls.report(callId);
    expect(report?.timeline).toContainEqual(expect.objectContaining({ event: 'callReported', deviceId: 'phone-1' }));
    expect(await ports.devices.find('bob', 'phone-1')).toMatchObject({ reports: { settledUntilMs: startMs } });
  });

  it.each<[string, TicketReport['event'], number, object]>([
    ['shows nothing of a message', 'delivered', 0, { refusal: 'receipt_event' }],
    ['takes the report of a phone that was offline', 'callReported', 3 * dayMs, { recorded: 1 }],
    ['expires some days after the ring', 'callReported', 3 * dayMs + 120_000, { refusal: 'ticket_expired' }],
  ])('%s', async (_what, event, afterMs, expected) => {
    // Prepare
    const ports = withBob();
    const { ticket } = await callBob(ports);
    ports.clock.advance(afterMs);

    // Act
    const answer = await receiveReceiptByTicket(ports, ticket, { ...reported, event });

    // Assess
    expect(answer).toMatchObject(expected);
  });

  it('is unknown once its device is removed, and reports for no other device', async () => {
    // Prepare
    const ports = withBob();
    const { callId, ticket } = await callBob(ports);
    await ports.devices.remove('bob', 'phone-1');
    ports.devices.add(aDevice({ deviceId: 'phone-2' }));

    // Act
    const answer = await receiveReceiptByTicket(ports, ticket, reported);

    // Assess
    expect(answer).toMatchObject({ refusal: 'unknown_ticket' });
    const events = (await ports.calls.report(callId))?.timeline.map(({ event }) => event);
    expect(events).not.toContain('callReported');
  });
});

it.each(['x', 'x'.repeat(63), 'x'.repeat(98), ''])('%j is not a ticket', async (text) => {
  // Prepare
  const ports = withBob();

  // Act
  const answer = await receiveReceiptByTicket(ports, text, shown);

  // Assess
  expect(answer).toMatchObject({ refusal: 'unknown_ticket' });
});
