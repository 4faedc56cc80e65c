/** Receipts whose requests arrive right now, by the ports' clock. */
import {
  recordReceiptByTicket,
  type TicketReceiptPorts,
  type TicketReport,
} from '../../shared/messages/flows/receiptByTicket.ts';
import { type DeviceReport, type ReceiptPorts, recordReceipts } from '../../shared/messages/flows/receipts.ts';

export const receiveReceipts = (ports: ReceiptPorts, userId: string, receipts: readonly DeviceReport[]) =>
  recordReceipts(ports, userId, receipts, ports.clock.nowMs());

export const receiveReceiptByTicket = (ports: TicketReceiptPorts, ticket: string, said: TicketReport) =>
  recordReceiptByTicket(ports, ticket, said, ports.clock.nowMs());
