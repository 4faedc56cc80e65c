/**
 * What the event bus carries, by `detail-type`: docs/events.md has an example of each, and a test checks examples and
 * rules against these. No function loads them.
 */
import * as z from 'zod/mini';
import type {
  CallEventDetail,
  CallEventType,
  MessageEventDetail,
  MessageEventType,
} from '../../events/rules/events.ts';
import { callState } from './call.ts';
import { callHandle, isoTime } from './common.ts';

const facts = { eventId: z.string(), at: isoTime };

const callEvent = z.strictObject({
  ...facts,
  callId: z.string(),
  version: z.int(),
  state: callState,
  from: z.string(),
  groupId: z.optional(z.string()),
  participants: z.array(z.strictObject({ userId: z.string(), state: callState, answeredOn: z.optional(z.string()) })),
  callerLeft: z.boolean(),
  hasVideo: z.boolean(),
  callerName: z.string(),
  handle: callHandle,
  createdAt: isoTime,
  expiresAt: isoTime,
  endedBy: z.optional(z.string()),
}) satisfies z.ZodMiniType<CallEventDetail>;

const messageEvent = z.strictObject({
  ...facts,
  messageId: z.string(),
  from: z.string(),
  groupId: z.optional(z.string()),
  recipientCount: z.optional(z.int()),
  createdAt: isoTime,
  summary: z.strictObject({
    accepted: z.int(),
    skipped: z.int(),
    rejected: z.int(),
    failed: z.int(),
    retrying: z.int(),
  }),
  timeline: z.array(
    z.strictObject({
      at: isoTime,
      event: z.string(),
      deviceId: z.optional(z.string()),
      kind: z.optional(z.string()),
      reason: z.optional(z.string()),
    }),
  ),
}) satisfies z.ZodMiniType<MessageEventDetail>;

export const eventSchemas: Readonly<Record<CallEventType | MessageEventType, z.ZodMiniType>> = {
  'call.ringing': callEvent,
  'call.answered': callEvent,
  'call.declined': callEvent,
  'call.busy': callEvent,
  'call.cancelled': callEvent,
  'call.timedOut': callEvent,
  'call.ended': callEvent,
  'call.failed': callEvent,
  'call.changed': callEvent,
  'message.sent': messageEvent,
  'message.updated': messageEvent,
};
