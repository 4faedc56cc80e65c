/** A device, its tokens and its presence: shapes and the questions that the rules ask of them. */

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

export interface Presence {
  state: 'foreground' | 'background';
  /** ISO 8601, UTC: after this moment the device counts as in the background. */
  until: string;
}

/** What the app says of itself and its phone. */
export interface DeviceFacts {
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
  presence?: Presence | undefined;
  /** ISO 8601, UTC. */
  registeredAt: string;
}

/** In the foreground, and said so within its time-to-live. Background is offline (S0-28). */
export function isOnline(device: Device, nowMs: number): boolean {
  return device.presence?.state === 'foreground' && Date.parse(device.presence.until) > nowMs;
}
