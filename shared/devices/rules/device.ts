/** A device, its tokens and its presence: shapes and the questions that the rules ask of them. */
import type { ReportRecord } from './reportRecord.ts';

/** `development` is Apple's sandbox. */
export type ApnsEnvironment = 'production' | 'development';
export const apnsEnvironments = ['production', 'development'] as const satisfies ApnsEnvironment[];

/** Tokens of different kinds are never mixed: each works only with its own topic. */
export type TokenKind = 'alert' | 'voip';

/**
 * `unproven`: no push has been accepted yet, so its environment is what the app said, or a guess.
 * `proven`: the host of its environment has accepted it.
 * `quarantined`: both hosts refused it; not pushed to until the app registers it again.
 */
export type TokenState = 'unproven' | 'proven' | 'quarantined';

export interface DeviceToken {
  /** Lower-case hex, as long as Apple makes it. */
  token: string;
  /** `auto`: the app did not say; the first accepted push will tell. */
  environment: ApnsEnvironment | 'auto';
  state: TokenState;
  /** ISO 8601, UTC: the last time that the app registered it. A 410 with an older timestamp is not about this registration. */
  registeredAt: string;
}

/**
 * `environment_changed`: the other host has taken the token; from now on it goes there at once.
 * `quarantined`: not pushed to until the app registers it again.
 * `dropped`: forgotten, because Apple says that it is dead.
 * `restored`: was quarantined or dropped when its host began to refuse everything; that is taken back.
 * `quarantine_lifted`: the app has registered it again.
 */
export type RepairName = 'environment_changed' | 'quarantined' | 'dropped' | 'restored' | 'quarantine_lifted';

/** What was done about a token because of Apple's answers. */
export interface TokenRepair {
  /** ISO 8601, UTC. */
  at: string;
  kind: TokenKind;
  repair: RepairName;
  /** The host whose answer led to it. */
  environment?: ApnsEnvironment | undefined;
  /** Apple's reason. */
  reason?: string | undefined;
}

/** A device keeps the last few. */
export const keptRepairs = 5;

export interface Presence {
  state: 'foreground' | 'background';
  /** ISO 8601, UTC: after this moment the device counts as in the background. */
  until: string;
  /** ISO 8601, UTC: when the app said so. Absent: before Ringpost kept that. */
  at?: string | undefined;
}

/** What kind of thing a device is, as its app says. */
export type Platform = 'phone' | 'tablet' | 'desktop' | 'watch' | 'web';
export const platforms = ['phone', 'tablet', 'desktop', 'watch', 'web'] as const satisfies Platform[];

/** What the user lets the app show, as iOS calls it (UNAuthorizationStatus). */
export const permissions = ['authorized', 'provisional', 'ephemeral', 'denied', 'notDetermined'] as const;

/** What the app says of itself and its phone. */
export interface DeviceFacts {
  platform?: Platform | undefined;
  /**
   * This device is not pushed to while the user is online there. `any` (default): on any device. `this`: only while its
   * own app is in front. Platforms: also while the user is online on one of these.
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

export interface Device extends DeviceFacts, ReportRecord {
  userId: string;
  deviceId: string;
  /** The app's bundle ID. */
  appId: string;
  tokens: Partial<Record<TokenKind, DeviceToken>>;
  presence?: Presence | undefined;
  /** The last few, oldest first. */
  repairs?: TokenRepair[] | undefined;
  /** ISO 8601, UTC. */
  registeredAt: string;
}

/** In the foreground, and said so within its time-to-live. Background is offline. */
export function isOnline(device: Device, nowMs: number): boolean {
  return device.presence?.state === 'foreground' && Date.parse(device.presence.until) > nowMs;
}

/** Does a device stay quiet because the user is online on another one, or on itself? */
export function keepsQuiet(device: Device, online: Device): boolean {
  if (device.deviceId === online.deviceId) return true;
  const where = device.quietWhenOnlineOn ?? 'any';
  if (where === 'any' || where === 'this') return where === 'any';
  return online.platform !== undefined && where.includes(online.platform);
}
