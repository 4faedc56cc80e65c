import * as z from 'zod/mini';
import { platforms } from '../../devices/rules/device.ts';
import { longestFact } from '../../platform/limits.ts';
import type { Operations } from '../operation.ts';
import { activityId, apnsEnvironment, appId, deviceId, isoTime, tokenKind, userId } from './common.ts';

/** Apple: "Don't make assumptions about device token size". */
export const deviceToken = z.pipe(
  z
    .string()
    .check(
      z.maxLength(400),
      z.regex(/^([0-9a-fA-F]{2}){8,}$/, 'must be the token in hex: an even number of digits 0-9 a-f'),
    ),
  z.transform((text: string) => text.toLowerCase()),
);

export const tokenInput = z.strictObject({
  token: deviceToken,
  environment: z._default(z.enum(['production', 'development', 'auto']), 'auto'),
});

/** A token of another push service: FCM's have up to 200 characters, and none is promised to stay short. */
export const externalToken = z
  .string()
  .check(
    z.minLength(8),
    z.maxLength(2048),
    z.regex(/^[\x21-\x7e]+$/, 'must be letters, digits or symbols, without spaces'),
  );

const externalInput = z.strictObject({ token: externalToken });

const tokensInput = z
  .strictObject({
    alert: z.optional(tokenInput),
    voip: z.optional(tokenInput),
    /** Starts Live Activities of the app: iOS 17.2. */
    liveActivityStart: z.optional(tokenInput),
    external: z.optional(externalInput),
  })
  .check(
    z.refine(
      ({ external, ...apples }) =>
        external === undefined || Object.values(apples).every((token) => token === undefined),
      {
        path: ['external'],
        message: "must be the only token: a device has Apple's tokens or that of another push service",
      },
    ),
  );

/** Unreadable facts are left out and listed in the answer: see shared/devices/rules/deviceFacts.ts. */
const fact = z.optional(z.nullable(z.string().check(z.maxLength(longestFact))));

const platform = z.enum(platforms);

/** Where the user must be online to keep this device quiet. */
const quietWhenOnlineOn = z.union([z.enum(['any', 'this']), z.array(platform).check(z.maxLength(platforms.length))]);

export const registration = z.strictObject({
  appId,
  tokens: tokensInput,
  quietWhenOnlineOn: z.optional(quietWhenOnlineOn),
  platform: fact,
  locale: fact,
  timeZone: fact,
  territory: fact,
  permission: fact,
  appVersion: fact,
  osVersion: fact,
  kitVersion: fact,
});

const registrationByServer = z.extend(registration, {
  /** Registers nothing if the device or one of its tokens is known: what an app has registered itself stays. */
  onlyIfNew: z._default(z.boolean(), false),
});

const tokenState = z.enum(['unproven', 'proven', 'quarantined']);
const environment = z.enum(['production', 'development', 'auto']);

const registered = z.object({
  pushId: z.string(),
  userId: z.string(),
  deviceId: z.string(),
  appId: z.string(),
  tokens: z.record(z.string(), z.object({ environment, state: tokenState })),
  /** Facts that could not be read, and were left out. Absent if there are none. */
  ignored: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
});

export const repair = z.object({
  at: isoTime,
  kind: tokenKind,
  repair: z.enum(['environment_changed', 'quarantined', 'dropped', 'restored', 'quarantine_lifted']),
  environment: z.optional(apnsEnvironment),
  reason: z.optional(z.string()),
});

export const listedDevice = z.object({
  pushId: z.string(),
  deviceId: z.string(),
  appId: z.string(),
  tokens: z.record(
    z.string(),
    z.object({ tokenStart: z.string(), environment, state: tokenState, registeredAt: isoTime }),
  ),
  /** Live Activities whose update tokens the device has registered, by their IDs. */
  activities: z.optional(
    z.record(z.string(), z.object({ tokenStart: z.string(), environment, registeredAt: isoTime })),
  ),
  online: z.boolean(),
  repairs: z.optional(z.array(repair)),
  /** Calls ring as alerts, because the app has not reported them to CallKit. Ends when the app is opened. */
  reportGuard: z.optional(z.boolean()),
  registeredAt: isoTime,
  platform: z.optional(platform),
  quietWhenOnlineOn: z.optional(quietWhenOnlineOn),
  locale: z.optional(z.string()),
  timeZone: z.optional(z.string()),
  territory: z.optional(z.string()),
  permission: z.optional(z.string()),
  appVersion: z.optional(z.string()),
  osVersion: z.optional(z.string()),
  kitVersion: z.optional(z.string()),
});

const unreadCount = z.int().check(z.minimum(0), z.maximum(1_000_000));

export const presence = z
  .strictObject({
    state: z.enum(['foreground', 'background']),
    /** The app repeats `foreground` more often than this, or counts as in the background. */
    ttlSeconds: z._default(z.int().check(z.minimum(10), z.maximum(3600)), 120),
    unreadCount: z.optional(unreadCount),
    previousUnreadCount: z.optional(unreadCount),
  })
  .check(
    z.refine((presence) => presence.previousUnreadCount === undefined || presence.unreadCount !== undefined, {
      path: ['previousUnreadCount'],
      message: 'is only allowed with unreadCount',
    }),
  );

const devicePath = z.strictObject({ deviceId });
const activityPath = z.strictObject({ deviceId, activityId });
const userDevicePath = z.strictObject({ userId, deviceId });

export const deviceOperations = {
  'PUT /v1/devices/{deviceId}': { path: devicePath, body: registration, answers: { 200: registered } },
  'GET /v1/devices': { answers: { 200: z.object({ devices: z.array(listedDevice) }) } },
  'DELETE /v1/devices/{deviceId}': { path: devicePath, answers: { 204: undefined } },
  'DELETE /v1/devices/{deviceId}/tokens/{kind}': {
    path: z.strictObject({ deviceId, kind: tokenKind }),
    answers: { 204: undefined },
  },
  'PUT /v1/devices/{deviceId}/activities/{activityId}': {
    path: activityPath,
    body: tokenInput,
    answers: { 204: undefined },
  },
  'DELETE /v1/devices/{deviceId}/activities/{activityId}': { path: activityPath, answers: { 204: undefined } },
  'PUT /v1/server/users/{userId}/devices/{deviceId}': {
    path: userDevicePath,
    body: registrationByServer,
    answers: { 200: registered },
  },
  'DELETE /v1/server/users/{userId}/devices/{deviceId}': { path: userDevicePath, answers: { 204: undefined } },
  'PUT /v1/devices/{deviceId}/presence': {
    path: devicePath,
    body: presence,
    answers: { 200: z.object({ deviceId: z.string(), state: z.enum(['foreground', 'background']), until: isoTime }) },
  },
} as const satisfies Operations<'devices'>;
