/** Live Activities that a team starts and updates, by device tokens and over broadcast channels. */
import * as z from 'zod/mini';
import type { Operations } from '../operation.ts';
import {
  activityId,
  apnsEnvironment,
  appId,
  deviceId,
  isoTimeInput,
  jsonObject,
  targetOutcome,
  userId,
} from './common.ts';
import { deviceToken } from './devices.ts';
import { summary } from './messages.ts';

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

const alert = z.strictObject({
  title: z.string().check(z.maxLength(1000)),
  body: z.string().check(z.maxLength(4000)),
  sound: z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
});

/** What every push of a Live Activity may have. */
const content = {
  /** The fields of the app's `ContentState`. */
  contentState: jsonObject,
  /** When the content was true: iOS shows nothing that is older than what it has. Absent: now. */
  at: z.optional(isoTimeInput),
  staleAt: z.optional(isoTimeInput),
  relevanceScore: z.optional(z.number().check(z.minimum(0), z.maximum(1e6))),
  /** 10 counts against a budget that iOS keeps for each hour. */
  priority: z._default(z.literal([10, 5]), 10),
};

/** When an ended one leaves the lock screen. */
const dismissAt = z.optional(isoTimeInput);

/** How long APNs keeps a push to a device for a phone that cannot be reached. Absent: a day. */
const ttlSeconds = z.optional(z.int().check(z.minimum(0), z.maximum(24 * 60 * 60)));

const channelUpdate = z.strictObject({
  event: z.enum(['update', 'end']),
  ...content,
  dismissAt,
  alert: z.optional(alert),
  /** How long APNs keeps it for phones that cannot be reached: only in a channel that stores the newest. */
  ttlSeconds: z.optional(z.int().check(z.minimum(0), z.maximum(8 * 60 * 60))),
});

/** Each user costs a read and a push within the request. More are a case for a channel. */
const maxUsers = 100;

const oneUser = z.strictObject({ userId, deviceId: z.optional(deviceId) });
const severalUsers = z.strictObject({ userIds: z.array(userId).check(z.minLength(1), z.maxLength(maxUsers)) });
const users = z.union([oneUser, severalUsers]);
const usersOrToken = z.union([
  oneUser,
  severalUsers,
  z.strictObject({ token: deviceToken, environment: z.optional(apnsEnvironment) }),
]);

const start = z
  .strictObject({
    appId,
    to: usersOrToken,
    /** Name of the activity in updates, and `activityId` of its attributes. Absent: a new UUID. */
    activityId: z.optional(activityId),
    /** Name of the app's `ActivityAttributes` type. */
    attributesType: z
      .string()
      .check(z.maxLength(255), z.regex(/^[A-Za-z_][A-Za-z0-9_.]*$/, 'must be the name of a Swift type')),
    /** The fields of that type. */
    attributes: z._default(jsonObject, {}),
    ...content,
    alert,
    /** Channel that updates it (iOS 18). Absent: an update token of each phone does. */
    channel: z.optional(channelPath.shape.name),
    ttlSeconds,
  })
  .check(
    z.refine(({ to, channel }) => !('token' in to) || channel === undefined || to.environment !== undefined, {
      path: ['to', 'environment'],
      message: 'is required with channel, which differs between the environments',
    }),
  );

const change = { appId, to: users, ...content, alert: z.optional(alert), ttlSeconds };

/** The same for a start, an update and an end. */
const outcomes = z.object({
  activityId: z.string(),
  targets: z.array(z.extend(targetOutcome, { userId: z.optional(z.string()) })),
  summary,
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

const activityPath = z.strictObject({ activityId });

export const activityOperations = {
  'POST /v1/server/activities': { body: start, answers: { 200: outcomes } },
  'POST /v1/server/activities/{activityId}/update': {
    path: activityPath,
    body: z.strictObject(change),
    answers: { 200: outcomes },
  },
  'POST /v1/server/activities/{activityId}/end': {
    path: activityPath,
    body: z.strictObject({ ...change, dismissAt }),
    answers: { 200: outcomes },
  },
  'GET /v1/server/activity-channels': { answers: { 200: z.object({ channels: z.array(activityChannel) }) } },
  'PUT /v1/server/activity-channels/{name}': {
    path: channelPath,
    body: channelInput,
    answers: { 200: z.extend(activityChannel, { hosts: z.array(host) }) },
  },
  'POST /v1/server/activity-channels/{name}/update': {
    path: channelPath,
    body: channelUpdate,
    answers: { 200: z.object({ hosts: z.array(host) }) },
  },
  'DELETE /v1/server/activity-channels/{name}': { path: channelPath, answers: { 204: undefined } },
} as const satisfies Operations<'activities'>;
