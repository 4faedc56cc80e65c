import * as z from 'zod/mini';
import type { Operations } from '../operation.ts';
import { appId } from './common.ts';

/** A query parameter is text. */
const days = z.pipe(
  z.string().check(z.maxLength(2), z.regex(/^([1-9]|[1-8][0-9]|90)$/, 'must be a number of days from 1 to 90')),
  z.transform(Number),
);

export const statisticsOperations = {
  'GET /v1/server/stats': {
    query: z.strictObject({ days: z._default(days, 7), appId: z.optional(appId) }),
    answers: {
      200: z.object({
        /** One entry for each day (UTC) and app with activity, oldest first. */
        days: z.array(
          z.object({
            day: z.iso.date(),
            /** `none`: recipients who were skipped before any device was looked at. */
            appId: z.string(),
            /** Pushes with their final outcome: accepted, rejected and failed ones. */
            sent: z.int(),
            accepted: z.int(),
            skipped: z.int(),
            rejected: z.int(),
            failed: z.int(),
            delivered: z.int(),
            shown: z.int(),
            tapped: z.int(),
          }),
        ),
      }),
    },
  },
} as const satisfies Operations<'statistics'>;
