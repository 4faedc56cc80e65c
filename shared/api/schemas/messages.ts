import * as z from 'zod/mini';
import type { Operations } from '../operation.ts';
import { callHandle, ext, isoTime, targetOutcome, tokenKind, userId, uuid } from './common.ts';

const element = z.strictObject({ type: z.literal('text'), text: z.string().check(z.maxLength(20_000)) });

const sound = z
  .string()
  .check(
    z.maxLength(128),
    z.regex(
      /^(none|default|[^/\\]+\.[A-Za-z0-9]{1,8})$/,
      'must be none, default, or a file name with extension such as ring.caf',
    ),
  );

const offlinePush = z
  .strictObject({
    disabled: z.optional(z.boolean()),
    pushType: z.optional(z.enum(['alert', 'voip'])),
    title: z.optional(z.string().check(z.maxLength(1000))),
    desc: z.optional(z.string().check(z.maxLength(20_000))),
    ext: z.optional(ext),
    sound: z.optional(sound),
    voip: z.optional(
      z.strictObject({
        handle: z.optional(callHandle),
        callerName: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
        hasVideo: z.optional(z.boolean()),
      }),
    ),
  })
  .check(
    z.refine(({ pushType, voip }) => voip === undefined || pushType === 'voip', {
      path: ['voip'],
      message: 'goes with pushType voip only',
    }),
  );

const to = z
  .strictObject({
    userId: z.optional(userId),
    userIds: z.optional(z.array(userId).check(z.minLength(1), z.maxLength(500))),
  })
  .check(
    z.refine((recipients) => Object.keys(recipients).length === 1, {
      message: 'must have either userId or userIds',
    }),
  );

const message = {
  to,
  elements: z.array(element).check(z.minLength(1), z.maxLength(100)),
  onlineUserOnly: z._default(z.boolean(), false),
  offlinePush: z._default(offlinePush, {}),
};

const summary = z.object({
  accepted: z.int(),
  skipped: z.int(),
  rejected: z.int(),
  failed: z.int(),
  retrying: z.int(),
});

const sent = z.object({ messageId: z.string(), targets: z.array(targetOutcome), summary });
const sendAnswers = { 200: sent, 202: sent } as const;

const timelineEvent = z.object({
  at: isoTime,
  event: z.string(),
  deviceId: z.optional(z.string()),
  kind: z.optional(tokenKind),
  reason: z.optional(z.string()),
});

export const messageOperations = {
  'POST /v1/messages': { body: z.strictObject(message), answers: sendAnswers },
  'POST /v1/server/messages': { body: z.strictObject({ from: userId, ...message }), answers: sendAnswers },
  'GET /v1/messages/{messageId}': {
    path: z.strictObject({ messageId: uuid }),
    answers: {
      200: z.object({
        messageId: z.string(),
        from: z.string(),
        to: z.array(z.string()),
        createdAt: isoTime,
        targets: z.array(targetOutcome),
        timeline: z.array(timelineEvent),
      }),
    },
  },
} as const satisfies Operations<'messages'>;
