/** A user's settings about being reached: the profile, conversations, blocks. */
import * as z from 'zod/mini';
import { conversationLevels } from '../../people/rules/conversationLevel.ts';
import { spellingConflict } from '../../people/rules/conversationSpelling.ts';
import { maxBlocks, maxTags } from '../../people/rules/limits.ts';
import { weekdays } from '../../people/rules/recipient.ts';
import { conversationPattern, longestUserId } from '../../people/rules/userId.ts';
import type { Operations } from '../operation.ts';
import { httpsUrl, isoTime, isoTimeInput, locale, pageLimit, timeZone, userId } from './common.ts';

/** A time of day in the user's time zone. */
const timeOfDay = (pattern: RegExp, message: string) =>
  z.string().check(z.maxLength('22:30'.length), z.regex(pattern, message));
const start = timeOfDay(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 22:30, from 00:00 to 23:59');
/** `24:00` is the end of the day. */
const end = timeOfDay(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time of day such as 07:00, up to 24:00');

/** Weekdays on which a window starts. */
const days = z.array(z.enum(weekdays)).check(
  z.minLength(1),
  z.maxLength(weekdays.length),
  z.refine((names) => new Set(names).size === names.length, 'must name each day once'),
);

/** Over midnight if the end is before the start. */
const quietWindow = z.strictObject({ days: z.optional(days), start, end }).check(
  z.refine((window) => window.start !== window.end, {
    path: ['end'],
    message: 'must not be the start: a whole day is 00:00 to 24:00',
  }),
);

const quietTimes = {
  windows: z.array(quietWindow).check(z.maxLength(10)),
  allowCalls: z.optional(z.boolean()),
  allowMentions: z.optional(z.boolean()),
};
export const doNotDisturbInput = z.strictObject({ ...quietTimes, until: z.optional(isoTimeInput) });
export const doNotDisturb = z.strictObject({ ...quietTimes, until: z.optional(isoTime) });

const aboutUser = {
  nickname: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
  avatarUrl: z.optional(httpsUrl),
  locale: z.optional(locale),
  timeZone: z.optional(timeZone),
  /** False: broadcasts do not reach the user. Default true. */
  receiveBroadcasts: z.optional(z.boolean()),
};
export const profileInput = z.strictObject({ ...aboutUser, doNotDisturb: z.optional(doNotDisturbInput) });
export const profile = z.strictObject({ ...aboutUser, doNotDisturb: z.optional(doNotDisturb) });

const conversationId = z
  .string()
  .check(
    z.maxLength('user:'.length + longestUserId),
    z.regex(conversationPattern, 'must be user:<user ID> or group:<group ID>'),
  );
const conversationPath = z.strictObject({ conversationId });

const receive = z.enum(['push', 'silent', 'none']);

/** In either spelling, or in both if they agree. */
export const conversationSettingsInput = z
  .strictObject({
    level: z.optional(z.enum(conversationLevels)),
    until: z.optional(isoTimeInput),
    receive: z.optional(receive),
    mentionsStillPush: z.optional(z.boolean()),
  })
  .check(
    z.refine(({ level, receive }) => level !== undefined || receive !== undefined, {
      path: ['level'],
      message: `is missing: ${conversationLevels.join(', ')}`,
    }),
    (context) => {
      const conflict = spellingConflict(context.value);
      if (conflict === undefined) return;
      const { field, message } = conflict;
      context.issues.push({ code: 'custom', path: [field], message, input: context.value[field] });
    },
  );

/** In both spellings. */
export const conversationSettings = z.object({
  level: z.enum(conversationLevels),
  until: z.optional(isoTime),
  receive,
  mentionsStillPush: z.optional(z.boolean()),
});

const blockPath = z.strictObject({ userId });

const userPath = z.strictObject({ userId });
const userConversationPath = z.strictObject({ userId, conversationId });
const userBlockPath = z.strictObject({ userId, otherUserId: userId });

/** Words of the team's own. */
export const tag = z
  .string()
  .check(z.maxLength(64), z.regex(/^[A-Za-z0-9._:-]{1,64}$/, 'must be 1 to 64 letters, digits or . _ : -'));
export const tags = z.strictObject({ tags: z.array(tag).check(z.maxLength(maxTags)) });

export const profileOperations = {
  'GET /v1/profile': { answers: { 200: profile } },
  'PUT /v1/profile': { body: profileInput, answers: { 200: profile } },
  'GET /v1/conversations/{conversationId}/settings': {
    path: conversationPath,
    answers: { 200: conversationSettings },
  },
  'PUT /v1/conversations/{conversationId}/settings': {
    path: conversationPath,
    body: conversationSettingsInput,
    answers: { 200: conversationSettings },
  },
  'GET /v1/blocks': {
    query: z.strictObject({
      limit: pageLimit(maxBlocks, maxBlocks),
      cursor: z.optional(z.string().check(z.maxLength(1400))),
    }),
    answers: { 200: z.object({ blocks: z.array(z.object({ userId: z.string() })), cursor: z.optional(z.string()) }) },
  },
  'PUT /v1/blocks/{userId}': { path: blockPath, answers: { 204: undefined } },
  'DELETE /v1/blocks/{userId}': { path: blockPath, answers: { 204: undefined } },
  'GET /v1/server/users/{userId}/profile': { path: userPath, answers: { 200: profile } },
  'PUT /v1/server/users/{userId}/profile': { path: userPath, body: profileInput, answers: { 200: profile } },
  'GET /v1/server/users/{userId}/tags': { path: userPath, answers: { 200: tags } },
  'PUT /v1/server/users/{userId}/tags': { path: userPath, body: tags, answers: { 200: tags } },
  'GET /v1/server/users/{userId}/conversations/{conversationId}/settings': {
    path: userConversationPath,
    answers: { 200: conversationSettings },
  },
  'PUT /v1/server/users/{userId}/conversations/{conversationId}/settings': {
    path: userConversationPath,
    body: conversationSettingsInput,
    answers: { 200: conversationSettings },
  },
  'PUT /v1/server/users/{userId}/blocks/{otherUserId}': { path: userBlockPath, answers: { 204: undefined } },
  'DELETE /v1/server/users/{userId}/blocks/{otherUserId}': { path: userBlockPath, answers: { 204: undefined } },
} as const satisfies Operations<'profile'>;
