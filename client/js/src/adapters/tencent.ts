/**
 * Tencent Cloud Chat: `V2TIMOfflinePushInfo` of its SDKs, `OfflinePushInfo` of its REST API, and the bodies of its routes
 * that send a message. Source: im.sdk.qcloud.com, V2TIMOfflinePushInfo; Tencent Cloud, "OfflinePushInfo" and "Message
 * formats".
 */
import type { Adapted, Foreign, MessageBody, NotCarried, OfflinePush, Parties } from './adapted.ts';
import { isFields, Reading } from './reading.ts';
import {
  defined,
  imageAt,
  isUserId,
  jsonIn,
  levels,
  longestName,
  longestText,
  longestTitle,
  soundAt,
} from './settings.ts';

export type TencentPushInfo = Foreign<{
  readonly title?: string;
  readonly desc?: string;
  readonly ext?: string;
  readonly disablePush?: boolean;
  /** 0: APNs. 1: VoIP. */
  readonly iOSPushType?: number;
  readonly ignoreIOSBadge?: boolean;
  readonly iOSSound?: string;
  readonly iOSInterruptionLevel?: string;
  readonly enableIOSBackgroundNotification?: boolean;
  readonly iOSImage?: string;
}>;

export type TencentOfflinePushInfo = Foreign<{
  readonly PushFlag?: number;
  readonly Title?: string;
  readonly Desc?: string;
  readonly Ext?: string;
  readonly ApnsInfo?: Foreign<{
    readonly Sound?: string;
    readonly BadgeMode?: number;
    readonly Title?: string;
    readonly SubTitle?: string;
    readonly Image?: string;
    readonly MutableContent?: number;
  }>;
}>;

export interface AdaptedPush {
  offlinePush: OfflinePush;
  notCarried: readonly NotCarried[];
}

const noSound = 'push.no_sound';
const otherPlatforms = /^(?:Android|Harmony)|^ignoreHarmony/;

/** For `offlinePush` of a message: the object that an app hands to the SDK's `sendMessage`. */
export function tencentPushInfo(info: TencentPushInfo): AdaptedPush {
  const reading = new Reading(info);
  const ext = reading.take('ext');
  const isVoip = reading.oneOf(['iOSPushType'], [0, 1] as const) === 1;
  const offlinePush = defined({
    disabled: reading.flag(['disablePush']) || undefined,
    pushType: isVoip ? ('voip' as const) : undefined,
    title: reading.text(['title'], longestTitle),
    desc: reading.text(['desc'], longestText),
    ext,
    voip: isVoip ? callerIn(ext) : undefined,
    badge: reading.flag(['ignoreIOSBadge']) ? { mode: 'none' as const } : undefined,
    sound: soundAt(reading, ['iOSSound'], noSound),
    interruptionLevel: reading.oneOf(['iOSInterruptionLevel'], levels),
    wakeInBackground: reading.flag(['enableIOSBackgroundNotification']) || undefined,
    image: imageAt(reading, ['iOSImage']),
  });
  reading.dropOtherPlatforms(...Object.keys(info).filter((name) => otherPlatforms.test(name)));
  return { offlinePush, notCarried: reading.notCarried() };
}

/** Tencent's own example puts the caller into `ext`: `{"entity": {"nickname": "Alice", "sender": "alice"}}`. */
function callerIn(ext: unknown): OfflinePush['voip'] {
  const value = jsonIn(ext) ?? ext;
  const entity = isFields(value) && isFields(value['entity']) ? value['entity'] : {};
  const { nickname } = entity;
  const isName = typeof nickname === 'string' && nickname.length > 0 && nickname.length <= longestName;
  return isName ? { callerName: nickname } : undefined;
}

/** For `offlinePush` of a message: `OfflinePushInfo` of the REST API. */
export function tencentOfflinePushInfo(info: TencentOfflinePushInfo): AdaptedPush {
  const reading = new Reading(info, 'OfflinePushInfo');
  const offlinePush = readOfflinePushInfo(reading);
  return { offlinePush, notCarried: reading.notCarried() };
}

function readOfflinePushInfo(reading: Reading): OfflinePush {
  const title = reading.text(['Title'], longestTitle);
  const appleTitle = reading.text(['ApnsInfo', 'Title'], longestTitle);
  const badge = reading.oneOf(['ApnsInfo', 'BadgeMode'], [0, 1] as const);
  const offlinePush = defined({
    disabled: reading.oneOf(['PushFlag'], [0, 1] as const) === 1 || undefined,
    title: appleTitle ?? title,
    subtitle: reading.text(['ApnsInfo', 'SubTitle'], longestTitle),
    desc: reading.text(['Desc'], longestText),
    ext: reading.take('Ext'),
    sound: soundAt(reading, ['ApnsInfo', 'Sound'], noSound),
    badge: badge === 1 ? { mode: 'none' as const } : undefined,
    image: imageAt(reading, ['ApnsInfo', 'Image']),
    mutableContent: reading.flag(['ApnsInfo', 'MutableContent']) || undefined,
  });
  reading.dropOtherPlatforms('AndroidInfo', 'HarmonyInfo');
  return offlinePush;
}

type Element = MessageBody['elements'][number];

/** The body of `v4/openim/sendmsg`, `batchsendmsg` or `v4/group_open_http_svc/send_group_msg`. */
export type TencentMessage = Foreign<{
  readonly From_Account?: string;
  readonly To_Account?: string | readonly string[];
  readonly GroupId?: string;
  readonly MsgBody?: readonly { readonly MsgType: string; readonly MsgContent?: unknown }[];
  readonly OfflinePushInfo?: TencentOfflinePushInfo;
  readonly MsgLifeTime?: number;
  readonly OnlineOnlyFlag?: number;
}>;

/** @param parties for a body without `From_Account` or recipients: Tencent sends those as the administrator. */
export function tencentMessage(body: TencentMessage, parties: Partial<Parties> = {}): Adapted {
  const reading = new Reading(body);
  const push = tencentOfflinePushInfo((reading.take('OfflinePushInfo') ?? {}) as TencentOfflinePushInfo);
  const from = senderIn(reading) ?? parties.from;
  const to = recipientsIn(reading) ?? parties.to;
  const lifeTimeSeconds = reading.take('MsgLifeTime');
  const isOnlineOnly = reading.flag(['OnlineOnlyFlag']) === true || lifeTimeSeconds === 0;
  if (lifeTimeSeconds !== undefined && lifeTimeSeconds !== 0) {
    reading.refuse(['MsgLifeTime'], 'Ringpost keeps no messages. How long Apple keeps the push is ttlSeconds.');
  }
  const mentions = mentionsIn(reading);
  const { elements, notCarried: ofElements } = elementsIn(reading);
  const unsaid = 'Ringpost keeps no messages: this is about the conversation, which stays with your app.';
  for (const name of [
    'SyncOtherMachine',
    'SendMsgControl',
    'CloudCustomData',
    'MsgSeq',
    'MsgClientTime',
    'MsgPriority',
  ]) {
    reading.drop([name], unsaid);
  }
  for (const name of ['MsgRandom', 'Random']) reading.drop([name], 'Send an Idempotency-Key with the request instead.');
  reading.drop(['ForbidCallbackControl'], 'Ringpost has no callbacks before it sends.');
  if (from === undefined) reading.refuse(['From_Account'], 'It names no user: Ringpost sends on behalf of one.');
  if (to === undefined) reading.refuse(['To_Account'], 'It names no user, and there is no GroupId.');
  const notCarried = [...reading.notCarried(), ...ofElements, ...push.notCarried];
  if (from === undefined || to === undefined) return { request: undefined, notCarried };
  const message = defined({ mentions, onlineUserOnly: isOnlineOnly || undefined });
  const request = { from, to, elements, ...message, offlinePush: push.offlinePush };
  return { request: { route: 'POST /v1/server/messages', body: request }, notCarried };
}

function recipientsIn(reading: Reading): MessageBody['to'] | undefined {
  const [groupId, account] = [reading.text(['GroupId'], 128), reading.take('To_Account')];
  if (groupId !== undefined && !isGroupId(groupId)) {
    return reading.refuse(['GroupId'], 'A group is named by letters, digits and `. _ : @ -`.');
  }
  if (groupId !== undefined) {
    if (account !== undefined) reading.refuse(['To_Account'], 'A message to a group goes to all of its members.');
    return { groupId };
  }
  if (isUserId(account)) return { userId: account };
  if (!Array.isArray(account)) return undefined;
  const userIds = account.filter(isUserId).slice(0, mostRecipients);
  if (userIds.length < account.length) {
    reading.refuse(['To_Account'], `Not all of it: at most ${mostRecipients} users, each of 1 to 255 characters.`);
  }
  return userIds.length > 0 ? { userIds } : undefined;
}

/** How many users a message may name. */
const mostRecipients = 500;

const isGroupId = (text: string) => /^[A-Za-z0-9._:@-]+$/.test(text);

function senderIn(reading: Reading): string | undefined {
  const account = reading.take('From_Account');
  return isUserId(account) ? account : undefined;
}

function mentionsIn(reading: Reading): string[] | undefined {
  const list = reading.take('GroupAtInfo');
  if (!Array.isArray(list)) return undefined;
  const users = list.slice(0, mostRecipients).flatMap((at: unknown) => {
    const { GroupAtAllFlag: all, GroupAt_Account: account } = isFields(at) ? at : {};
    if (all === 1) return ['@all'];
    return isUserId(account) ? [account] : [];
  });
  if (users.length < list.length)
    reading.refuse(['GroupAtInfo'], 'Not all of it: an entry names a user, or all members.');
  return users.length > 0 ? users : undefined;
}

/** How many elements a message may have. */
const mostElements = 100;

interface Elements {
  elements: Element[];
  notCarried: NotCarried[];
}

function elementsIn(reading: Reading): Elements {
  const list = reading.take('MsgBody');
  const notCarried: NotCarried[] = [];
  const all: readonly unknown[] = Array.isArray(list) ? list : [];
  if (all.length > mostElements) reading.refuse(['MsgBody'], `Only the first ${mostElements} elements come along.`);
  const elements = all.slice(0, mostElements).map((one, index): Element => {
    const name = `MsgBody.${index}`;
    const { MsgType: type, MsgContent: content } = isFields(one) ? one : {};
    const fields = new Reading(content, `${name}.MsgContent`);
    const element = elementOf(type, fields);
    if (element !== undefined) notCarried.push(...fields.notCarried());
    else {
      const reason = `Ringpost has no element for ${String(type)}: it counts as a custom one.`;
      notCarried.push({ field: `${name}.MsgType`, reason });
    }
    return element ?? { type: 'custom', data: content ?? {} };
  });
  return { elements: elements.length > 0 ? elements : [{ type: 'custom' }], notCarried };
}

/** The app reads a file by its URL. Only text is shown by the push: the others have a label. */
function elementOf(type: unknown, content: Reading): Element | undefined {
  const reference = () => ({ url: content.text(['Url'], 2048), sizeBytes: content.whole(['Size'], 0, 1e15) });
  switch (type) {
    case 'TIMTextElem': {
      const text = content.text(['Text'], longestText);
      return text === undefined ? undefined : { type: 'text', text };
    }
    case 'TIMSoundElem':
      return { type: 'voice', ...defined({ ...reference(), durationSeconds: content.whole(['Second'], 0, 1e9) }) };
    case 'TIMFileElem': {
      const [url, name, sizeBytes] = [
        content.text(['Url'], 2048),
        content.text(['FileName'], 255),
        content.whole(['FileSize'], 0, 1e15),
      ];
      return { type: 'file', ...defined({ url, name, sizeBytes }) };
    }
    case 'TIMImageElem':
      return { type: 'image' };
    case 'TIMCustomElem':
      return { type: 'custom', data: content.others() ?? {} };
    default:
      return undefined;
  }
}
