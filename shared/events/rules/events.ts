/**
 * Events for backends: a call or a message that changed. Pure: from the stored item before and after a change to its
 * events. No message text, no token.
 */

import type { Call, CallState, Participant } from '../../calls/rules/call.ts';
import type { CallHandle } from '../../content/offlinePush.ts';
import type { CallDetails } from '../../content/payloads/voipPayload.ts';
import { isoTime } from '../../platform/isoTime.ts';
import { type OutcomeSummary, summarise, type TargetOutcome } from '../../push/rules/targetOutcome.ts';
import { type Change, type EventFacts, factsOf } from './eventFacts.ts';
import type { callEventTypes, messageEventTypes } from './eventTypes.ts';
import type { ReceiptDomainEvent } from './receiptEvents.ts';
import type { TokenDomainEvent } from './tokenEvents.ts';
import type { UserDomainEvent } from './userEvents.ts';

/** EventBridge's `source` of every event. */
export const eventSource = 'ringpost';

/**
 * `call.<state>`: the call as a whole has entered this state. `call.changed`: it has not, but a participant or what
 * the phones show has changed.
 */
export type CallEventType = (typeof callEventTypes)[number];
export type MessageEventType = (typeof messageEventTypes)[number];

/** The `detail` of every `call.…` event. */
export interface CallEventDetail extends EventFacts {
  callId: string;
  /** Grows with each change of the call: of two events the one with the higher version is the later one. */
  version: number;
  state: CallState;
  from: string;
  groupId?: string | undefined;
  participants: CallEventParticipant[];
  /** Whether the caller has left a call that goes on without them. */
  callerLeft: boolean;
  hasVideo: boolean;
  /** What the phones of the callees show. */
  callerName: string;
  handle: CallHandle;
  createdAt: string;
  /** The latest time at which a phone may still ring. */
  expiresAt: string;
  /** The user whose action ended the call as a whole; absent if a timer or a server did. */
  endedBy?: string | undefined;
}

/** A callee. */
export interface CallEventParticipant {
  userId: string;
  state: CallState;
  /** Which of their devices answered, if the app named it. */
  answeredOn?: string | undefined;
}

/** The `detail` of every `message.…` event. */
export interface MessageEventDetail extends EventFacts {
  messageId: string;
  from: string;
  /** The group that it was sent to, if any; otherwise there is `recipientCount`. */
  groupId?: string | undefined;
  /** How many recipients it has. */
  recipientCount?: number | undefined;
  createdAt: string;
  /** Targets by outcome, as of now; those of a large message's chunks are not included. */
  summary: OutcomeSummary;
  /** What has happened since the last event of this message. */
  timeline: MessageEventStep[];
}

export interface MessageEventStep {
  at: string;
  event: string;
  deviceId?: string | undefined;
  kind?: string | undefined;
  reason?: string | undefined;
}

export type DomainEvent =
  | { type: CallEventType; detail: CallEventDetail }
  | { type: MessageEventType; detail: MessageEventDetail }
  | ReceiptDomainEvent
  | TokenDomainEvent
  | UserDomainEvent;

/** A stored call, as far as events contain it. */
export interface CallSnapshot {
  call: Call;
  hasVideo: boolean;
  details: Pick<CallDetails, 'callerName' | 'handle'>;
  /** Epoch milliseconds: the last change of the details. */
  revisedAtMs?: number | undefined;
}

/** At most one event: everything else in a call's item stays private. @param before undefined if the call is new. */
export function callEvents(change: Change, before: CallSnapshot | undefined, after: CallSnapshot): DomainEvent[] {
  const { call, hasVideo, details } = after;
  if (before !== undefined && !hasChanged(before, after)) return [];
  const detail: CallEventDetail = {
    ...factsOf(change),
    callId: call.callId,
    version: call.version,
    state: call.state,
    from: call.from,
    groupId: call.groupId,
    participants: call.participants.map(eventParticipant),
    callerLeft: call.callerLeft !== undefined,
    hasVideo,
    callerName: details.callerName,
    handle: details.handle,
    createdAt: isoTime(call.createdAtMs),
    expiresAt: isoTime(call.expiresAtMs),
    endedBy: call.endedBy?.userId,
  };
  return [{ type: before?.call.state === call.state ? 'call.changed' : `call.${call.state}`, detail }];
}

function hasChanged(before: CallSnapshot, after: CallSnapshot): boolean {
  const shown = ({ call: { state, participants, callerLeft }, revisedAtMs }: CallSnapshot) =>
    JSON.stringify([
      state,
      participants.map(({ userId, state: each }) => [userId, each]),
      callerLeft !== undefined,
      revisedAtMs,
    ]);
  return shown(before) !== shown(after);
}

function eventParticipant({ userId, state, answeredBy }: Participant): CallEventParticipant {
  const answeredOn = answeredBy?.deviceId;
  return { userId, state, answeredOn };
}

/** A stored message, as far as events contain it. */
export interface MessageSnapshot {
  messageId: string;
  from: string;
  to: readonly string[];
  groupId?: string | undefined;
  /** Epoch milliseconds. */
  createdAtMs: number;
  targets: readonly TargetOutcome[];
  timeline: readonly MessageEventStep[];
}

/** One event for a new message, and one for each change of its timeline. */
export function messageEvents(
  change: Change,
  before: MessageSnapshot | undefined,
  after: MessageSnapshot,
): DomainEvent[] {
  const timeline = after.timeline.slice(before?.timeline.length ?? 0);
  if (before !== undefined && timeline.length === 0) return [];
  const detail: MessageEventDetail = {
    ...factsOf(change),
    messageId: after.messageId,
    from: after.from,
    ...(after.groupId === undefined ? { recipientCount: after.to.length } : { groupId: after.groupId }),
    createdAt: isoTime(after.createdAtMs),
    summary: summarise(after.targets),
    timeline: timeline.map(stepOf),
  };
  return [{ type: before === undefined ? 'message.sent' : 'message.updated', detail }];
}

/** Named one by one: whatever else a timeline may contain stays off the bus. */
function stepOf({ at, event, deviceId, kind, reason }: MessageEventStep): MessageEventStep {
  return {
    at,
    event,
    deviceId,
    kind,
    reason,
  };
}
