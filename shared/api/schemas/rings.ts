import * as z from 'zod/mini';
import type { Operations } from '../operation.ts';
import { callState, endedReason } from './calls.ts';

export const ringOperations = {
  'GET /v1/rings/{ticket}': {
    // A foreign ticket is unknown, and nobody learns what a ticket looks like.
    path: z.strictObject({ ticket: z.string().check(z.maxLength(200)) }),
    answers: {
      200: z.object({ callId: z.string(), state: callState, endedReason: z.optional(endedReason) }),
    },
  },
} as const satisfies Operations<'rings'>;
