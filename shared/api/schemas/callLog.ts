import * as z from 'zod/mini';
import type { Operations } from '../operation.ts';
import { call } from './call.ts';
import { deviceId, pageLimit } from './common.ts';

export const callLogOperations = {
  'GET /v1/calls': {
    query: z.strictObject({
      limit: pageLimit(20, 50),
      cursor: z.optional(z.string().check(z.maxLength(200))),
      /** Whose reason for the end is shown. */
      deviceId: z.optional(deviceId),
    }),
    answers: {
      200: z.object({
        calls: z.array(call),
        /** Cursor of the next page; absent on the last one. */
        cursor: z.optional(z.string()),
      }),
    },
  },
} as const satisfies Operations<'callLog'>;
