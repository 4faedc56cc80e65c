/** Operations on webhooks, for a team's own servers. */
import * as z from 'zod/mini';
import { eventSubjects, eventTypes } from '../../events/rules/eventTypes.ts';
import type { Operations } from '../operation.ts';
import { isoTime } from './common.ts';

const webhookId = z
  .string()
  .check(z.maxLength(64), z.regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be 1 to 64 letters, digits or . _ -'));
const path = z.strictObject({ webhookId });

/** `*`: all events. `call.*`: all events of calls. */
export const eventPattern = z.enum(['*', ...eventSubjects.map((subject) => `${subject}.*` as const), ...eventTypes]);

export const webhookInput = z.strictObject({
  /** https, of a public host. */
  url: z.string().check(z.minLength(1), z.maxLength(2048)),
  events: z.array(eventPattern).check(z.minLength(1), z.maxLength(50)),
  /** The current version, or the next one to rotate the secret. Absent: the secret stays. */
  secretVersion: z.optional(z.int().check(z.minimum(1), z.maximum(1_000_000))),
});

export const webhook = z.object({
  webhookId: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  secretVersion: z.int(),
  /** `failing`: attempts fail. `disabled`: it gets no events until it is set again. */
  state: z.enum(['active', 'failing', 'disabled']),
  createdAt: isoTime,
  /** Until then the secret before the current one signs as well. */
  previousSecretUntil: z.optional(isoTime),
  failingSince: z.optional(isoTime),
  disabledAt: z.optional(isoTime),
  /** `gone`: the receiver answered 410. `failing`: nothing was accepted for three days. */
  disabledBecause: z.optional(z.enum(['gone', 'failing'])),
});

/** The only answer with the secret. */
export const setWebhook = z.extend(webhook, { secret: z.string() });

export const triedWebhook = z.object({
  delivered: z.boolean(),
  /** HTTP status of the receiver, if it answered. */
  status: z.optional(z.int()),
  cause: z.optional(z.string()),
  durationMs: z.number(),
});

export const webhookSettingsOperations = {
  'GET /v1/server/webhooks': { answers: { 200: z.object({ webhooks: z.array(webhook) }) } },
  'GET /v1/server/webhooks/{webhookId}': { path, answers: { 200: webhook } },
  'PUT /v1/server/webhooks/{webhookId}': { path, body: webhookInput, answers: { 200: setWebhook } },
  'DELETE /v1/server/webhooks/{webhookId}': { path, answers: { 204: undefined } },
  'POST /v1/server/webhooks/{webhookId}/test': { path, answers: { 200: triedWebhook } },
} as const satisfies Operations<'webhookSettings'>;
