import { answer } from '../../shared/api/answer.ts';
import type { receiptOperations } from '../../shared/api/schemas/receipts.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import { type ReceiptPorts, recordReceipts } from '../../shared/messages/flows/receipts.ts';

/** What the receipts function answers, whatever stands behind its ports. */
export function receiptEndpoints(ports: ReceiptPorts): Endpoints<typeof receiptOperations> {
  return {
    'POST /v1/receipts': async ({ userId, body: { receipts } }) =>
      answer(202, await recordReceipts(ports, userId, receipts)),
  };
}
