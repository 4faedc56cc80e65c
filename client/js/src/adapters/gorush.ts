/**
 * gorush: the body of `POST /api/push`. Source: gorush's README, "Request body", and notify/notification.go.
 */
import type { Adapted, Foreign, NotCarried, Parties } from './adapted.ts';
import { appleNames, readSettings, readTexts, type Setting, typed } from './applePayload.ts';
import { Reading } from './reading.ts';
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
  const list = reading.take('notifications');
  const notifications: readonly unknown[] = Array.isArray(list) ? list : [];
  const adapted = notifications.map((each, index) => gorushNotification(each, `notifications.${index}`, options));
  const beside = reading.notCarried();
  if (beside.length === 0) return adapted;
  const [first = { request: undefined, notCarried: [] }, ...others] = adapted;
  return [{ ...first, notCarried: [...first.notCarried, ...beside] }, ...others];
}

/** Names that gorush has instead of Apple's. */
const ownNames: Partial<Record<Setting, string>> = {
  ...{ title: 'title', desc: 'message', interruptionLevel: 'interruption_level', mutableContent: 'mutable_content' },
};

const ios = 1;
const otherPlatforms = [
  ...['notification', 'android', 'webpush', 'apns', 'fcm_options', 'condition', 'app_id', 'app_secret'],
  ...['huawei_notification', 'huawei_data', 'huawei_collapse_key', 'huawei_ttl', 'bi_tag', 'fast_app_target'],
];

function gorushNotification(
  notification: unknown,
  name: string,
  { from, to, nowMs = Date.now() }: GorushOptions,
): Adapted {
  const reading = new Reading(notification, name);
  if (reading.take('platform') !== ios) {
    const reason = 'It is for another platform: Ringpost pushes to Apple only.';
    return { request: undefined, notCarried: [{ field: name, reason }] };
  }
  const tokens = [reading.take('tokens'), reading.take('to')].flat().filter((each) => typeof each === 'string');
  const dropped: NotCarried[] = [];
  const refuse = (setting: Setting, reason: string) => {
    dropped.push({ field: `${name}.${ownNames[setting] ?? appleNames[setting] ?? setting}`, reason });
  };
  const push = {
    ...readTexts(reading, { alert: ['alert'], title: ['title'], body: ['message'] }),
    ...readSettings(reading, {
      ...{ sound: ['sound'], badge: ['badge'], threadId: ['thread-id'], category: ['category'] },
      interruptionLevel: ['interruption_level'],
      ...{ contentAvailable: ['content_available'], mutableContent: ['mutable_content'] },
    }),
    ...namedSound(reading),
    ...defined({
      ext: reading.take('data'),
      collapseId: collapseIdAt(reading, ['collapse_id']),
      ttlSeconds: ttlIn(reading, nowMs),
      priority: reading.oneOf(['priority'], ['high', 'normal'] as const),
    }),
  };
  const type = reading.oneOf(['push_type'], ['alert', 'background', 'voip'] as const);
  dropSettled(reading);
  const body = {
    from,
    to: to(tokens),
    elements: [{ type: 'custom' as const }],
    offlinePush: typed(push, type, refuse),
  };
  return {
    request: { route: 'POST /v1/server/messages', body },
    notCarried: [...reading.notCarried(), ...dropped],
  };
}

/** `name` and `volume` make a critical sound, in place of `sound`. */
function namedSound(reading: Reading) {
  const [name, volume] = [reading.text(['name'], 128), reading.take('volume')];
  const isVolume = typeof volume === 'number' && volume >= 0 && volume <= 1;
  if (volume !== undefined && (!isVolume || name === undefined)) {
    reading.refuse(['volume'], 'It must be a number from 0 to 1, beside the name of a sound.');
  }
  if (name === undefined) return {};
  if (!isSoundName(name))
    return reading.refuse(['name'], 'It must be default, or a file name with its extension.') ?? {};
  return { sound: { name, critical: true, ...(isVolume && { volume }) } };
}

/** Apple stores nothing for longer than 30 days. */
const longestTtlSeconds = 2_592_000;

function ttlIn(reading: Reading, nowMs: number): number | undefined {
  const expiration = reading.take('expiration');
  if (expiration === undefined) return undefined;
  if (typeof expiration !== 'number' || !Number.isInteger(expiration) || expiration < 0) {
    return reading.refuse(['expiration'], 'It must be a time in whole seconds since 1970.');
  }
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
