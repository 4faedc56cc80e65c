import { readWithKeys } from '../../calls/flows/ticketKeys.ts';
import type { CallPorts } from '../../calls/ports.ts';
import { isTicketOf, type RingTicket, readTicket, ticketCharacters } from '../../calls/rules/ringTicket.ts';
import type { Device } from '../../devices/rules/device.ts';
import { type Refusal, refuse, refuseField } from '../../platform/refusal.ts';
import type { SaidTime } from '../../platform/reportedTime.ts';
import { type CallReportEvent, isCallReport, type ReceiptEvent } from '../../push/rules/receipt.ts';
import { type ReceiptTicket, readReceiptTicket } from '../rules/receiptTicket.ts';
import { noteLife, type ReceiptPorts, recordCallReport } from './receipts.ts';
import { keepMessageReceipt } from './recordMessageReceipt.ts';

export type TicketReceiptPorts = ReceiptPorts & Pick<CallPorts, 'ticketKeys'>;

/** A report of the device that holds a ticket. */
export interface TicketReport extends SaidTime {
  event: ReceiptEvent | CallReportEvent;
}

/** With the time at which its request arrived, in epoch milliseconds. */
interface ArrivedReport extends TicketReport {
  arrivedAtMs: number;
}

/** How long a ring's ticket takes reports after it has ceased to show the ring: a phone may have been offline. */
const reportsForMs = 3 * 24 * 60 * 60 * 1000;

/**
 * Stores the report of a device by the ticket of its push, in place of a login: that of a message, or that of a ring. A
 * ticket is good for its own message or call and its own device.
 * @param arrivedAtMs epoch milliseconds: when the request arrived.
 */
export async function recordReceiptByTicket(
  ports: TicketReceiptPorts,
  text: string,
  said: TicketReport,
  arrivedAtMs: number,
): Promise<{ recorded: number } | Refusal> {
  const nowMs = ports.clock.nowMs();
  const ticket = await readWithKeys(ports, (keys) => {
    const ring = text.length === ticketCharacters ? readTicket(keys, text, nowMs - reportsForMs) : 'invalid';
    return ring === 'invalid' ? readReceiptTicket(keys, text, nowMs) : ring;
  });
  if (ticket === 'expired') return refuse('ticket_expired', 'The ticket has expired.');
  if (typeof ticket === 'string') return unknownTicket();
  const report = { ...said, arrivedAtMs };
  return 'messageId' in ticket ? reportMessage(ports, ticket, report) : reportCall(ports, ticket, report);
}

/** A foreign ticket reveals nothing. */
function unknownTicket(): Refusal {
  return refuse('unknown_ticket', 'No push to a registered device has this ticket.');
}

function otherEvent(kind: 'message' | 'call', events: string): Refusal {
  return refuseField('receipt_event', `This is the ticket of a ${kind}.`, '/event', `must be ${events}`);
}

/** The ticket proves that the message was for this device, so neither the message nor a group is read. */
async function reportMessage(
  ports: TicketReceiptPorts,
  { userId, deviceId, ...message }: ReceiptTicket,
  { event, arrivedAtMs, ...said }: ArrivedReport,
): Promise<{ recorded: number } | Refusal> {
  if (isCallReport(event)) return otherEvent('message', 'delivered, shown or tapped');
  const device = await ports.devices.find(userId, deviceId);
  if (device === undefined) return unknownTicket();
  const isKept = await keepMessageReceipt(ports, message, { event, ...said }, device, arrivedAtMs);
  return done(ports, device, isKept);
}

async function reportCall(
  ports: TicketReceiptPorts,
  ticket: RingTicket,
  { event, arrivedAtMs, ...said }: ArrivedReport,
): Promise<{ recorded: number } | Refusal> {
  if (!isCallReport(event)) return otherEvent('call', 'callReported or callReportNotRequired');
  const { callId } = ticket;
  const record = await ports.calls.find(callId);
  const callee = record?.call.participants[ticket.participantIndex];
  if (record === undefined || callee === undefined) return unknownTicket();
  const devices = await ports.devices.list(callee.userId);
  const device = devices.find((each) => isTicketOf(ticket, record.call, each));
  if (device === undefined) return unknownTicket();
  const receipt = { callId, event, ...said };
  return done(ports, device, await recordCallReport(ports, receipt, device, arrivedAtMs, record));
}

async function done(
  ports: TicketReceiptPorts,
  device: Device,
  isRecorded: boolean,
): Promise<{ recorded: number } | Refusal> {
  await noteLife(ports, [device]);
  return { recorded: isRecorded ? 1 : 0 };
}
