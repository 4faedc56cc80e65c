/** Answers of `?explain=true`: what a message or a call would do. */
import * as z from 'zod/mini';
import { pushNotes } from '../../content/payloads/pushNote.ts';
import { apnsEnvironment, tokenKind } from './common.ts';

export const cost = z.object({
  units: z.object({
    apiRequests: z.number(),
    functionRequests: z.number(),
    functionGbSeconds: z.number(),
    queueRequests: z.number(),
    tableReads: z.number(),
    tableWrites: z.number(),
    logBytes: z.number(),
    egressBytes: z.number(),
  }),
  dollars: z.number(),
});

export const explainedTarget = z.object({
  userId: z.string(),
  deviceId: z.optional(z.string()),
  kind: z.optional(tokenKind),
  decision: z.enum(['push', 'skip']),
  /** Why it is pushed or not. */
  rule: z.string(),
  appId: z.optional(z.string()),
  environment: z.optional(z.enum([...apnsEnvironment.options, 'auto'])),
  /** Keys are APNs' own names. */
  headers: z.optional(z.record(z.string(), z.string())),
  payload: z.optional(z.unknown()),
  /** The event for the team's function, of which the payload is the content. */
  event: z.optional(z.literal('push.wanted')),
  bytes: z.optional(z.int()),
  truncated: z.optional(z.boolean()),
  notes: z.optional(z.readonly(z.array(z.enum(pushNotes)))),
  cost,
});

export const explanation = z.object({
  targets: z.array(explainedTarget),
  summary: z.object({ push: z.int(), skip: z.int() }),
  cost,
  isComplete: z.boolean(),
});

/** `?explain=true`: what it would do; nothing is done. */
export const explainQuery = z.strictObject({
  explain: z._default(
    z.pipe(
      z.enum(['true', 'false']),
      z.transform((text: 'true' | 'false') => text === 'true'),
    ),
    false,
  ),
});
