import * as z from 'zod/mini';
import { maxCallees } from '../../calls/rules/invitation.ts';
import { insuranceReason } from '../../calls/rules/ringInsurance.ts';
import { pushNotes } from '../../content/payloads/pushNote.ts';
import type { Operations } from '../operation.ts';
import { call } from './call.ts';
import { ageMs, callHandle, deviceId, freeJson, groupId, idempotencyHeaders, userId, uuid } from './common.ts';
import { explainedTarget, explainQuery, explanation } from './explanation.ts';
import { silence } from './silence.ts';

const callees = z.array(userId).check(z.minLength(1), z.maxLength(maxCallees));

const to = z
  .strictObject({ userId: z.optional(userId), userIds: z.optional(callees), groupId: z.optional(groupId) })
  .check(
    z.refine((recipients) => Object.keys(recipients).length === 1, {
      message: 'must have exactly one of userId, userIds and groupId',
    }),
  );

/** For a call to a group. */
const ringsMembers = z.refine<{ to: { groupId?: string | undefined }; ring?: string[] | undefined }>(
  ({ to: { groupId: called }, ring: members }) => members === undefined || called !== undefined,
  { path: ['ring'], message: 'is only allowed for a call to a group' },
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
  /** Members of the called group whose phones ring. Absent: all of them. */
  ring: z.optional(callees),
  /** Whether a call in a group is a Live Activity on the phones of its members. Absent: as their apps set it. */
  liveActivity: z.optional(z.boolean()),
  /** How long ago the caller tapped, when the request leaves the phone. */
  tapAgeMs: z.optional(ageMs),
  ext: z.optional(freeJson),
};

export const explainedRing = z.extend(explainedTarget, {
  notes: z.optional(z.readonly(z.array(z.enum([...pushNotes, insuranceReason])))),
});

export const callExplanation = z.extend(explanation, { targets: z.array(explainedRing) });

const callPath = z.strictObject({ callId: uuid });
const ringAnswers = { 200: callExplanation, 201: call } as const;
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
  'POST /v1/calls': {
    query: explainQuery,
    headers: idempotencyHeaders,
    body: z.strictObject(ring).check(ringsMembers),
    answers: ringAnswers,
  },
  'POST /v1/server/calls': {
    query: explainQuery,
    headers: idempotencyHeaders,
    body: z.strictObject({ from: userId, ...ring }).check(ringsMembers),
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
  'GET /v1/server/calls/{callId}': { path: callPath, answers: { 200: z.extend(call, { silence }) } },
  'PATCH /v1/server/calls/{callId}': { path: callPath, body: z.strictObject(revision), answers: { 200: call } },
  'POST /v1/server/calls/{callId}/cancel': serverAction,
  'POST /v1/server/calls/{callId}/end': serverAction,
} as const satisfies Operations<'calls'>;
