/**
 * Amazon SNS mobile push: the request of `Publish`, or the JSON of its `Message` alone. Source: Amazon SNS developer guide,
 * "Publishing Amazon SNS notifications with platform-specific payloads" and "message attributes for mobile push".
 */
import type { Adapted, Foreign, OfflinePush, Parties } from './adapted.ts';
import { applePlaces, readSettings, readTexts, refuseAt, typed } from './applePayload.ts';
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
  for (const name of ['TargetArn', 'TopicArn']) reading.whole(name);
  reading.drop(['PhoneNumber'], 'Ringpost sends no text messages.');
  reading.drop(['Subject'], 'SNS does not push it either.');
  for (const name of ['MessageDeduplicationId', 'MessageGroupId']) {
    reading.drop([name], 'Send an Idempotency-Key with the request instead.');
  }
  const isJson = reading.oneOf(['MessageStructure'], ['json'] as const) === 'json';
  const message = isJson ? payloadsIn(reading) : { text: reading.text(['Message'], longestText) };
  if (message === undefined) return { request: undefined, notCarried: reading.notCarried() };
  const { payload, platform } = message;
  const attributes = attributesOf(reading, platform);
  const refuseOther = payload ? refuseAt(payload, applePlaces(['aps'])) : refuseAt(reading, { desc: [['Message']] });
  const push = { ...(payload ? readPayload(payload) : readText(message.text)), ...attributes.push };
  const said = attributes.pushType ?? (platform?.startsWith('APNS_VOIP') ? 'voip' : undefined);
  const offlinePush = typed(push, said, (setting, reason) =>
    setting === 'priority' ? reading.refuse(attributePath(platform, 'PRIORITY'), reason) : refuseOther(setting, reason),
  );
  const body = { ...parties, elements: [{ type: 'custom' as const }], offlinePush };
  return { request: { route: 'POST /v1/server/messages', body }, notCarried: reading.notCarried() };
}

/** The JSON of `Message`, with the payload of each platform. */
export function snsMessage(message: SnsMessage, parties: Parties): Adapted {
  return snsPublish({ Message: JSON.stringify(message), MessageStructure: 'json' }, parties);
}

interface MessageContent {
  platform?: Platform;
  payload?: Reading;
  /** Only without a payload. */
  text?: string | undefined;
}

/** @returns undefined if the message is not JSON: SNS publishes nothing then, either. */
function payloadsIn(reading: Reading): MessageContent | undefined {
  const message = jsonIn(reading.whole('Message'));
  if (!isFields(message)) {
    return reading.refuse(['Message'], 'With the MessageStructure json it must be the JSON of an object.');
  }
  const payloads = reading.inner(['Message'], message);
  payloads.dropOtherPlatforms('GCM', 'ADM', 'BAIDU', 'MPNS', 'WNS', 'MACOS', 'MACOS_SANDBOX');
  const platform = platforms.find((each) => payloads.whole(each) !== undefined);
  if (platform === undefined) return { text: payloads.text(['default'], longestText) };
  payloads.drop(['default'], `SNS does not send it to phones of Apple either: there is a payload for ${platform}.`);
  for (const other of platforms) {
    if (payloads.whole(other) === payloads.whole(platform)) continue;
    const reason = `Ringpost sends one payload to all of a user's phones, in both environments: here the one of ${platform}.`;
    payloads.drop([other], reason);
  }
  const value = payloads.whole(platform);
  return { platform, payload: payloads.inner([platform], jsonIn(value) ?? value) };
}

const readText = (text: string | undefined): OfflinePush => ({
  ...defined({ desc: text }),
  sound: 'none',
  badge: { mode: 'none' },
});

function readPayload(payload: Reading): OfflinePush {
  const places = applePlaces(['aps']);
  const alert = payload.plainText(['aps', 'alert']);
  const texts = alert === undefined ? readTexts(payload, places) : { desc: alert };
  const relevanceScore = payload.number(places.relevanceScore[0], 0, 1);
  return { ...texts, ...readSettings(payload, places), ...defined({ relevanceScore, ext: payload.others('aps') }) };
}

const priorities = { 10: 'high', 5: 'normal', 1: 'low' } as const;

/** `AWS.SNS.MOBILE.APNS.TTL`: with the platform in the name. */
const attributePath = (platform: Platform = 'APNS', name: string) => [
  'MessageAttributes',
  `AWS.SNS.MOBILE.${platform}.${name}`,
];

function attributesOf(reading: Reading, platform: Platform | undefined) {
  const at = (name: string) => {
    const path = attributePath(platform, name);
    reading.oneOf([...path, 'DataType'], ['String', 'Number']);
    return [...path, 'StringValue'];
  };
  reading.drop(at('TOPIC'), 'Each device is registered with its app, which is the topic.');
  const ttl = reading.checked(at('TTL'), isTtl, 'Apple stores nothing for longer than 30 days: 2592000.');
  const priority = reading.oneOf(at('PRIORITY'), ['10', '5', '1'] as const);
  const push = defined({
    ttlSeconds: ttl === undefined ? undefined : Number(ttl),
    priority: priority === undefined ? undefined : priorities[priority],
    collapseId: collapseIdAt(reading, at('COLLAPSE_ID')),
  });
  return { push, pushType: reading.oneOf(at('PUSH_TYPE'), ['alert', 'background', 'voip'] as const) };
}

const isTtl = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{1,7}$/.test(value) && Number(value) <= 2_592_000;
