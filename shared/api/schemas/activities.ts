/** Live Activities that a team updates over broadcast channels. */
import * as z from 'zod/mini';
import type { Operations } from '../operation.ts';
import { apnsEnvironment, appId, isoTimeInput, jsonObject } from './common.ts';

const channelPath = z.strictObject({
  name: z
    .string()
    .check(z.maxLength(128), z.regex(/^[A-Za-z0-9._:-]{1,128}$/, 'must be 1 to 128 letters, digits or . _ : -')),
});

/** It keeps both for good. */
const channelInput = z.strictObject({
  appId,
  /** APNs keeps the newest broadcast for eight hours at most, for phones that cannot be reached. */
  storesLatest: z._default(z.boolean(), false),
});

const updateInput = z.strictObject({
  event: z.enum(['update', 'end']),
  /** The fields of the app's `ContentState`. */
  contentState: jsonObject,
  staleAt: z.optional(isoTimeInput),
  /** When an ended one leaves the lock screen. */
  dismissAt: z.optional(isoTimeInput),
  alert: z.optional(
    z.strictObject({
      title: z.string().check(z.maxLength(1000)),
      body: z.string().check(z.maxLength(4000)),
      sound: z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
    }),
  ),
  relevanceScore: z.optional(z.number().check(z.minimum(0), z.maximum(1e6))),
  /** 10 counts against a budget that iOS keeps for each hour. */
  priority: z._default(z.literal([10, 5]), 10),
  /** How long APNs keeps it for phones that cannot be reached: only in a channel that stores the newest. */
  ttlSeconds: z.optional(z.int().check(z.minimum(0), z.maximum(8 * 60 * 60))),
});

const host = z.object({
  environment: apnsEnvironment,
  outcome: z.enum(['accepted', 'rejected', 'failed']),
  reason: z.optional(z.string()),
  status: z.optional(z.int()),
});

export const activityChannel = z.object({
  name: z.string(),
  appId: z.string(),
  storesLatest: z.boolean(),
  /** Apple's ID of the channel in each environment: what an app starts its Live Activity with. */
  channelIds: z.object({ production: z.optional(z.string()), development: z.optional(z.string()) }),
});

export const activityOperations = {
  'GET /v1/server/activity-channels': { answers: { 200: z.object({ channels: z.array(activityChannel) }) } },
  'PUT /v1/server/activity-channels/{name}': {
    path: channelPath,
    body: channelInput,
    answers: { 200: z.extend(activityChannel, { hosts: z.array(host) }) },
  },
  'POST /v1/server/activity-channels/{name}/update': {
    path: channelPath,
    body: updateInput,
    answers: { 200: z.object({ hosts: z.array(host) }) },
  },
  'DELETE /v1/server/activity-channels/{name}': { path: channelPath, answers: { 204: undefined } },
} as const satisfies Operations<'activities'>;
