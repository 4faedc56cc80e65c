/**
 * A moment as bytes, a few for each recipient: its record stays within one write unit of the table. Nothing in it is a
 * text of the message: policies and messages are kept by what they have, not by what they say.
 */
import type { OfflinePush } from '../../../content/offlinePush.ts';
import { platforms, type TokenKind } from '../../../devices/rules/device.ts';
import { conversationLevels } from '../../../people/rules/conversationLevel.ts';
import type { DeviceCircumstances } from '../../../push/rules/circumstances.ts';
import type { TerritoryRule } from '../../../team/rules/territory.ts';
import type { KeptOccasion, KeptRecipient, Moment } from '../../rules/moment.ts';
import { ByteReader, ByteWriter } from './bytes.ts';

/** First number of the bytes: another reader needs another number. */
const format = 1;

const pushTypes = ['alert', 'voip', 'background'] as const;
const receives = ['push', 'silent', 'none'] as const;
const instead = ['alert', 'skip'] as const;
/** Kinds that a message may go to. */
const kinds = ['alert', 'voip', 'external'] as const satisfies TokenKind[];
const tokenStates = ['quarantined', 'proven'] as const;

/** A value as its place in the list, from 1 on; 0 stands for undefined. */
const placeOf = <T>(list: readonly T[], value: T | undefined): number =>
  value === undefined ? 0 : list.indexOf(value) + 1;
const at = <T>(list: readonly T[], place: number): T | undefined => list[place - 1];

/** @param known the recipients that the record of the message lists. */
export function encodeMoment({ occasion, recipients }: Moment, known: readonly string[]): Uint8Array {
  const writer = new ByteWriter(known);
  writer.number(format);
  writeOccasion(writer, occasion);
  writer.number(recipients.length);
  for (const recipient of recipients) writeRecipient(writer, recipient);
  return writer.bytes();
}

/**
 * @param known the same as for writing.
 * @returns undefined for bytes that this version cannot read.
 */
export function decodeMoment(bytes: Uint8Array, known: readonly string[]): Moment | undefined {
  const reader = new ByteReader(bytes, known);
  try {
    if (reader.number() !== format) return undefined;
    const occasion = readOccasion(reader);
    const recipients = Array.from({ length: reader.number() }, () => readRecipient(reader));
    return reader.isAtEnd ? { occasion, recipients } : undefined;
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function writeOccasion(writer: ByteWriter, occasion: KeptOccasion): void {
  const { pushType, groupLevel, policyUse, hasContent, territoryRules = {} } = occasion;
  const { isDisabledByPolicy = false, isShowable = true, alsoOnline = false, isForced = false } = occasion;
  const rules = Object.entries(territoryRules);
  writer.number(placeOf(pushTypes, pushType) + 4 * placeOf(conversationLevels, groupLevel));
  writer.flags(
    occasion.onlineUserOnly,
    occasion.pushDisabled,
    isDisabledByPolicy,
    isShowable,
    alsoOnline,
    isForced,
    hasContent,
    policyUse !== undefined,
    policyUse?.isFromServer ?? false,
  );
  if (policyUse !== undefined) writer.text(JSON.stringify(policyUse.own));
  if (pushType !== 'voip') return;
  writer.number(rules.length);
  for (const [appId, rule] of rules) {
    writer.text(appId);
    writer.number(placeOf(instead, rule.instead));
    writer.number(rule.territories.length);
    for (const territory of rule.territories) writer.text(territory);
  }
}

function readOccasion(reader: ByteReader): KeptOccasion {
  const types = reader.number();
  const pushType = at(pushTypes, types % 4);
  if (pushType === undefined) throw new RangeError('the facts name no push type');
  const groupLevel = at(conversationLevels, Math.floor(types / 4));
  const [onlineUserOnly = false, pushDisabled = false, ...more] = reader.flags(9);
  const [isDisabledByPolicy, isShowable, alsoOnline, isForced, hasContent = false, ...policy] = more;
  const [hasPolicy, isFromServer = false] = policy;
  const policyUse = hasPolicy ? { own: JSON.parse(reader.text()) as OfflinePush, isFromServer } : undefined;
  const territoryRules = pushType === 'voip' ? readTerritoryRules(reader) : {};
  const asked = { pushType, groupLevel, onlineUserOnly, pushDisabled, alsoOnline, isForced };
  return { ...asked, isDisabledByPolicy, isShowable, hasContent, policyUse, territoryRules };
}

function readTerritoryRules(reader: ByteReader): Record<string, TerritoryRule> {
  const rules = Array.from({ length: reader.number() }, () => {
    const appId = reader.text();
    const rule = {
      instead: at(instead, reader.number()) ?? 'alert',
      territories: Array.from({ length: reader.number() }, () => reader.text()),
    };
    return [appId, rule] as const;
  });
  return Object.fromEntries(rules);
}

function writeRecipient(writer: ByteWriter, recipient: KeptRecipient): void {
  const { userId, devices, conversation, hasBlockedSender, allowCalls, allowMentions, isMentioned } = recipient;
  const lets = conversation?.mentionsStillPush ?? false;
  writer.text(userId);
  writer.flags(
    hasBlockedSender,
    isMentioned,
    allowCalls,
    allowMentions,
    lets,
    ...bits(placeOf(receives, conversation?.receive), 2),
  );
  writer.number(devices.length);
  for (const device of devices) writeDevice(writer, device);
}

function readRecipient(reader: ByteReader): KeptRecipient {
  const userId = reader.text();
  const [
    hasBlockedSender = false,
    isMentioned = false,
    allowCalls = false,
    allowMentions = false,
    mentionsStillPush,
    ...receiveBits
  ] = reader.flags(7);
  const receive = at(receives, numberOf(receiveBits));
  return {
    userId,
    hasBlockedSender,
    isMentioned,
    allowCalls,
    allowMentions,
    conversation: receive && { receive, mentionsStillPush },
    devices: Array.from({ length: reader.number() }, () => readDevice(reader)),
  };
}

function writeDevice(writer: ByteWriter, device: DeviceCircumstances): void {
  const { deviceId, appId, platform, quietWhenOnlineOn = 'any', territory, tokens, isOnline, isQuiet } = device;
  const list = typeof quietWhenOnlineOn === 'string' ? undefined : quietWhenOnlineOn;
  const states = kinds.map((kind) => {
    const state = tokens[kind]?.state;
    return placeOf(tokenStates, state && (state === 'quarantined' ? state : 'proven'));
  });
  writer.text(deviceId);
  writer.flags(...states.flatMap((state) => bits(state, 2)), isOnline);
  writer.flags(
    isQuiet,
    territory !== undefined,
    quietWhenOnlineOn === 'this',
    list !== undefined,
    ...bits(placeOf(platforms, platform), 3),
  );
  if (list !== undefined) writer.flags(...platforms.map((each) => list.includes(each)));
  if (territory === undefined) return;
  writer.text(territory);
  writer.text(appId);
}

function readDevice(reader: ByteReader): DeviceCircumstances {
  const deviceId = reader.text();
  const stateBits = reader.flags(7);
  const isOnline = stateBits[6] ?? false;
  const [isQuiet = false, hasTerritory, isQuietForThis, hasList, ...platformBits] = reader.flags(7);
  const listed = hasList ? reader.flags(platforms.length) : undefined;
  const tokens: DeviceCircumstances['tokens'] = {};
  for (const [index, kind] of kinds.entries()) {
    const state = at(tokenStates, numberOf(stateBits.slice(2 * index, 2 * index + 2)));
    if (state !== undefined) tokens[kind] = { state };
  }
  return {
    deviceId,
    tokens,
    isOnline,
    isQuiet,
    platform: at(platforms, numberOf(platformBits)),
    quietWhenOnlineOn: listed ? platforms.filter((_, index) => listed[index]) : isQuietForThis ? 'this' : 'any',
    territory: hasTerritory ? reader.text() : undefined,
    // The app decides nothing else.
    appId: hasTerritory ? reader.text() : '',
  };
}

function bits(value: number, count: number): boolean[] {
  return Array.from({ length: count }, (_, bit) => Math.floor(value / 2 ** bit) % 2 === 1);
}

function numberOf(flags: readonly boolean[]): number {
  return flags.reduce((sum, flag, bit) => sum + (flag ? 2 ** bit : 0), 0);
}
