/** What the lab's routes accept: docs/lab.md, "Routes". Unknown fields are rejected by name. */
import * as z from 'zod/mini';
import { appId, locale, territory, timeZone, userId } from '../../shared/api/schemas/common.ts';
import { appStates, breakages, builds, notificationActions, permissions, phoneActions } from './view.ts';

export const tokenRequest = z.strictObject({ userId });

const place = { locale: z.optional(locale), timeZone: z.optional(timeZone), territory: z.optional(territory) };

export const phoneRequest = z.strictObject({
  ...place,
  appId: z.optional(appId),
  userId: z.optional(userId),
  build: z.optional(z.enum(builds)),
});

const maxClockErrorMs = 24 * 60 * 60 * 1000;

export const phoneChange = z.strictObject({
  ...place,
  state: z.optional(z.enum(appStates)),
  network: z.optional(z.enum(['on', 'off'])),
  permission: z.optional(z.enum(permissions)),
  appVersion: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
  reportsCalls: z.optional(z.boolean()),
  reportDelayMs: z.optional(z.int().check(z.minimum(0), z.maximum(60_000))),
  clockErrorMs: z.optional(z.int().check(z.minimum(-maxClockErrorMs), z.maximum(maxClockErrorMs))),
  wrongEnvironment: z.optional(z.boolean()),
  allowsAlerts: z.optional(z.boolean()),
  allowsSounds: z.optional(z.boolean()),
  allowsBadges: z.optional(z.boolean()),
  focus: z.optional(z.boolean()),
  focusAllows: z.optional(z.array(userId)),
  summary: z.optional(z.boolean()),
  holdsBackgroundPushes: z.optional(z.boolean()),
  restarted: z.optional(z.literal(true)),
  uninstalled: z.optional(z.literal(true)),
});

/**
 * `messageId`, with `open`, `dismiss` and `respond`: the notification. `actionId` and `text`, with `respond`: the action
 * of its category, and what the user wrote. `callId`, with `callBack`: an entry of Recents. `activityId`, with `join`.
 */
export const actionRequest = z.strictObject({
  action: z.enum(phoneActions),
  messageId: z.optional(z.string()),
  actionId: z.optional(z.enum(notificationActions)),
  text: z.optional(z.string()),
  callId: z.optional(z.string()),
  activityId: z.optional(z.string()),
});

/** `since`: the `n` of a push; the answer has those after it. */
export const sinceQuery = z.strictObject({
  since: z.optional(z.string().check(z.regex(/^\d{1,15}$/, 'must be a number: the `next` of an earlier answer'))),
});

export const breakageRequest = z.strictObject({ what: z.enum(breakages) });
