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
  const ext = reading.whole('ext');
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
  const reading = new Reading(info, ['OfflinePushInfo']);
  const offlinePush = readOfflinePushInfo(reading);
  return { offlinePush, notCarried: reading.notCarried() };
}

function readOfflinePushInfo(reading: Reading): OfflinePush {
  const badge = reading.oneOf(['ApnsInfo', 'BadgeMode'], [0, 1] as const);
  const offlinePush = defined({
    disabled: reading.oneOf(['PushFlag'], [0, 1] as const) === 1 || undefined,
    title: reading.firstText([['ApnsInfo', 'Title'], ['Title']], longestTitle),
    subtitle: reading.text(['ApnsInfo', 'SubTitle'], longestTitle),
    desc: reading.text(['Desc'], longestText),
    ext: reading.whole('Ext'),
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
  const from = reading.checked(['From_Account'], isUserId, mustBeUser) ?? parties.from;
  const to = recipientsIn(reading) ?? parties.to;
  const lifeTimeSeconds = reading.whole('MsgLifeTime');
  const isOnlineOnly = reading.flag(['OnlineOnlyFlag']) === true || lifeTimeSeconds === 0;
  if (lifeTimeSeconds !== 0) {
    reading.drop(['MsgLifeTime'], 'Ringpost keeps no messages. How long Apple keeps the push is ttlSeconds.');
  }
  const mentions = mentionsIn(reading);
  const elements = elementsIn(reading);
  const offlinePush = readOfflinePushInfo(reading.inner(['OfflinePushInfo']));
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
  const notCarried = reading.notCarried();
  if (from === undefined || to === undefined) return { request: undefined, notCarried };
  const message = defined({ mentions, onlineUserOnly: isOnlineOnly || undefined });
  const request = { from, to, elements, ...message, offlinePush };
  return { request: { route: 'POST /v1/server/messages', body: request }, notCarried };
}

const mustBeUser = 'It must be a user ID: a text of 1 to 255 characters.';

function recipientsIn(reading: Reading): MessageBody['to'] | undefined {
  const group = reading.whole('GroupId');
  if (group !== undefined && group !== '') {
    reading.drop(['To_Account'], 'A message to a group goes to all of its members.');
    const groupId = reading.checked(['GroupId'], isGroupId, mustBeGroup);
    return groupId === undefined ? undefined : { groupId };
  }
  const account = reading.whole('To_Account');
  if (!Array.isArray(account)) {
    const userId = reading.checked(['To_Account'], isUserId, mustBeUser);
    return userId === undefined ? undefined : { userId };
  }
  const userIds = account.filter(isUserId).slice(0, mostRecipients);
  if (userIds.length < account.length) {
    reading.refuse(['To_Account'], `Not all of it: at most ${mostRecipients} users, each of 1 to 255 characters.`);
  }
  return userIds.length > 0 ? { userIds } : undefined;
}

/** How many users a message may name. */
const mostRecipients = 500;

const mustBeGroup = 'A group is named by up to 128 letters, digits and `. _ : @ -`.';

const isGroupId = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z0-9._:@-]{1,128}$/.test(value);

function mentionsIn(reading: Reading): string[] | undefined {
  const users = reading.each(['GroupAtInfo'], mostRecipients).flatMap((at) => {
    const isAll = at.flag(['GroupAtAllFlag']);
    if (isAll) at.drop(['GroupAt_Account'], 'All members are mentioned.');
    const account = isAll ? '@all' : at.checked(['GroupAt_Account'], isUserId, mustBeUser);
    return account ?? at.refuse([], 'It names neither a user nor all members.') ?? [];
  });
  return users.length > 0 ? users : undefined;
}

/** How many elements a message may have. */
const mostElements = 100;

function elementsIn(reading: Reading): [Element, ...Element[]] {
  const [first = { type: 'custom' }, ...others] = reading.each(['MsgBody'], mostElements).map(elementOf);
  return [first, ...others];
}

/** The app reads a file by its URL. Only text is shown by the push: the others have a label. */
function elementOf(element: Reading): Element {
  const type = element.whole('MsgType');
  const content = element.whole('MsgContent');
  const known = knownElement(type, () => element.inner(['MsgContent']));
  if (known !== undefined) return known;
  if (type === undefined) element.refuse([], 'It has no MsgType: it counts as a custom element.');
  else element.refuse(['MsgType'], `Ringpost has no element for ${JSON.stringify(type)}: it counts as a custom one.`);
  return { type: 'custom', data: content ?? {} };
}

/** @returns undefined for an element of another type, whose content is not read. */
function knownElement(type: unknown, read: () => Reading): Element | undefined {
  switch (type) {
    case 'TIMTextElem':
      return textElement(read());
    case 'TIMSoundElem': {
      const content = read();
      const durationSeconds = content.integer(['Second'], 0, 1e9);
      return {
        type: 'voice',
        ...defined({ url: urlIn(content), sizeBytes: sizeIn(content, 'Size'), durationSeconds }),
      };
    }
    case 'TIMFileElem': {
      const content = read();
      const name = content.text(['FileName'], 255);
      return { type: 'file', ...defined({ url: urlIn(content), name, sizeBytes: sizeIn(content, 'FileSize') }) };
    }
    case 'TIMImageElem':
      read();
      return { type: 'image' };
    case 'TIMCustomElem':
      return { type: 'custom', data: read().others() ?? {} };
    default:
      return undefined;
  }
}

const urlIn = (content: Reading) => content.text(['Url'], 2048);
const sizeIn = (content: Reading, name: string) => content.integer([name], 0, 1e15);

/** Without a text there is nothing to show. */
function textElement(content: Reading): Element {
  const text = content.text(['Text'], longestText);
  if (text !== undefined) return { type: 'text', text };
  content.refuse(['Text'], 'There is no text in it.');
  return { type: 'custom' };
}
