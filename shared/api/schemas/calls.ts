import * as z from 'zod/mini';
import type { Operations } from '../operation.ts';
import { callHandle, deviceId, ext, isoTime, targetOutcome, toUser, userId, uuid } from './common.ts';

const ring = {
  to: toUser,
  callId: z.optional(uuid),
  handle: z.optional(callHandle),
  callerName: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  hasVideo: z._default(z.boolean(), false),
  timeoutSeconds: z._default(z.int().check(z.minimum(1), z.maximum(600)), 60),
  supportsHolding: z.optional(z.boolean()),
  supportsGrouping: z.optional(z.boolean()),
  supportsUngrouping: z.optional(z.boolean()),
  supportsDTMF: z.optional(z.boolean()),
  ext: z.optional(ext),
};

const callState = z.enum(['ringing', 'answered', 'declined', 'busy', 'cancelled', 'timedOut', 'ended', 'failed']);

const call = z.object({
  callId: z.string(),
  state: callState,
  from: z.string(),
  hasVideo: z.boolean(),
  participants: z.array(z.object({ userId: z.string(), state: callState })),
  createdAt: isoTime,
  expiresAt: isoTime,
  /** CXCallEndedReason for the device that asks. */
  endedReason: z.optional(z.int().check(z.minimum(1), z.maximum(5))),
  /** For the caller only. */
  targets: z.optional(z.array(targetOutcome)),
});

const callPath = z.strictObject({ callId: uuid });
const ringAnswers = { 201: call } as const;
const action = {
  path: callPath,
  body: z._default(z.strictObject({ deviceId: z.optional(deviceId) }), {}),
  answers: { 200: call },
} as const;

export const callOperations = {
  'POST /v1/calls': { body: z.strictObject(ring), answers: ringAnswers },
  'POST /v1/server/calls': { body: z.strictObject({ from: userId, ...ring }), answers: ringAnswers },
  'GET /v1/calls/{callId}': {
    path: callPath,
    query: z.strictObject({ deviceId: z.optional(deviceId) }),
    answers: { 200: call },
  },
  'POST /v1/calls/{callId}/answer': action,
  'POST /v1/calls/{callId}/decline': action,
  'POST /v1/calls/{callId}/busy': action,
  'POST /v1/calls/{callId}/cancel': action,
  'POST /v1/calls/{callId}/end': action,
} as const satisfies Operations<'calls'>;
