/** A device, its tokens and its presence: shapes, and the questions that rules ask about them. */
import type { ReportRecord } from './reportRecord.ts';

/** `development` is Apple's sandbox. */
export type ApnsEnvironment = 'production' | 'development';
export const apnsEnvironments = ['production', 'development'] as const satisfies ApnsEnvironment[];

/**
 * Tokens that Apple has issued. They are never mixed: each works only with its own topic. `liveActivityStart` starts Live
 * Activities of the app (`pushToStartTokenUpdates` of ActivityKit).
 */
export type AppleTokenKind = 'alert' | 'voip' | 'liveActivityStart';
/** Kinds of tokens that are registered at each start of an app, and without which it gets no message or no call. */
export type MainTokenKind = Exclude<AppleTokenKind, 'liveActivityStart'>;

/**
 * `external`: a token of another push service, such as FCM. Ringpost hands its pushes to the team's own function. A
 * device has either Apple's tokens or this one.
 */
export type TokenKind = AppleTokenKind | 'external';
export const tokenKinds = ['alert', 'voip', 'liveActivityStart', 'external'] as const satisfies TokenKind[];

/**
 * `unproven`: no push has been accepted yet, so its environment is what the app reported, or a guess. `proven`: the
 * host of its environment has accepted it. `quarantined`: both hosts rejected it; it gets no pushes until the app
 * registers it again.
 */
export type TokenState = 'unproven' | 'proven' | 'quarantined';

export interface DeviceToken {
  /** Lower-case hex, in Apple's length; an external token as its service has issued it. */
  token: string;
  /** `auto`: the app did not name it; the first accepted push will show it. Always for an external token. */
  environment: ApnsEnvironment | 'auto';
  state: TokenState;
  /** Epoch milliseconds: when the app last registered it. A 410 with an older timestamp is not about this registration. */
  registeredAtMs: number;
}

/** Token that updates and ends one Live Activity on one phone. */
export type ActivityToken = Omit<DeviceToken, 'state'>;

/**
 * `environment_changed`: the other host has accepted the token; from now on it is sent there at once. `quarantined`:
 * gets no pushes until the app registers it again. `dropped`: forgotten, because Apple reports it dead. `restored`: was
 * quarantined or dropped while its host rejected everything; that is undone. `quarantine_lifted`: the app has
 * registered it again.
 */
export type RepairName = 'environment_changed' | 'quarantined' | 'dropped' | 'restored' | 'quarantine_lifted';

/** What happened to a token because of Apple's answers. */
export interface TokenRepair {
  /** Epoch milliseconds. */
  atMs: number;
  kind: TokenKind;
  repair: RepairName;
  /** The host whose answer caused it. */
  environment?: ApnsEnvironment | undefined;
  /** Apple's reason. */
  reason?: string | undefined;
  /** Epoch milliseconds: since when the token is dead, as Apple says. */
  diedAtMs?: number | undefined;
}

/** A device keeps the last few. */
export const keptRepairs = 5;

export interface Presence {
  state: 'foreground' | 'background';
  /** Epoch milliseconds: from this time on the device counts as in the background. */
  untilMs: number;
  /** Epoch milliseconds: when the app reported it. Absent in records from before Ringpost stored it. */
  atMs?: number | undefined;
}

/** Platform of a device, as its app reports it. */
export type Platform = 'phone' | 'tablet' | 'desktop' | 'watch' | 'web';
export const platforms = ['phone', 'tablet', 'desktop', 'watch', 'web'] as const satisfies Platform[];

/**
 * What the user lets the app show, in the terms of iOS (UNAuthorizationStatus). `denied` also if notifications are allowed,
 * but no alert is.
 */
export const permissions = ['authorized', 'provisional', 'ephemeral', 'denied', 'notDetermined'] as const;

/** What the app reports about itself and its phone. */
export interface DeviceFacts {
  platform?: Platform | undefined;
  /**
   * Presence that keeps this device quiet. `any` (default): the user is online on any device. `this`: only while its
   * own app is in the foreground. Platforms: also while the user is online on one of these.
   */
  quietWhenOnlineOn?: 'any' | 'this' | readonly Platform[] | undefined;
  locale?: string | undefined;
  timeZone?: string | undefined;
  territory?: string | undefined;
  permission?: string | undefined;
  appVersion?: string | undefined;
  osVersion?: string | undefined;
  kitVersion?: string | undefined;
}

export interface Device extends DeviceFacts {
  userId: string;
  deviceId: string;
  /** The app's bundle ID. */
  appId: string;
  tokens: Partial<Record<TokenKind, DeviceToken>>;
  /** Update tokens of its Live Activities, by the activities' IDs. */
  activities?: Readonly<Record<string, ActivityToken>> | undefined;
  presence?: Presence | undefined;
  /** The last few, oldest first. */
  repairs?: TokenRepair[] | undefined;
  /** Notes about the device's reports of calls. */
  reports?: ReportRecord | undefined;
  /** Epoch milliseconds: since when each registration has reported the same `permission`. */
  permissionSinceMs?: number | undefined;
  /** Epoch milliseconds. */
  registeredAtMs: number;
  /** Mark of its row in the index of audiences; absent: it has none. */
  audienceMark?: string | undefined;
}

/** In the foreground, and reported within its time-to-live. Background is offline. */
export function isOnline(device: Device, nowMs: number): boolean {
  return device.presence?.state === 'foreground' && device.presence.untilMs > nowMs;
}

/** Whether a device stays quiet because the user is online on another one, or on itself. */
export function keepsQuiet(
  device: Pick<Device, 'deviceId' | 'quietWhenOnlineOn'>,
  online: Pick<Device, 'deviceId' | 'platform'>,
): boolean {
  if (device.deviceId === online.deviceId) return true;
  const where = device.quietWhenOnlineOn ?? 'any';
  if (where === 'any' || where === 'this') return where === 'any';
  return online.platform !== undefined && where.includes(online.platform);
}
