/**
 * A push that the team has made itself: nothing of Ringpost's is added to it. What Apple requires of it is decided here,
 * before anything is sent. Source: Apple, "Sending notification requests to APNs".
 */
import { type ApnsHeaders, type Priority, type PushType, pushTypeRules, topicOf } from '../../apns/rules/pushTypes.ts';
import { payloadBytes } from '../../content/sizeGuard.ts';
import type { ApnsEnvironment, AppleTokenKind } from '../../devices/rules/device.ts';

/** Headers that the team may choose, by APNs' own names. The topic follows from the app and the push type. */
export interface RawHeaders {
  'apns-priority'?: Priority | undefined;
  /** Epoch seconds; 0: APNs tries once and stores nothing. Absent: the push type's usual time to live. */
  'apns-expiration'?: number | undefined;
  /** At most 64 bytes. */
  'apns-collapse-id'?: string | undefined;
  /** A lower-case UUID. */
  'apns-id'?: string | undefined;
}

export interface RawPush {
  /** The bundle ID. For `mdm`, the topic of the MDM certificate. */
  appId: string;
  pushType: PushType;
  headers: RawHeaders;
  payload: object;
}

/** All devices of a user, or one of them. */
export interface UserTarget {
  userId: string;
  deviceId?: string | undefined;
}

/** A token that the team keeps itself. */
export interface TokenTarget {
  /** Lower-case hex. */
  token: string;
  /** Absent: the other host is asked if the first one does not know the token. */
  environment?: ApnsEnvironment | undefined;
}

export type RawTarget = UserTarget | TokenTarget;

/** Where in the request, and what is wrong there. */
export interface RawPushFault {
  path: readonly string[];
  message: string;
}

const maxCollapseIdBytes = 64;

/** Kind of the registered token that such a push goes to; undefined if apps register none for it. */
export function registeredKindOf(pushType: PushType): AppleTokenKind | undefined {
  if (pushType === 'voip') return 'voip';
  return pushType === 'alert' || pushType === 'background' ? 'alert' : undefined;
}

/** What APNs would reject, whatever the token. */
export function faultsOfRawPush({ pushType, headers, payload }: RawPush, to: RawTarget): RawPushFault[] {
  const faults: RawPushFault[] = [];
  const { priorities, maxPayloadBytes } = pushTypeRules[pushType];
  const { 'apns-priority': priority, 'apns-collapse-id': collapseId = '' } = headers;
  if (priority !== undefined && !priorities.some((allowed) => allowed === priority)) {
    const message = `must be ${priorities.join(' or ')} for push type ${pushType}`;
    faults.push({ path: ['headers', 'apns-priority'], message });
  }
  if (Buffer.byteLength(collapseId) > maxCollapseIdBytes) {
    const message = `must have at most ${maxCollapseIdBytes} bytes in UTF-8`;
    faults.push({ path: ['headers', 'apns-collapse-id'], message });
  }
  const bytes = payloadBytes(payload);
  if (bytes > maxPayloadBytes) {
    const message = `must have at most ${maxPayloadBytes} bytes as JSON for push type ${pushType}, not ${bytes}`;
    faults.push({ path: ['payload'], message });
  }
  if ('userId' in to && registeredKindOf(pushType) === undefined) {
    const message = `must be a token for push type ${pushType}: this route finds tokens for alert and VoIP pushes only`;
    faults.push({ path: ['to'], message });
  }
  if ('userId' in to && to.deviceId === undefined && headers['apns-id'] !== undefined) {
    const message = 'must be left out for all devices of a user: each push needs an ID of its own';
    faults.push({ path: ['headers', 'apns-id'], message });
  }
  return faults;
}

/** @param apnsId a lower-case UUID, if the team has chosen none. @param nowMs epoch milliseconds. */
export function rawHeaders({ appId, pushType, headers }: RawPush, apnsId: string, nowMs: number): ApnsHeaders {
  const { priorities, defaultTtlSeconds } = pushTypeRules[pushType];
  const usualExpiration = defaultTtlSeconds === 0 ? 0 : Math.floor(nowMs / 1000) + defaultTtlSeconds;
  const { 'apns-collapse-id': collapseId } = headers;
  return {
    'apns-topic': topicOf(appId, pushType),
    'apns-push-type': pushType,
    'apns-priority': String(headers['apns-priority'] ?? priorities[0]),
    'apns-expiration': String(headers['apns-expiration'] ?? usualExpiration),
    'apns-id': headers['apns-id'] ?? apnsId,
    ...(collapseId !== undefined && { 'apns-collapse-id': collapseId }),
  };
}
