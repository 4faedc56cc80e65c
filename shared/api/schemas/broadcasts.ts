/** Messages to all users of an app, to those with tags, or to a list of users. */
import * as z from 'zod/mini';
import { broadcastStates } from '../../broadcasts/rules/record.ts';
import { maxTags } from '../../people/rules/limits.ts';
import type { Operations } from '../operation.ts';
import { appId, idempotencyHeaders, isoTime, isoTimeInput, pageLimit, userId, uuid } from './common.ts';
import { element, maxElements, recallBody } from './messages.ts';
import { tag } from './profile.ts';
import { offlinePush } from './pushSettings.ts';

/** The list is part of one request of 256 KB. */
const maxUsers = 10_000;

const someTags = z.optional(z.array(tag).check(z.minLength(1), z.maxLength(maxTags)));
const tagFilter = z
  .strictObject({ any: someTags, all: someTags, none: someTags })
  .check(
    z.refine(({ any, all, none }) => [any, all, none].some((tags) => tags !== undefined), 'must have any, all or none'),
  );

export const audience = z.union(
  [
    z.strictObject({ all: z.literal(true) }),
    z.strictObject({ tags: tagFilter }),
    z.strictObject({ userIds: z.array(userId).check(z.minLength(1), z.maxLength(maxUsers)) }),
  ],
  'must be {"all": true}, {"tags": {…}} or {"userIds": […]}',
);

/** Broadcasts neither ring nor count a badge for each user. */
const broadcastPush = offlinePush.check(
  z.refine(({ pushType }) => pushType !== 'voip', { path: ['pushType'], message: 'must be alert or background' }),
  z.refine(({ badge }) => badge?.mode !== 'increment', {
    path: ['badge', 'mode'],
    message: 'must be none, set or app: a broadcast counts no badges',
  }),
);

export const broadcastRequest = z.strictObject({
  appId,
  audience,
  message: z.strictObject({
    elements: z.optional(z.array(element).check(z.maxLength(maxElements))),
    offlinePush: broadcastPush,
  }),
  /** In the past: at once. */
  sendAt: z.optional(isoTimeInput),
  /** Users in their quiet hours get it when these end, by their time zone; otherwise they do not get it. */
  respectQuietHours: z.optional(z.boolean()),
  /** For people. */
  name: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
});

const count = z.int();
export const broadcast = z.object({
  broadcastId: z.string(),
  appId: z.string(),
  name: z.optional(z.string()),
  state: z.enum(broadcastStates),
  audience: z.union([
    z.object({ all: z.literal(true) }),
    z.object({ tags: z.object({ any: someTags, all: someTags, none: someTags }) }),
    /** How many users the list has. */
    z.object({ users: count }),
  ]),
  /** They add up to `devices`, the devices so far. A user without a device counts as one that is skipped. */
  counts: z.object({
    devices: count,
    accepted: count,
    skipped: count,
    rejected: count,
    failed: count,
    retrying: count,
    waiting: count,
  }),
  respectQuietHours: z.boolean(),
  /** When those that wait for the end of their users' quiet hours get it: the first, and the last of them. */
  waitingUntil: z.optional(z.object({ first: isoTime, last: isoTime })),
  /** How many devices by reason: skip reasons, and Apple's. */
  reasons: z.record(z.string(), count),
  /** Share of the audience that is done, from 0 to 1. */
  progress: z.number(),
  /** How many devices the audience has; for `tags`, how many the app has. 0 before it is known. */
  estimatedDevices: count,
  createdAt: isoTime,
  sendAt: z.optional(isoTime),
  startedAt: z.optional(isoTime),
  finishedAt: z.optional(isoTime),
  recalledAt: z.optional(isoTime),
  /** What the pushes so far cost in the team's AWS account, by list prices. */
  costUsd: z.number(),
  /** The same by kind of use, such as `egressBytes`. */
  costByUse: z.record(z.string(), z.number()),
  /** `budget`: the stage's monthly budget was reached. Absent: a server stopped it, or it is not stopped. */
  stoppedBy: z.optional(z.enum(['budget'])),
});

const broadcastPath = z.strictObject({ broadcastId: uuid });
export const broadcastState = z.object({ broadcastId: z.string(), state: z.enum(broadcastStates) });

export const broadcastOperations = {
  'POST /v1/server/broadcasts': {
    headers: idempotencyHeaders,
    body: broadcastRequest,
    answers: { 202: broadcastState },
  },
  'GET /v1/server/broadcasts': {
    query: z.strictObject({
      limit: pageLimit(20, 100),
      cursor: z.optional(z.string().check(z.maxLength(200))),
    }),
    answers: { 200: z.object({ broadcasts: z.array(broadcast), cursor: z.optional(z.string()) }) },
  },
  'GET /v1/server/broadcasts/{broadcastId}': { path: broadcastPath, answers: { 200: broadcast } },
  'POST /v1/server/broadcasts/{broadcastId}/stop': { path: broadcastPath, answers: { 200: broadcastState } },
  'POST /v1/server/broadcasts/{broadcastId}/resume': { path: broadcastPath, answers: { 200: broadcastState } },
  'POST /v1/server/broadcasts/{broadcastId}/recall': {
    path: broadcastPath,
    body: recallBody,
    answers: { 200: broadcastState },
  },
  'DELETE /v1/server/broadcasts/{broadcastId}': { path: broadcastPath, answers: { 204: undefined } },
} as const satisfies Operations<'broadcasts'>;
