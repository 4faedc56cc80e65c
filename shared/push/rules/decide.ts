/** Decides who is reached, and by which rule. Pure: the same decision serves every way of asking. */
import { mentionsUser } from '../../content/message.ts';
import { type MessagePushType, tokenKindOf } from '../../content/offlinePush.ts';
import { type Device, type DeviceToken, keepsQuiet, type TokenKind } from '../../devices/rules/device.ts';
import { isExternal, tokenKindOn } from '../../devices/rules/tokenKindOn.ts';
import { type ConversationLevel, settingsOfLevel } from '../../people/rules/conversationLevel.ts';
import type { Recipient } from '../../people/rules/recipient.ts';
import type { TerritoryRule } from '../../team/rules/territory.ts';
import { type Circumstances, circumstancesOf, type DeviceCircumstances } from './circumstances.ts';

export type SkipReason =
  | 'sender'
  | 'online_only'
  | 'push_disabled'
  | 'policy'
  | 'no_desc'
  | 'blocked'
  | 'no_device'
  | 'online'
  | 'muted'
  | 'do_not_disturb'
  | 'territory'
  | 'report_guard'
  | 'no_token'
  | 'recalled'
  | 'replaced'
  | 'quarantined';

/**
 * Why a device is pushed to. `offline`: the normal case. `online_elsewhere`: the device wants it although another one
 * is online. `always`: whether online or not. `mention`: muted or not to be disturbed, but mentioned. `forced`: muted,
 * silent or not to be disturbed, but a server forces it. `territory`: an alert, because calls may not ring there.
 */
export type PushRule = 'offline' | 'online_elsewhere' | 'always' | 'mention' | 'forced' | 'territory';

/** One push to one device token. Without `deviceId`: a user without a device. */
export interface Target {
  userId: string;
  deviceId?: string | undefined;
  kind?: TokenKind | undefined;
}

/** A target that has a device token. */
export interface DeviceTarget extends Target {
  deviceId: string;
  kind: TokenKind;
}

/** A push, whatever the token is that it goes to. */
export interface PushRuling {
  decision: 'push';
  target: DeviceTarget;
  rule: PushRule;
  /** `alert` instead of `voip` where calls may not ring. */
  pushType: MessagePushType;
  /** Shown without sound and banner: the user has silenced the conversation. */
  isSilent: boolean;
  /** It would not be pushed, or silently, if a server had not forced it. */
  isForced?: true | undefined;
}

export interface PushDecision extends PushRuling {
  device: Device;
  token: DeviceToken;
}

export interface SkipDecision {
  decision: 'skip';
  target: Target;
  rule: SkipReason;
}

export type Decision = PushDecision | SkipDecision;

export type Ruling = PushRuling | SkipDecision;

/** What the sender asked for, as far as it decides who is reached. */
export interface Occasion {
  from: string;
  pushType: MessagePushType;
  onlineUserOnly: boolean;
  pushDisabled: boolean;
  isDisabledByPolicy?: boolean | undefined;
  /** False: there is nothing that a phone could show. Default true. */
  isShowable?: boolean | undefined;
  /** Online users are pushed to as well. Default false. */
  alsoOnline?: boolean | undefined;
  mentions?: readonly string[] | undefined;
  /** Default level of the members of the message's group. */
  groupLevel?: ConversationLevel | undefined;
  /** A server forces it: levels and quiet hours do not keep it from anybody. Default false. */
  isForced?: boolean | undefined;
  /** Rules of an app. Default: rings everywhere. */
  territoryRuleOf?: ((appId: string) => TerritoryRule | undefined) | undefined;
}

/** One decision for each device of a recipient, or a single one for the user as a whole. */
export function decide(occasion: Occasion, recipient: Recipient, nowMs: number): Decision[] {
  const devices = new Map(recipient.devices.map((device) => [device.deviceId, device]));
  return decideFrom(occasion, circumstancesOf(recipient, nowMs)).map((ruling): Decision => {
    if (ruling.decision === 'skip') return ruling;
    const { target } = ruling;
    const device = devices.get(target.deviceId);
    const token = device?.tokens[target.kind];
    if (device === undefined || token === undefined) return { decision: 'skip', target, rule: 'no_token' };
    return { ...ruling, device, token };
  });
}

/** The same for circumstances of whatever moment. */
export function decideFrom(occasion: Occasion, circumstances: Circumstances): Ruling[] {
  const { userId, devices } = circumstances;
  const userRule = ruleForUser(occasion, circumstances);
  if (userRule !== undefined) return [{ decision: 'skip', target: { userId }, rule: userRule }];
  return devices.map((device) => decideDevice(occasion, circumstances, device));
}

function ruleForUser(occasion: Occasion, { userId, devices, hasBlockedSender }: Circumstances): SkipReason | undefined {
  if (userId === occasion.from) return 'sender';
  if (occasion.onlineUserOnly) return 'online_only';
  if (occasion.isDisabledByPolicy) return 'policy';
  if (occasion.pushDisabled) return 'push_disabled';
  if (occasion.isShowable === false) return 'no_desc';
  if (hasBlockedSender) return 'blocked';
  return devices.length === 0 ? 'no_device' : undefined;
}

function decideDevice(occasion: Occasion, circumstances: Circumstances, device: DeviceCircumstances): Ruling {
  const presence = presenceRule(occasion, circumstances, device);
  const attention = attentionRule(occasion, circumstances, device);
  const territory = territoryRule(occasion, device);
  const pushType = territory === 'alert' ? 'alert' : occasion.pushType;
  const kind = tokenKindOn(device, tokenKindOf(pushType));
  const target = { userId: circumstances.userId, deviceId: device.deviceId, kind };
  const skip = (rule: SkipReason): Ruling => ({ decision: 'skip', target, rule });

  if (presence === 'online') return skip('online');
  if (attention.skip !== undefined) return skip(attention.skip);
  if (territory === 'skip') return skip('territory');
  const token = device.tokens[kind];
  if (token === undefined) return skip('no_token');
  if (token.state === 'quarantined') return skip('quarantined');
  const { isSilent, isForced } = attention;
  const rule = territory === 'alert' ? 'territory' : (attention.rule ?? presence);
  return { decision: 'push', target, rule, pushType, isSilent, ...(isForced && { isForced }) };
}

/** An app in the foreground gets it over its own connection; the user's other phones stay quiet. */
function presenceRule(
  { alsoOnline }: Occasion,
  { devices }: Circumstances,
  device: DeviceCircumstances,
): 'offline' | 'online_elsewhere' | 'always' | 'online' {
  if (alsoOnline) return 'always';
  const online = devices.filter((other) => other.isOnline);
  if (online.some((other) => keepsQuiet(device, other))) return 'online';
  return online.length > 0 ? 'online_elsewhere' : 'offline';
}

interface Attention {
  skip?: 'muted' | 'do_not_disturb' | undefined;
  /** What lets the push through. */
  rule?: 'mention' | 'forced' | undefined;
  isSilent: boolean;
  isForced?: true | undefined;
}

/** The user's settings for this conversation and this hour, unless a server forces the message. */
function attentionRule(occasion: Occasion, circumstances: Circumstances, device: DeviceCircumstances): Attention {
  // Nobody notices a push that only wakes the app.
  if (occasion.pushType === 'background') return { isSilent: false };
  const wanted = wantedAttention(occasion, circumstances, device);
  const isForced = occasion.isForced && (wanted.skip !== undefined || wanted.isSilent);
  return isForced ? { rule: 'forced', isSilent: false, isForced } : wanted;
}

function wantedAttention(
  { pushType, mentions = [], groupLevel }: Occasion,
  { userId, conversation, allowCalls, allowMentions }: Circumstances,
  { isQuiet }: DeviceCircumstances,
): Attention {
  const wanted: Attention = { isSilent: false };
  const isMentioned = mentionsUser(mentions, userId);
  // A muted conversation is muted for messages: calls still ring.
  const settings = pushType === 'alert' ? (conversation ?? (groupLevel && settingsOfLevel(groupLevel))) : undefined;
  if (settings !== undefined && settings.receive !== 'push') {
    if (isMentioned && settings.mentionsStillPush) wanted.rule = 'mention';
    else if (settings.receive === 'none') return { ...wanted, skip: 'muted' };
    else wanted.isSilent = true;
  }
  if (isQuiet) {
    if (pushType === 'alert' && isMentioned && allowMentions) wanted.rule = 'mention';
    else if (pushType === 'alert' || !allowCalls) return { ...wanted, skip: 'do_not_disturb' };
  }
  return wanted;
}

/** CallKit must not be used everywhere (see `defaultTerritoryRule`); elsewhere a call rings normally. */
function territoryRule(
  { pushType, territoryRuleOf }: Occasion,
  device: DeviceCircumstances,
): 'alert' | 'skip' | undefined {
  if (pushType !== 'voip' || device.territory === undefined || isExternal(device)) return undefined;
  const rule = territoryRuleOf?.(device.appId);
  return rule?.territories.includes(device.territory) ? rule.instead : undefined;
}
