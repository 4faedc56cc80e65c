/**
 * What the event bus carries, by `detail-type`: docs/events.md has an example of each, and a test checks examples and
 * rules against these. No function loads them.
 */
import * as z from 'zod/mini';
import type { CallEventDetail, MessageEventDetail } from '../../events/rules/events.ts';
import type { EventType } from '../../events/rules/eventTypes.ts';
import type { ReceiptEventDetail } from '../../events/rules/receiptEvents.ts';
import type { TokenEventDetail } from '../../events/rules/tokenEvents.ts';
import type { UserEventDetail } from '../../events/rules/userEvents.ts';
import { pushPurposes, type WantedPush } from '../../push/rules/externalPush.ts';
import { erasedKinds } from '../../userData/rules/erasure.ts';
import { callState } from './call.ts';
import { apnsEnvironment, callHandle, isoTime, tokenKind } from './common.ts';

const facts = { eventId: z.string(), at: isoTime };

export const callEvent = z.strictObject({
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

export const messageEvent = z.strictObject({
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
    handedOver: z.optional(z.int()),
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

export const receiptEvent = z.strictObject({
  ...facts,
  messageId: z.optional(z.string()),
  callId: z.optional(z.string()),
  userId: z.string(),
  deviceId: z.string(),
  reportedAt: isoTime,
}) satisfies z.ZodMiniType<ReceiptEventDetail>;

export const tokenEvent = z.strictObject({
  ...facts,
  userId: z.string(),
  deviceId: z.string(),
  appId: z.string(),
  kind: tokenKind,
  repair: z.enum(['environment_changed', 'quarantined', 'dropped', 'restored', 'quarantine_lifted']),
  environment: z.optional(apnsEnvironment),
  reason: z.optional(z.string()),
}) satisfies z.ZodMiniType<TokenEventDetail>;

export const userEvent = z.strictObject({
  ...facts,
  userId: z.string(),
  erasureId: z.string(),
  requestedAt: isoTime,
  finishedAt: isoTime,
  counts: z.partialRecord(z.enum(erasedKinds), z.int()),
}) satisfies z.ZodMiniType<UserEventDetail>;
export const wantedPushEvent = z.strictObject({
  ...facts,
  wantedId: z.string(),
  attempt: z.int(),
  purpose: z.enum(pushPurposes),
  messageId: z.optional(z.string()),
  callId: z.optional(z.string()),
  userId: z.string(),
  deviceId: z.string(),
  appId: z.string(),
  token: z.string(),
  title: z.optional(z.string()),
  subtitle: z.optional(z.string()),
  body: z.optional(z.string()),
  titleLocKey: z.optional(z.string()),
  titleLocArgs: z.optional(z.readonly(z.array(z.string()))),
  bodyLocKey: z.optional(z.string()),
  bodyLocArgs: z.optional(z.readonly(z.array(z.string()))),
  sound: z.optional(z.string()),
  badge: z.optional(z.int()),
  image: z.optional(z.string()),
  threadId: z.optional(z.string()),
  category: z.optional(z.string()),
  interruptionLevel: z.optional(z.string()),
  collapseId: z.optional(z.string()),
  data: z.record(z.string(), z.unknown()),
  priority: z.enum(['high', 'normal']),
  expiresAt: isoTime,
}) satisfies z.ZodMiniType<WantedPush>;

export const eventSchemas: Readonly<Record<EventType, z.ZodMiniType>> = {
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
  'receipt.delivered': receiptEvent,
  'receipt.shown': receiptEvent,
  'receipt.tapped': receiptEvent,
  'receipt.callReported': receiptEvent,
  'receipt.callReportNotRequired': receiptEvent,
  'token.dropped': tokenEvent,
  'token.quarantined': tokenEvent,
  'token.repaired': tokenEvent,
  'user.erased': userEvent,
  'push.wanted': wantedPushEvent,
};
