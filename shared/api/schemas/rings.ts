import * as z from 'zod/mini';
import type { Operations } from '../operation.ts';
import { callState, endedReason, endedReasonName } from './call.ts';
import { callHandle } from './common.ts';

export const ringOperations = {
  'GET /v1/rings/{ticket}': {
    // A foreign ticket is unknown, and nobody learns what a ticket looks like.
    path: z.strictObject({ ticket: z.string().check(z.maxLength(200)) }),
    answers: {
      200: z.object({
        callId: z.string(),
        state: callState,
        endedReason: z.optional(endedReason),
        endedReasonName: z.optional(endedReasonName),
        /** These three from the caller's first change on: until then the push has shown them. */
        callerName: z.optional(z.string()),
        handle: z.optional(callHandle),
        hasVideo: z.optional(z.boolean()),
      }),
    },
  },
} as const satisfies Operations<'rings'>;
