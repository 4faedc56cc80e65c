/** A user's data as a whole: its export. */
import * as z from 'zod/mini';
import { erasedKinds } from '../../userData/rules/erasure.ts';
import type { Operations } from '../operation.ts';
import { call } from './call.ts';
import { isoTime, pageLimit, userId } from './common.ts';
import { listedDevice, repair } from './devices.ts';
import { conversationSettings, profile } from './profile.ts';

const userPath = z.strictObject({ userId });

/** With whole tokens: they are the user's own data. */
export const exportedDevice = z.extend(
  z.omit(listedDevice, { tokens: true, activities: true, online: true, pushId: true, reportGuard: true }),
  {
    tokens: z.record(
      z.string(),
      z.object({
        token: z.string(),
        environment: z.enum(['production', 'development', 'auto']),
        state: z.enum(['unproven', 'proven', 'quarantined']),
        registeredAt: isoTime,
      }),
    ),
    activities: z.optional(
      z.record(
        z.string(),
        z.object({
          token: z.string(),
          environment: z.enum(['production', 'development', 'auto']),
          registeredAt: isoTime,
        }),
      ),
    ),
    presence: z.optional(
      z.object({ state: z.enum(['foreground', 'background']), at: z.optional(isoTime), until: isoTime }),
    ),
    /** Since when each registration has reported the same permission. */
    permissionSince: z.optional(isoTime),
    /** `diedAt`: since when the token is dead, as Apple says. */
    repairs: z.optional(z.array(z.extend(repair, { diedAt: z.optional(isoTime) }))),
    /** What Ringpost has noted about the device's reports of calls. */
    reports: z.optional(
      z.object({
        missedReports: z.optional(z.array(z.string())),
        missedCallers: z.optional(z.array(z.string())),
        missedReportVersion: z.optional(z.string()),
        reportingVersion: z.optional(z.string()),
        missedReportAt: z.optional(isoTime),
        missedRangAt: z.optional(isoTime),
        settledUntil: z.optional(isoTime),
        receiptAt: z.optional(isoTime),
      }),
    ),
  },
);

const directoryEntry = z.object({ label: z.optional(z.string()), blocked: z.optional(z.literal(true)) });

export const exportedGroup = z.object({
  groupId: z.string(),
  /** Absent for a group that has been deleted, like the owner. */
  name: z.optional(z.string()),
  isOwner: z.optional(z.boolean()),
  card: z.optional(z.string()),
});

export const userExport = z.object({
  userId: z.string(),
  exportedAt: isoTime,
  profile: z.optional(profile),
  devices: z.array(exportedDevice),
  tags: z.array(z.string()),
  badges: z.array(z.object({ appId: z.string(), badge: z.int() })),
  conversations: z.array(z.extend(conversationSettings, { conversationId: z.string() })),
  blocks: z.array(z.object({ userId: z.string() })),
  /** Pushes of the last day that the team's function sends. */
  handedOverPushes: z.array(
    z.object({
      wantedId: z.string(),
      deviceId: z.string(),
      appId: z.string(),
      attempt: z.int(),
      payload: z.record(z.string(), z.unknown()),
    }),
  ),
  groups: z.array(exportedGroup),
  /** The calls in the user's log. */
  calls: z.array(call),
  callDirectory: z.array(z.extend(directoryEntry, { number: z.string() })),
  callDirectoryChanges: z.array(
    z.object({
      number: z.string(),
      version: z.int(),
      before: z.optional(directoryEntry),
      after: z.optional(directoryEntry),
    }),
  ),
  callDirectoryTerritories: z.array(z.string()),
  /** What is not in the export, and is deleted after a time. */
  retained: z.array(z.object({ what: z.string(), keptFor: z.string() })),
  /** Cursor of the next page; absent on the last one. */
  cursor: z.optional(z.string()),
});

export const erasure = z.object({
  erasureId: z.string(),
  state: z.enum(['running', 'finished']),
  requestedAt: isoTime,
  finishedAt: z.optional(isoTime),
  /** What has been deleted so far, by kind. */
  counts: z.partialRecord(z.enum(erasedKinds), z.int()),
});

export const userDataOperations = {
  'GET /v1/server/users/{userId}/export': {
    path: userPath,
    query: z.strictObject({
      limit: pageLimit(500, 1000),
      cursor: z.optional(z.string().check(z.maxLength(1400))),
    }),
    answers: { 200: userExport },
  },
  'DELETE /v1/server/users/{userId}': { path: userPath, answers: { 202: erasure } },
  'DELETE /v1/me': { answers: { 202: erasure } },
  'GET /v1/server/users/{userId}/erasure': { path: userPath, answers: { 200: erasure } },
} as const satisfies Operations<'userData'>;
