/**
 * One row for each push type: everything that Apple ties to it, decided together.
 * Source: Apple, "Sending notification requests to APNs".
 */

export type PushType = 'alert' | 'voip';

export interface PushTypeRule {
  /** Appended to the bundle ID to make `apns-topic`. */
  topicSuffix: string;
  priority: 10 | 5;
  /** Of the JSON payload, UTF-8. */
  maxPayloadBytes: number;
  /** How long APNs stores it for a phone that is not reachable, unless the sender says otherwise. 0: one attempt. */
  defaultTtlSeconds: number;
}

export const pushTypeRules: Readonly<Record<PushType, PushTypeRule>> = {
  alert: { topicSuffix: '', priority: 10, maxPayloadBytes: 4096, defaultTtlSeconds: 24 * 60 * 60 },
  // A ring that comes late is worse than none: Apple asks for expiration 0 or a few seconds.
  voip: { topicSuffix: '.voip', priority: 10, maxPayloadBytes: 5120, defaultTtlSeconds: 0 },
};

export function topicOf(appId: string, pushType: PushType): string {
  return appId + pushTypeRules[pushType].topicSuffix;
}

/** The headers of one push by APNs' own names. `authorization` is the connection's business. */
export interface ApnsHeaders {
  'apns-topic': string;
  'apns-push-type': PushType;
  'apns-priority': string;
  /** Epoch seconds; `0`: do not store. Always explicit, because without it APNs stores for 30 days. */
  'apns-expiration': string;
  /** A lower-case UUID, the same over all attempts to send one push. */
  'apns-id': string;
}

export function apnsHeaders(appId: string, pushType: PushType, apnsId: string, nowMs: number): ApnsHeaders {
  const { priority, defaultTtlSeconds } = pushTypeRules[pushType];
  const expiration = defaultTtlSeconds === 0 ? 0 : Math.floor(nowMs / 1000) + defaultTtlSeconds;
  return {
    'apns-topic': topicOf(appId, pushType),
    'apns-push-type': pushType,
    'apns-priority': String(priority),
    'apns-expiration': String(expiration),
    'apns-id': apnsId,
  };
}
