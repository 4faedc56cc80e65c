/**
 * Amazon SNS mobile push: the request of `Publish`, or the JSON of its `Message` alone. Source: Amazon SNS developer guide,
 * "Publishing Amazon SNS notifications with platform-specific payloads" and "message attributes for mobile push".
 */
import type { Adapted, Foreign, NotCarried, OfflinePush, Parties } from './adapted.ts';
import { appleNames, readSettings, readTexts, type Setting, typed } from './applePayload.ts';
import { isFields, Reading } from './reading.ts';
import { collapseIdAt, defined, jsonIn, longestText } from './settings.ts';

/** Each payload is JSON in a text. */
export type SnsMessage = Foreign<{
  readonly default?: string;
  readonly APNS?: string;
  readonly APNS_SANDBOX?: string;
  readonly APNS_VOIP?: string;
  readonly APNS_VOIP_SANDBOX?: string;
}>;

export type SnsPublish = Foreign<{
  readonly Message: string;
  readonly MessageStructure?: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly DataType?: string; readonly StringValue?: string }>>;
}>;

type Platform = 'APNS' | 'APNS_SANDBOX' | 'APNS_VOIP' | 'APNS_VOIP_SANDBOX';
const platforms = ['APNS', 'APNS_SANDBOX', 'APNS_VOIP', 'APNS_VOIP_SANDBOX'] as const satisfies readonly Platform[];

/** SNS addresses endpoints. Say which user each of yours was for. */
export function snsPublish(publish: SnsPublish, parties: Parties): Adapted {
  const reading = new Reading(publish);
  const [message, structure] = [reading.take('Message'), reading.take('MessageStructure')];
  for (const name of ['TargetArn', 'TopicArn', 'PhoneNumber']) reading.take(name);
  reading.drop(['Subject'], 'SNS does not push it either.');
  for (const name of ['MessageDeduplicationId', 'MessageGroupId']) {
    reading.drop([name], 'Send an Idempotency-Key with the request instead.');
  }
  const content = structure === 'json' ? jsonIn(message) : { default: message };
  const { platform, body, notCarried } = readMessage(isFields(content) ? content : {}, parties);
  const attributes = attributesOf(reading, platform);
  const dropped: NotCarried[] = [];
  const refuse = (setting: Setting, reason: string) => {
    const attribute = `MessageAttributes.AWS.SNS.MOBILE.${platform ?? 'APNS'}.PRIORITY`;
    const field =
      setting === 'priority' ? attribute : `Message.${platform ?? 'default'}.aps.${appleNames[setting] ?? setting}`;
    dropped.push({ field, reason });
  };
  const push = { ...body.offlinePush, ...attributes.push };
  const offlinePush = typed(push, attributes.pushType ?? (isVoip(platform) ? 'voip' : undefined), refuse);
  return {
    request: { route: 'POST /v1/server/messages', body: { ...body, offlinePush } },
    notCarried: [...reading.notCarried(), ...notCarried, ...dropped],
  };
}

/** The JSON of `Message`, with the payload of each platform. */
export function snsMessage(message: SnsMessage, parties: Parties): Adapted {
  return snsPublish({ Message: JSON.stringify(message), MessageStructure: 'json' }, parties);
}

const isVoip = (platform: Platform | undefined) => platform?.startsWith('APNS_VOIP') === true;

function readMessage(message: SnsMessage, parties: Parties) {
  const reading = new Reading(message, 'Message');
  const text = reading.text(['default'], longestText);
  const platform = platforms.find((each) => message[each] !== undefined);
  for (const other of platforms) {
    const value = reading.take(other);
    const isSame = platform !== undefined && value === message[platform];
    if (value === undefined || isSame) continue;
    const reason = `Ringpost sends one payload to all of a user's phones, in both environments: here the one of ${platform}.`;
    reading.refuse([other], reason);
  }
  reading.dropOtherPlatforms('GCM', 'ADM', 'BAIDU', 'MPNS', 'WNS', 'MACOS', 'MACOS_SANDBOX');
  const elements = [{ type: 'custom' as const }];
  if (platform === undefined) {
    const offlinePush: OfflinePush = { ...defined({ desc: text }), sound: 'none', badge: { mode: 'none' } };
    return { platform, body: { ...parties, elements, offlinePush }, notCarried: reading.notCarried() };
  }
  const payload = new Reading(jsonIn(message[platform]) ?? message[platform], `Message.${platform}`);
  const offlinePush = readPayload(payload);
  return {
    platform,
    body: { ...parties, elements, offlinePush },
    notCarried: [...reading.notCarried(), ...payload.notCarried()],
  };
}

function readPayload(payload: Reading): OfflinePush {
  const alert = payload.plainText(['aps', 'alert']);
  const texts = alert === undefined ? readTexts(payload, { alert: ['aps', 'alert'] }) : { desc: alert };
  const at = (name: string) => ['aps', name];
  const settings = readSettings(payload, {
    ...{ sound: at('sound'), badge: at('badge'), threadId: at('thread-id'), category: at('category') },
    interruptionLevel: at('interruption-level'),
    ...{ contentAvailable: at('content-available'), mutableContent: at('mutable-content') },
  });
  const score = payload.take('aps', 'relevance-score');
  const isScore = typeof score === 'number' && score >= 0 && score <= 1;
  if (score !== undefined && !isScore) payload.refuse(at('relevance-score'), 'It must be a number from 0 to 1.');
  return {
    ...texts,
    ...settings,
    ...defined({ relevanceScore: isScore ? score : undefined, ext: payload.others('aps') }),
  };
}

const priorities: Readonly<Record<string, OfflinePush['priority']>> = { 10: 'high', 5: 'normal', 1: 'low' };
const pushTypes = ['alert', 'background', 'voip'] as const;

/** `AWS.SNS.MOBILE.APNS.TTL`: with the platform in the name. */
function attributesOf(reading: Reading, platform: Platform = 'APNS') {
  const at = (name: string) => ['MessageAttributes', `AWS.SNS.MOBILE.${platform}.${name}`, 'StringValue'];
  const stringOf = (name: string) => {
    reading.take(...at(name).slice(0, 2), 'DataType');
    return reading.text(at(name), 255);
  };
  const [ttl, priority, type] = [stringOf('TTL'), stringOf('PRIORITY'), stringOf('PUSH_TYPE')];
  stringOf('COLLAPSE_ID');
  if (stringOf('TOPIC') !== undefined)
    reading.refuse(at('TOPIC'), 'Each device is registered with its app, which is the topic.');
  const isTtl = ttl !== undefined && /^\d{1,7}$/.test(ttl) && Number(ttl) <= 2_592_000;
  if (ttl !== undefined && !isTtl) reading.refuse(at('TTL'), 'Apple stores nothing for longer than 30 days: 2592000.');
  if (priority !== undefined && priorities[priority] === undefined)
    reading.refuse(at('PRIORITY'), 'It must be 10, 5 or 1.');
  const pushType = pushTypes.find((each) => each === type);
  if (type !== undefined && pushType === undefined) {
    reading.refuse(at('PUSH_TYPE'), 'A message is an alert, rings, or wakes the app.');
  }
  const push = defined({
    ttlSeconds: isTtl ? Number(ttl) : undefined,
    priority: priority === undefined ? undefined : priorities[priority],
    collapseId: collapseIdAt(reading, at('COLLAPSE_ID')),
  });
  return { push, pushType };
}
