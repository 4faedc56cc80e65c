import * as z from 'zod/mini';
import { callStates } from '../../calls/rules/callState.ts';
import { maxCallees } from '../../calls/rules/invitation.ts';
import type { Operations } from '../operation.ts';
import {
  callHandle,
  deviceId,
  freeJson,
  groupId,
  idempotencyHeaders,
  isoTime,
  targetOutcome,
  tokenKind,
  userId,
  uuid,
} from './common.ts';

const callees = z.array(userId).check(z.minLength(1), z.maxLength(maxCallees));

const to = z
  .strictObject({ userId: z.optional(userId), userIds: z.optional(callees), groupId: z.optional(groupId) })
  .check(
    z.refine((recipients) => Object.keys(recipients).length === 1, {
      message: 'must have exactly one of userId, userIds and groupId',
    }),
  );

const timeoutSeconds = z._default(z.int().check(z.minimum(1), z.maximum(600)), 60);

const callerName = z.string().check(z.minLength(1), z.maxLength(200));

const ring = {
  to,
  callId: z.optional(uuid),
  handle: z.optional(callHandle),
  callerName: z.optional(callerName),
  hasVideo: z._default(z.boolean(), false),
  timeoutSeconds,
  supportsHolding: z.optional(z.boolean()),
  supportsGrouping: z.optional(z.boolean()),
  supportsUngrouping: z.optional(z.boolean()),
  supportsDTMF: z.optional(z.boolean()),
  ext: z.optional(freeJson),
};

export const callState = z.enum(callStates);

/** CXCallEndedReason for the asking device. */
export const endedReason = z.int().check(z.minimum(1), z.maximum(5));

export const callEvent = z.object({
  at: isoTime,
  event: z.string(),
  userId: z.optional(z.string()),
  deviceId: z.optional(z.string()),
  kind: z.optional(tokenKind),
  reason: z.optional(z.string()),
  /** How often the alert was repeated; `at` is then the time of the last one. */
  count: z.optional(z.int()),
});

export const participant = z.object({ userId: z.string(), state: callState });

export const call = z.object({
  callId: z.string(),
  state: callState,
  from: z.string(),
  groupId: z.optional(z.string()),
  hasVideo: z.boolean(),
  callerName: z.optional(z.string()),
  handle: z.optional(callHandle),
  participants: z.array(participant),
  createdAt: isoTime,
  expiresAt: isoTime,
  endedReason: z.optional(endedReason),
  /** For the caller only, like the timeline. */
  targets: z.optional(z.array(targetOutcome)),
  timeline: z.optional(z.array(callEvent)),
});

const callPath = z.strictObject({ callId: uuid });
const ringAnswers = { 201: call } as const;
const action = {
  path: callPath,
  body: z._default(z.strictObject({ deviceId: z.optional(deviceId) }), {}),
  answers: { 200: call },
} as const;

const revision = {
  callerName: z.optional(callerName),
  handle: z.optional(callHandle),
  hasVideo: z.optional(z.boolean()),
};
const serverAction = { path: callPath, answers: { 200: call } } as const;

export const callOperations = {
  'POST /v1/calls': { headers: idempotencyHeaders, body: z.strictObject(ring), answers: ringAnswers },
  'POST /v1/server/calls': {
    headers: idempotencyHeaders,
    body: z.strictObject({ from: userId, ...ring }),
    answers: ringAnswers,
  },
  'GET /v1/calls/{callId}': {
    path: callPath,
    query: z.strictObject({ deviceId: z.optional(deviceId) }),
    answers: { 200: call },
  },
  'PATCH /v1/calls/{callId}': {
    path: callPath,
    body: z.strictObject({ ...revision, deviceId: z.optional(deviceId) }),
    answers: { 200: call },
  },
  'POST /v1/calls/{callId}/participants': {
    path: callPath,
    body: z.strictObject({ userIds: callees, deviceId: z.optional(deviceId), timeoutSeconds }),
    answers: { 200: call },
  },
  'POST /v1/calls/{callId}/answer': action,
  'POST /v1/calls/{callId}/decline': action,
  'POST /v1/calls/{callId}/busy': action,
  'POST /v1/calls/{callId}/cancel': action,
  'POST /v1/calls/{callId}/leave': action,
  'POST /v1/calls/{callId}/end': action,
  'GET /v1/server/calls/{callId}': { path: callPath, answers: { 200: call } },
  'PATCH /v1/server/calls/{callId}': { path: callPath, body: z.strictObject(revision), answers: { 200: call } },
  'POST /v1/server/calls/{callId}/cancel': serverAction,
  'POST /v1/server/calls/{callId}/end': serverAction,
} as const satisfies Operations<'calls'>;
