/**
 * A push to a token of another push service than Apple's: the event `push.wanted`, from the same headers and payload that
 * Apple would get, for the team's own function. Pure.
 */
import { plainPayload } from '../../apns/rules/preparedPayload.ts';
import type { ApnsHeaders } from '../../apns/rules/pushTypes.ts';
import type { AlertAps } from '../../content/payloads/alertPayload.ts';
import type { Device, DeviceToken } from '../../devices/rules/device.ts';
import { isoTime } from '../../platform/isoTime.ts';
import type { RetryOccasion } from './retryPush.ts';

/** Type of the event: a push that the team's own function is to send. */
export const wantedPushType = 'push.wanted';

/**
 * `message`: shows a message, or wakes the app for one. `recall`: removes or replaces its notification. `ring`: a call
 * rings, or a message that rings like one. `ringEnded`: the phone is to stop ringing. `missedCall`: the ring was not
 * answered.
 */
export const pushPurposes = ['message', 'recall', 'ring', 'ringEnded', 'missedCall'] as const;
export type PushPurpose = (typeof pushPurposes)[number];

/** The message or the call that a push is about. */
export type PushAbout = { purpose: PushPurpose } & (
  | { messageId: string; callId?: undefined }
  | { callId: string; messageId?: undefined }
);

/** What is known of a push to an external token, beside what is sent. */
export interface ExternalFacts {
  about: PushAbout;
  /** From 1. */
  attempt: number;
  occasion?: RetryOccasion | undefined;
}

/** A push to an external token, whole: what is stored until its outcome is known. */
export interface ExternalPush extends ExternalFacts {
  /** The same in every attempt. A lower-case UUID. */
  wantedId: string;
  userId: string;
  deviceId: string;
  appId: string;
  token: DeviceToken;
  headers: ApnsHeaders;
  payload: object;
}

/** `no_event_bus`: the stage publishes no events. `queue_failed`: the queue did not take the event. */
export type ExternalFailure = 'no_event_bus' | 'queue_failed';

/** What the team's function needs to make a push of its service. */
export interface WantedContent {
  purpose: PushPurpose;
  messageId?: string | undefined;
  callId?: string | undefined;
  /** Texts in the reader's language. Without any, nothing is shown. */
  title?: string | undefined;
  subtitle?: string | undefined;
  body?: string | undefined;
  /** Keys of texts that the app has in its own languages. */
  titleLocKey?: string | undefined;
  titleLocArgs?: readonly string[] | undefined;
  bodyLocKey?: string | undefined;
  bodyLocArgs?: readonly string[] | undefined;
  /** Absent: no sound. */
  sound?: string | undefined;
  badge?: number | undefined;
  /** https URL of a picture. */
  image?: string | undefined;
  threadId?: string | undefined;
  category?: string | undefined;
  interruptionLevel?: string | undefined;
  /** A push with the same one replaces the notification of the earlier one. */
  collapseId?: string | undefined;
  /** What an app finds in its push beside the texts. */
  data: object;
  priority: 'high' | 'normal';
  /** ISO 8601, UTC. Not later than now: it is delivered at once or never. */
  expiresAt: string;
}

/** The `detail` of `push.wanted`. */
export interface WantedPush extends WantedContent {
  eventId: string;
  at: string;
  wantedId: string;
  attempt: number;
  userId: string;
  deviceId: string;
  appId: string;
  token: string;
}

/** @param nowMs epoch milliseconds. */
export function wantedPush(push: ExternalPush, nowMs: number): WantedPush {
  const { wantedId, attempt, userId, deviceId, appId, token, headers, payload, about } = push;
  return {
    eventId: `${wantedId}-${attempt}`,
    at: isoTime(nowMs),
    wantedId,
    attempt,
    userId,
    deviceId,
    appId,
    token: token.token,
    ...wantedContent({ headers, payload, about }, nowMs),
  };
}

export function wantedContent(
  { headers, payload, about }: Pick<ExternalPush, 'headers' | 'payload' | 'about'>,
  nowMs: number,
): WantedContent {
  const { aps = {}, ...data } = plainPayload(payload) as { aps?: Partial<AlertAps>; ringpost?: unknown };
  const { image } = Object(data.ringpost) as { image?: string };
  const { alert = {}, sound, badge } = aps;
  const expiresAtMs = Number(headers['apns-expiration']) * 1000;
  return {
    ...about,
    title: alert.title,
    subtitle: alert.subtitle,
    body: alert.body,
    titleLocKey: alert['title-loc-key'],
    titleLocArgs: alert['title-loc-args'],
    bodyLocKey: alert['loc-key'],
    bodyLocArgs: alert['loc-args'],
    sound: typeof sound === 'object' ? sound.name : sound,
    badge,
    image,
    threadId: aps['thread-id'],
    category: aps.category,
    interruptionLevel: aps['interruption-level'],
    collapseId: headers['apns-collapse-id'],
    data,
    priority: headers['apns-priority'] === '10' ? 'high' : 'normal',
    expiresAt: isoTime(expiresAtMs === 0 ? nowMs : expiresAtMs),
  };
}

/** Whether the event belongs to a device of this kind still: see `POST …/outcome`. */
export function isSameToken({ token }: Pick<ExternalPush, 'token'>, device: Pick<Device, 'tokens'>): boolean {
  return device.tokens.external?.token === token.token;
}

export interface ShownPush {
  /** Keys are APNs' own names. Absent for an external token, as the environment is. */
  headers?: Readonly<Record<string, string>> | undefined;
  payload: object;
  /** The host that is asked first. `auto`: unknown; production. */
  environment?: DeviceToken['environment'] | undefined;
  /** The event that the team's function gets instead of a push to Apple. Its content is the payload. */
  event?: typeof wantedPushType | undefined;
}

/** What an explanation shows of a push: what Apple would get, or what the event `push.wanted` would contain. */
export function explainedPush(
  {
    headers,
    payload,
    token,
    about,
  }: Pick<ExternalPush, 'headers' | 'payload' | 'token'> & { about: PushAbout | undefined },
  nowMs: number,
): ShownPush {
  if (about === undefined) return { environment: token.environment, headers: { ...headers }, payload };
  return { event: wantedPushType, payload: wantedContent({ headers, payload, about }, nowMs) };
}
