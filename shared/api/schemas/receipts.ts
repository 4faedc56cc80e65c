import * as z from 'zod/mini';
import { callReportEvents, receiptEvents } from '../../push/rules/receipt.ts';
import type { Operations } from '../operation.ts';
import { ageMs, deviceId, isoTimeInput, uuid } from './common.ts';

/** When it happened: by the clock of the phone, and by how long ago it was when the request left. */
const when = { at: isoTimeInput, ageMs: z.optional(ageMs) };

export const receipt = z.union([
  z.strictObject({ messageId: uuid, deviceId, event: z.enum(receiptEvents), ...when }),
  z.strictObject({ callId: uuid, deviceId, event: z.enum(callReportEvents), ...when }),
]);

export const receiptOperations = {
  'POST /v1/receipts': {
    body: z.strictObject({ receipts: z.array(receipt).check(z.minLength(1), z.maxLength(100)) }),
    answers: {
      202: z.object({
        recorded: z.int(),
        /** IDs of messages that were not for the caller, and of calls that did not ring this device. */
        unknown: z.array(z.string()),
      }),
    },
  },
  'POST /v1/receipts/{ticket}': {
    // A foreign ticket is unknown, and nobody learns what a ticket looks like.
    path: z.strictObject({ ticket: z.string().check(z.maxLength(1000)) }),
    body: z.strictObject({ event: z.enum([...receiptEvents, ...callReportEvents]), ...when }),
    answers: {
      202: z.object({
        /** 0: too many of the user's devices have reported the message. */
        recorded: z.int(),
      }),
    },
  },
} as const satisfies Operations<'receipts'>;
