/** Operations of a team's own servers: policies, apps, users. */
import * as z from 'zod/mini';
import { contactRules, outcomeDetails, restrictableSettings } from '../../people/rules/userRules.ts';
import type { Operations } from '../operation.ts';
import { appId, territory, userId } from './common.ts';
import { listedDevice } from './devices.ts';
import { profile } from './profile.ts';
import { policyId, policySettings, policySettingsInput } from './pushSettings.ts';

const policyPath = z.strictObject({ policyId });
export const policy = z.object({ policyId: z.string(), settings: policySettings });

const seconds = (least: number, most: number) => z.int().check(z.minimum(least), z.maximum(most));

/** A host name, or `*.` and a domain: any host below it. */
const hostPattern = z
  .string()
  .check(
    z.maxLength(253),
    z.regex(
      /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
      'must be a host name in lower case such as cdn.example.com, or *.example.com for all hosts below it',
    ),
  );

const timesAMinute = z.exactOptional(z.int().check(z.minimum(1), z.maximum(100_000)));

/** What the users of the app may do to each other, and know about each other. */
const userRules = {
  outcomesForUsers: z.optional(z.enum(outcomeDetails)),
  contacts: z.optional(z.enum(contactRules)),
  usersMayNotSet: z.optional(z.array(z.enum(restrictableSettings)).check(z.maxLength(restrictableSettings.length))),
  imageHosts: z.optional(z.array(hostPattern).check(z.maxLength(50))),
  rates: z.optional(
    z.strictObject({
      messages: timesAMinute,
      calls: timesAMinute,
      groupAdditions: timesAMinute,
      registrations: timesAMinute,
      receipts: timesAMinute,
    }),
  ),
};

export const appSettings = z.strictObject({
  ...userRules,
  territoryRule: z.optional(
    z.strictObject({
      territories: z.array(territory).check(z.maxLength(250)),
      /** What happens to a ring there. */
      instead: z.enum(['alert', 'skip']),
    }),
  ),
  calls: z.optional(
    z.strictObject({
      voipTtlSeconds: z.exactOptional(seconds(0, 60)),
      alertWhenRingFails: z.exactOptional(z.boolean()),
      alertRepeatSeconds: z.exactOptional(seconds(0, 60)),
      pushWhenRingingStops: z.exactOptional(z.boolean()),
      missedCallAlert: z.exactOptional(z.boolean()),
      reportGuard: z.exactOptional(z.enum(['auto', 'off'])),
      ringInsurance: z.exactOptional(z.enum(['auto', 'off'])),
      groupCallActivity: z.exactOptional(z.boolean()),
    }),
  ),
  /** The badge of messages that do not say how it is counted. Default `server`. */
  badges: z.optional(z.enum(['server', 'app'])),
  /** Whether reading on one device updates the badges of the others by a push. Default true. */
  pushBadgeToOtherDevices: z.optional(z.boolean()),
});
const appPath = z.strictObject({ appId });
export const app = z.object({ appId: z.string(), settings: appSettings });

const userPath = z.strictObject({ userId });
/** One of the user's devices, by the ID from its registration: `<app ID>/<device ID>`. Absent: all of them. */
const deviceQuery = z.strictObject({ pushId: z.optional(z.string().check(z.minLength(1), z.maxLength(284))) });
export const user = z.object({
  userId: z.string(),
  online: z.boolean(),
  profile,
  devices: z.array(
    z.extend(listedDevice, {
      /** What would happen to a message now, and by which rule. */
      message: z.object({ decision: z.enum(['push', 'skip']), rule: z.string() }),
      /** How a call would ring now; `rule`: why not by a VoIP push. */
      call: z.object({ way: z.enum(['voip', 'alert', 'none']), rule: z.optional(z.string()) }),
    }),
  ),
});

export const serverOperations = {
  'GET /v1/server/policies': { answers: { 200: z.object({ policies: z.array(z.object({ policyId: z.string() })) }) } },
  'GET /v1/server/policies/{policyId}': { path: policyPath, answers: { 200: policy } },
  'PUT /v1/server/policies/{policyId}': { path: policyPath, body: policySettingsInput, answers: { 200: policy } },
  'DELETE /v1/server/policies/{policyId}': { path: policyPath, answers: { 204: undefined } },
  'GET /v1/server/apps': { answers: { 200: z.object({ apps: z.array(z.object({ appId: z.string() })) }) } },
  'GET /v1/server/apps/{appId}': { path: appPath, answers: { 200: app } },
  'PUT /v1/server/apps/{appId}': { path: appPath, body: appSettings, answers: { 200: app } },
  'DELETE /v1/server/apps/{appId}': { path: appPath, answers: { 204: undefined } },
  'GET /v1/server/users/{userId}': { path: userPath, query: deviceQuery, answers: { 200: user } },
  'DELETE /v1/server/users/{userId}/devices': { path: userPath, query: deviceQuery, answers: { 204: undefined } },
} as const satisfies Operations<'server'>;
