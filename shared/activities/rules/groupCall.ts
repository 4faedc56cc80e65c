/**
 * The Live Activity of a call in a group: a card on the lock screen of each member, which says who is in the call and
 * lets the member join. docs/decisions/0100.
 */
import type { Call } from '../../calls/rules/call.ts';
import { isOver } from '../../calls/rules/call.ts';
import type { CallRecord } from '../../calls/rules/record.ts';
import { wordsFor } from '../../content/languages/languages.ts';
import type { Device, DeviceToken } from '../../devices/rules/device.ts';
import { usableToken } from '../../devices/rules/usableToken.ts';
import { type ConversationLevel, settingsInForce } from '../../people/rules/conversationLevel.ts';
import { isQuietAt } from '../../people/rules/doNotDisturb.ts';
import type { Recipient } from '../../people/rules/recipient.ts';
import type { ActivityStart, ActivityUpdate } from './activityUpdate.ts';

/** The kit's `ActivityAttributes` type. */
export const groupCallAttributesType = 'GroupCallAttributes';

/** `ContentState` of that type. */
export interface GroupCallContent {
  state: 'ringing' | 'answered' | 'ended';
  /** How many users are in the call, with the caller. */
  inCall: number;
  /** How many users' phones ring. */
  ringing: number;
  callerName: string;
  hasVideo: boolean;
}

export function groupCallContent({ call, details, hasVideo }: CallRecord): GroupCallContent {
  const { callerName } = details;
  if (isOver(call)) return { state: 'ended', inCall: 0, ringing: 0, callerName, hasVideo };
  const count = (state: Call['state']) => call.participants.filter((each) => each.state === state).length;
  return {
    state: call.state === 'answered' ? 'answered' : 'ringing',
    inCall: count('answered') + (call.callerLeft === undefined ? 1 : 0),
    ringing: count('ringing'),
    callerName,
    hasVideo,
  };
}

/** Longer than the timer takes that ends the ringing. */
const staleAfterRingMs = 60_000;

/** A ringing call changes by its deadline: a phone that hears nothing of it shows it as outdated then. */
const staleAt = ({ state, expiresAtMs }: Call) =>
  state === 'ringing' ? { staleAtMs: expiresAtMs + staleAfterRingMs } : {};

/** @param locale the reader's. */
export function groupCallStart(record: CallRecord, locale: string): ActivityStart {
  const { call, hasVideo, details } = record;
  const words = wordsFor(locale);
  return {
    attributesType: groupCallAttributesType,
    attributes: { activityId: call.callId, callId: call.callId, groupId: call.groupId },
    contentState: groupCallContent(record),
    ...staleAt(call),
    // Apple requires an alert. Its sound is for those whose phones ring.
    alert: {
      title: details.callerName,
      body: hasVideo ? words.incomingVideoCall : words.incomingCall,
      sound: 'none',
    },
  };
}

/** An ended one leaves the lock screen at once. */
export function groupCallUpdate(record: CallRecord, nowMs: number): ActivityUpdate {
  const contentState = groupCallContent(record);
  if (isOver(record.call)) return { event: 'end', contentState, dismissAtMs: nowMs };
  return { event: 'update', contentState, ...staleAt(record.call) };
}

export interface GroupCallPhone {
  device: Device;
  token: DeviceToken;
}

/**
 * Phones of a member that show it. Not those of a member who has blocked the caller, who hears nothing of the group, or who is
 * not to be disturbed now.
 */
export function phonesOfMember(
  { devices, profile, conversation, hasBlockedSender, fault }: Recipient,
  groupLevel: ConversationLevel | undefined,
  nowMs: number,
): GroupCallPhone[] {
  if (fault !== undefined || hasBlockedSender) return [];
  if (settingsInForce(conversation, groupLevel, nowMs)?.receive === 'none') return [];
  const quiet = profile?.doNotDisturb;
  return devices.flatMap((device) => {
    const token = usableToken(device, 'liveActivityStart');
    if (token === undefined) return [];
    const timeZone = profile?.timeZone ?? device.timeZone ?? 'UTC';
    if (quiet !== undefined && !quiet.allowCalls && isQuietAt(quiet, timeZone, nowMs)) return [];
    return [{ device, token }];
  });
}
