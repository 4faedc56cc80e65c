import { answer } from '../../shared/api/answer.ts';
import type { receiptOperations } from '../../shared/api/schemas/receipts.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import { recordReceiptByTicket, type TicketReceiptPorts } from '../../shared/messages/flows/receiptByTicket.ts';
import { recordReceipts } from '../../shared/messages/flows/receipts.ts';

/** What the receipts function answers, whatever stands behind its ports. */
export function receiptEndpoints(ports: TicketReceiptPorts): Endpoints<typeof receiptOperations> {
  return {
    'POST /v1/receipts': async ({ userId, requestedAtMs, body: { receipts } }) =>
      answer(202, await recordReceipts(ports, userId, receipts, requestedAtMs)),
    'POST /v1/receipts/{ticket}': async ({ requestedAtMs, path: { ticket }, body }) =>
      answer(202, await recordReceiptByTicket(ports, ticket, body, requestedAtMs)),
  };
}
