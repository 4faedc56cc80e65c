import * as z from 'zod/mini';
import type { Operations } from '../operation.ts';
import { territory } from './common.ts';

const label = z.string().check(z.minLength(1), z.maxLength(100));

/** As people write it; the answer has it in E.164 without `+`. */
const numberPath = z.strictObject({ number: z.string().check(z.minLength(1), z.maxLength(64)) });

/** Territory whose numbers need no country code. */
const numberQuery = z.strictObject({ territory: z.optional(territory) });

const entry = z
  .strictObject({ label: z.optional(label), blocked: z.optional(z.literal(true)) })
  .check(z.refine((fields) => Object.keys(fields).length === 1, { message: 'must have either label or blocked' }));

const numbers = z.array(z.string());

export const directoryOperations = {
  'GET /v1/call-directory': {
    query: z.strictObject({ since: z.optional(z.string().check(z.maxLength(200))) }),
    answers: {
      200: z.object({
        blocking: z.object({ add: numbers, remove: numbers }),
        identification: z.object({
          add: z.array(z.object({ number: z.string(), label: z.string() })),
          remove: numbers,
        }),
        cursor: z.string(),
        incremental: z.boolean(),
      }),
    },
  },
  'PUT /v1/call-directory/{number}': {
    path: numberPath,
    query: numberQuery,
    body: entry,
    answers: {
      200: z.object({ number: z.string(), label: z.optional(z.string()), blocked: z.optional(z.literal(true)) }),
    },
  },
  'DELETE /v1/call-directory/{number}': { path: numberPath, query: numberQuery, answers: { 204: undefined } },
} as const satisfies Operations<'directory'>;
