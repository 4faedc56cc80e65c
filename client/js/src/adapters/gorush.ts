/**
 * gorush: the body of `POST /api/push`. Source: gorush's README, "Request body", and notify/notification.go.
 */
import type { Adapted, Foreign, Parties } from './adapted.ts';
import { applePlaces, type Places, readSettings, readTexts, refuseAt, typed } from './applePayload.ts';
import { isFields, Reading } from './reading.ts';
import { collapseIdAt, defined, isSoundName } from './settings.ts';

export type GorushNotification = Foreign<{
  readonly tokens?: readonly string[];
  /** 1 iOS, 2 Android, 3 Huawei. */
  readonly platform?: number;
  readonly message?: string;
  readonly title?: string;
  readonly badge?: number;
  readonly data?: unknown;
  readonly expiration?: number;
}>;

export type GorushRequest = Foreign<{ readonly notifications: readonly GorushNotification[] }>;

export interface GorushOptions {
  from: string;
  /** Whose tokens they are: gorush addresses tokens. */
  to(tokens: readonly string[]): Parties['to'];
  /** `expiration` is a time, and Ringpost takes a duration. Epoch milliseconds; now by default. */
  nowMs?: number;
}

/** One request for each notification. The first also lists the fields beside the notifications. */
export function gorushRequest(request: GorushRequest, options: GorushOptions): Adapted[] {
  const reading = new Reading(request);
  const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
  const list = reading.checked(['notifications'], isList, 'It must be a list of notifications.') ?? [];
  const adapted = list.map((each, index) => gorushNotification(each, ['notifications', String(index)], options));
  const beside = reading.notCarried();
  if (beside.length === 0) return adapted;
  const [first = { request: undefined, notCarried: [] }, ...others] = adapted;
  return [{ ...first, notCarried: [...first.notCarried, ...beside] }, ...others];
}

/** gorush has Apple's names in `alert`, and its own beside it. */
const apple = applePlaces([]);
const places: Places = {
  ...apple,
  title: [...apple.title, ['title']],
  desc: [...apple.desc, ['message']],
  sound: [['sound'], ['name'], ['volume']],
  interruptionLevel: [['interruption_level']],
  wakeInBackground: [['content_available']],
  mutableContent: [['mutable_content']],
};

const ios = 1;
const otherPlatforms = [
  ...['notification', 'android', 'webpush', 'apns', 'fcm_options', 'condition', 'app_id', 'app_secret'],
  ...['huawei_notification', 'huawei_data', 'huawei_collapse_key', 'huawei_ttl', 'bi_tag', 'fast_app_target'],
];

function gorushNotification(
  notification: unknown,
  prefix: readonly string[],
  { from, to, nowMs = Date.now() }: GorushOptions,
): Adapted {
  const unsent = (reason: string) => ({ request: undefined, notCarried: [{ field: prefix.join('.'), reason }] });
  if (!isFields(notification)) return unsent('It must be an object.');
  const reading = new Reading(notification, prefix);
  if (reading.whole('platform') !== ios) {
    return unsent('It is for another platform: Ringpost pushes to Apple only.');
  }
  const tokens = tokensIn(reading);
  const push = {
    ...readTexts(reading, places),
    ...readSettings(reading, places),
    ...namedSound(reading),
    ...defined({
      ext: reading.whole('data'),
      collapseId: collapseIdAt(reading, ['collapse_id']),
      ttlSeconds: ttlIn(reading, nowMs),
      priority: reading.oneOf(['priority'], ['high', 'normal'] as const),
    }),
  };
  const type = reading.oneOf(['push_type'], ['alert', 'background', 'voip'] as const);
  dropSettled(reading);
  const offlinePush = typed(push, type, refuseAt(reading, places));
  const body = { from, to: to(tokens), elements: [{ type: 'custom' as const }], offlinePush };
  return { request: { route: 'POST /v1/server/messages', body }, notCarried: reading.notCarried() };
}
function tokensIn(reading: Reading): string[] {
  const areTokens = (value: unknown): value is string[] =>
    Array.isArray(value) && value.every((each) => typeof each === 'string');
  const list = reading.checked(['tokens'], areTokens, 'It must be a list of tokens.') ?? [];
  const one = reading.text(['to'], longestToken);
  return one === undefined ? list : [...list, one];
}

/** `name` and `volume` make a critical sound, in place of `sound`. */
function namedSound(reading: Reading) {
  const name = reading.checked(['name'], isSoundName, 'It must be default, or a file name with its extension.');
  if (name === undefined) {
    reading.drop(['volume'], 'There is no name of a sound beside it.');
    return {};
  }
  const volume = reading.number(['volume'], 0, 1);
  reading.drop(['sound'], 'name takes its place.');
  return { sound: { name, critical: true, ...(volume !== undefined && { volume }) } };
}

/** A token of Apple has 64 hexadecimal digits, and may become longer. */
const longestToken = 400;

/** Apple stores nothing for longer than 30 days. */
const longestTtlSeconds = 2_592_000;

function ttlIn(reading: Reading, nowMs: number): number | undefined {
  const isTime = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0;
  const expiration = reading.checked(['expiration'], isTime, 'It must be a time in whole seconds since 1970.');
  if (expiration === undefined) return undefined;
  return Math.min(longestTtlSeconds, Math.max(0, expiration - Math.floor(nowMs / 1000)));
}

/** What Ringpost works out by itself. */
function dropSettled(reading: Reading): void {
  reading.drop(['topic'], 'Each device is registered with its app, which is the topic.');
  for (const name of ['production', 'development']) {
    reading.drop([name], 'Ringpost finds out the environment of each token.');
  }
  for (const name of ['apns_id', 'notif_id']) reading.drop([name], 'Ringpost makes its own, and answers with them.');
  reading.drop(['retry'], 'Ringpost retries by itself.');
  reading.drop(['image'], 'gorush does not send it to Apple either. Ringpost has a setting for it: image.');
  reading.drop(['url-args'], 'Only Safari uses it.');
  reading.dropOtherPlatforms(...otherPlatforms);
}
