/**
 * One row for each push type: everything that Apple ties to it, decided together.
 * Source: Apple, "Sending notification requests to APNs"; for liveactivity ActivityKit, for pushtotalk PushToTalk.
 * The words are apns2's: the table compiles only while it has a row for each push type that apns2 names.
 */
import type { PushType as Apns2PushType, Priority } from 'apns2';

/** 10: at once. 5: when it suits the battery. 1: without waking. */
export type { Priority };

export interface PushTypeRule {
  /** Appended to the bundle ID to make `apns-topic`. */
  topicSuffix: string;
  /** Legal values of `apns-priority`; the first is the default. */
  priorities: readonly [Priority, ...Priority[]];
  /** Size limit of the JSON payload, in UTF-8 bytes. */
  maxPayloadBytes: number;
  /** How long APNs stores it for an unreachable phone, unless the sender says otherwise. 0: one attempt. */
  defaultTtlSeconds: number;
  /** Apple accepts it with a provider token only, whatever topics a certificate lists. */
  tokenOnly: boolean;
}

/** Push types of Apple's that apns2 12.2.0 does not name. */
type NewerPushType = 'widgets' | 'controls';

const daySeconds = 24 * 60 * 60;
const usual = { topicSuffix: '', priorities: [10, 5, 1], maxPayloadBytes: 4096, tokenOnly: false } as const;

export const pushTypeRules = {
  alert: { ...usual, defaultTtlSeconds: daySeconds },
  // Apple answers priority 10 with an error.
  background: { ...usual, priorities: [5], defaultTtlSeconds: daySeconds },
  // A late ring is worse than none: Apple asks for expiration 0 or a few seconds.
  voip: { ...usual, topicSuffix: '.voip', maxPayloadBytes: 5120, defaultTtlSeconds: 0 },
  complication: { ...usual, topicSuffix: '.complication', defaultTtlSeconds: daySeconds },
  fileprovider: { ...usual, topicSuffix: '.pushkit.fileprovider', defaultTtlSeconds: daySeconds },
  /** Its topic is not a bundle ID but the UID of the MDM certificate, `com.apple.mgmt.…`. */
  mdm: { ...usual, defaultTtlSeconds: daySeconds },
  location: {
    ...usual,
    topicSuffix: '.location-query',
    priorities: [10, 5],
    defaultTtlSeconds: 0,
    tokenOnly: true,
  },
  liveactivity: {
    ...usual,
    topicSuffix: '.push-type.liveactivity',
    priorities: [10, 5],
    defaultTtlSeconds: daySeconds,
  },
  // The token lives only while its user is in the channel.
  pushtotalk: { ...usual, topicSuffix: '.voip-ptt', defaultTtlSeconds: 0 },
  widgets: { ...usual, topicSuffix: '.push-type.widgets', defaultTtlSeconds: daySeconds },
  controls: { ...usual, topicSuffix: '.push-type.controls', defaultTtlSeconds: daySeconds },
} as const satisfies Record<Apns2PushType | NewerPushType, PushTypeRule>;

export type PushType = keyof typeof pushTypeRules;

export const pushTypes = Object.keys(pushTypeRules) as readonly PushType[];

export function topicOf(appId: string, pushType: PushType): string {
  return appId + pushTypeRules[pushType].topicSuffix;
}

/** Exactly: `com.example.chat.beta` is another app than `com.example.chat`, and `com.example.chat.voip` is not. */
export function isTopicOf(appId: string, topic: string): boolean {
  return pushTypes.some((pushType) => topicOf(appId, pushType) === topic);
}

/** Headers of one push by APNs' own names. `authorization` belongs to the connection. */
export interface ApnsHeaders {
  'apns-topic': string;
  'apns-push-type': PushType;
  'apns-priority': string;
  /** Epoch seconds; `0`: do not store. Always explicit, because without it APNs stores for 30 days. */
  'apns-expiration': string;
  /** A lower-case UUID, the same over all attempts to send one push. */
  'apns-id': string;
  /** Pushes with the same one replace each other on the phone. */
  'apns-collapse-id'?: string;
}

export interface HeaderOptions {
  /** The push type's own, if absent. */
  ttlSeconds?: number | undefined;
  /** At most 64 bytes. */
  collapseId?: string | undefined;
  /** One of the push type's. The first of them, if absent. */
  priority?: Priority | undefined;
}

/** @param nowMs epoch milliseconds from which the time to live counts. */
export function apnsHeaders(
  appId: string,
  pushType: PushType,
  apnsId: string,
  nowMs: number,
  { ttlSeconds, collapseId, priority }: HeaderOptions = {},
): ApnsHeaders {
  const { priorities } = pushTypeRules[pushType];
  const storedSeconds = storedByApple(pushType, ttlSeconds);
  const expiration = storedSeconds === 0 ? 0 : Math.floor(nowMs / 1000) + storedSeconds;
  return {
    'apns-topic': topicOf(appId, pushType),
    'apns-push-type': pushType,
    'apns-priority': String(priority ?? priorities[0]),
    'apns-expiration': String(expiration),
    'apns-id': apnsId,
    ...(collapseId !== undefined && { 'apns-collapse-id': collapseId }),
  };
}

/** @returns for how many seconds APNs stores a push. */
export function storedByApple(pushType: PushType, ttlSeconds: number | undefined): number {
  return ttlSeconds ?? pushTypeRules[pushType].defaultTtlSeconds;
}
