import * as z from 'zod/mini';
import { recallModes } from '../../content/payloads/recallPush.ts';
import type { Operations } from '../operation.ts';
import { freeJson, groupId, idempotencyHeaders, isoTime, targetOutcome, tokenKind, userId, uuid } from './common.ts';
import { explainQuery, explanation } from './explanation.ts';
import { offlinePush } from './pushSettings.ts';
import { replay, replayQuery } from './replay.ts';
import { silence } from './silence.ts';

/** What the app shows in its own window; a push shows only a label for it. */
const reference = {
  url: z.optional(z.string().check(z.maxLength(2048))),
  name: z.optional(z.string().check(z.maxLength(255))),
  sizeBytes: z.optional(z.int().check(z.minimum(0), z.maximum(1e15))),
};

export const element = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().check(z.maxLength(20_000)) }),
  z.strictObject({
    type: z.literal('voice'),
    ...reference,
    durationSeconds: z.optional(z.number().check(z.minimum(0), z.maximum(1e9))),
  }),
  z.strictObject({ type: z.literal('file'), ...reference }),
  z.strictObject({ type: z.literal('image'), ...reference }),
  z.strictObject({ type: z.literal('custom'), data: z.optional(freeJson) }),
]);

const userIds = z.array(userId).check(z.maxLength(500));

const to = z
  .strictObject({
    userId: z.optional(userId),
    userIds: z.optional(userIds.check(z.minLength(1))),
    groupId: z.optional(groupId),
  })
  .check(
    z.refine((recipients) => Object.keys(recipients).length === 1, {
      message: 'must have exactly one of userId, userIds and groupId',
    }),
  );

/** Elements of one message. */
export const maxElements = 100;

const message = {
  to,
  elements: z.array(element).check(z.minLength(1), z.maxLength(maxElements)),
  onlineUserOnly: z._default(z.boolean(), false),
  mentions: z.optional(userIds),
  offlinePush: z._default(offlinePush, {}),
};

export const summary = z.object({
  accepted: z.int(),
  skipped: z.int(),
  rejected: z.int(),
  failed: z.int(),
  retrying: z.int(),
  /** Pushes that the team's function has, without an outcome yet. Absent if there are none. */
  handedOver: z.optional(z.int()),
});

export const sent = z.object({ messageId: z.string(), targets: z.array(targetOutcome), summary });

/** A body of `POST /v1/server/messages`. */
export const messageAsServer = z.strictObject({ from: userId, ...message, force: z.optional(z.boolean()) });

/** Checked by itself when its turn comes, so that a bad message does not stop the others. */
export const batchedMessage = z.unknown();

export const problemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  fix: z.string(),
});

/** What the message would be answered alone. */
export const batchResult = z.object({ status: z.int(), body: z.xor([sent, explanation, problemBody]) });

const sendAnswers = { 200: z.xor([sent, explanation]), 202: sent } as const;

export const messageEvent = z.object({
  at: isoTime,
  event: z.string(),
  deviceId: z.optional(z.string()),
  kind: z.optional(tokenKind),
  reason: z.optional(z.string()),
});

const messagePath = z.strictObject({ messageId: uuid });

const messageReport = {
  messageId: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  groupId: z.optional(z.string()),
  createdAt: isoTime,
  recalledAt: z.optional(isoTime),
  /** For a large group, only failed and retried ones. */
  targets: z.array(targetOutcome),
  summary,
  /** How often each reason occurred: `skipped/no_device`. */
  reasons: z.record(z.string(), z.int()),
  /** How many devices have reported it. */
  receipts: z.object({ delivered: z.int(), shown: z.int(), tapped: z.int() }),
  timeline: z.array(messageEvent),
};

export const recallBody = z._default(z.strictObject({ mode: z._default(z.enum(recallModes), 'withdraw') }), {
  mode: 'withdraw',
});

const recall = {
  path: z.strictObject({ messageId: uuid }),
  body: recallBody,
  answers: {
    200: z.object({ messageId: z.string(), recalledAt: isoTime, targets: z.array(targetOutcome), summary }),
  },
} as const;

export const messageOperations = {
  'POST /v1/messages': {
    query: explainQuery,
    headers: idempotencyHeaders,
    body: z.strictObject(message),
    answers: sendAnswers,
  },
  'POST /v1/server/messages': {
    query: explainQuery,
    headers: idempotencyHeaders,
    body: messageAsServer,
    answers: sendAnswers,
  },
  'POST /v1/server/messages/batch': {
    query: explainQuery,
    headers: idempotencyHeaders,
    body: z.strictObject({ messages: z.array(batchedMessage).check(z.minLength(1), z.maxLength(10)) }),
    answers: { 200: z.object({ results: z.array(batchResult) }) },
  },
  'GET /v1/messages/{messageId}': { path: messagePath, answers: { 200: z.object(messageReport) } },
  'GET /v1/server/messages/{messageId}': {
    path: messagePath,
    query: replayQuery,
    answers: { 200: z.object({ ...messageReport, silence, replay: z.optional(replay) }) },
  },
  'POST /v1/messages/{messageId}/recall': recall,
  'POST /v1/server/messages/{messageId}/recall': recall,
} as const satisfies Operations<'messages'>;
