/**
 * Everything about a recipient that decides who is reached, as it is at one moment: what depends on the time is answered.
 * So a decision can be made again later, from the same circumstances.
 */
import { type Device, type DeviceToken, isOnline, type TokenKind } from '../../devices/rules/device.ts';
import { hasEnded } from '../../people/rules/conversationLevel.ts';
import { isQuietAt } from '../../people/rules/doNotDisturb.ts';
import type { ConversationSettings, Recipient } from '../../people/rules/recipient.ts';

export interface DeviceCircumstances
  extends Pick<Device, 'deviceId' | 'appId' | 'platform' | 'quietWhenOnlineOn' | 'territory'> {
  tokens: Partial<Record<TokenKind, Pick<DeviceToken, 'state'>>>;
  isOnline: boolean;
  /** It is quiet hours for the user, in the time zone that applies to this device. */
  isQuiet: boolean;
}

export interface Circumstances {
  userId: string;
  hasBlockedSender: boolean;
  /** The user's own setting for the conversation, unless it has ended. */
  conversation?: Pick<ConversationSettings, 'receive' | 'mentionsStillPush'> | undefined;
  /** What quiet hours let through. */
  allowCalls: boolean;
  allowMentions: boolean;
  devices: readonly DeviceCircumstances[];
}

/** @param nowMs epoch milliseconds. */
export function circumstancesOf(recipient: Recipient, nowMs: number): Circumstances {
  const { userId, devices, profile, conversation, hasBlockedSender = false } = recipient;
  const { allowCalls = false, allowMentions = false } = profile?.doNotDisturb ?? {};
  return {
    userId,
    hasBlockedSender,
    conversation: conversation === undefined || hasEnded(conversation, nowMs) ? undefined : conversation,
    allowCalls,
    allowMentions,
    devices: devices.map((device) => deviceCircumstances(device, recipient, nowMs)),
  };
}

function deviceCircumstances(device: Device, { profile }: Recipient, nowMs: number): DeviceCircumstances {
  const { deviceId, appId, platform, quietWhenOnlineOn, territory, tokens } = device;
  const quiet = profile?.doNotDisturb;
  const isQuiet = quiet !== undefined && isQuietAt(quiet, profile?.timeZone ?? device.timeZone ?? 'UTC', nowMs);
  return {
    deviceId,
    appId,
    platform,
    quietWhenOnlineOn,
    territory,
    tokens,
    isOnline: isOnline(device, nowMs),
    isQuiet,
  };
}
