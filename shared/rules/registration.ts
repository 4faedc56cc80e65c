/** What a device's record becomes when its app registers it again. */
import type { ApnsEnvironment, Device, DeviceFacts, DeviceToken, TokenKind } from './device.ts';

export interface Registration extends DeviceFacts {
  userId: string;
  deviceId: string;
  appId: string;
  tokens: { [K in TokenKind]?: { token: string; environment: ApnsEnvironment | 'auto' } | undefined };
}

/**
 * The registration replaces the record, but what APNs has proven of a token outlives it: an app that goes on saying
 * the wrong environment must not undo the repair. Presence stays too, as registering says nothing about it.
 * @param now ISO 8601, UTC.
 */
export function registerDevice(previous: Device | undefined, registration: Registration, now: string): Device {
  const tokens: Device['tokens'] = {};
  for (const kind of Object.keys(registration.tokens) as TokenKind[]) {
    const said = registration.tokens[kind];
    if (said !== undefined) tokens[kind] = registerToken(previous?.tokens[kind], said, now);
  }
  const { userId, deviceId, appId, locale, timeZone, territory, permission, appVersion, osVersion, kitVersion } =
    registration;
  return {
    userId,
    deviceId,
    appId,
    tokens,
    presence: previous?.presence,
    locale,
    timeZone,
    territory,
    permission,
    appVersion,
    osVersion,
    kitVersion,
    registeredAt: now,
  };
}

function registerToken(
  previous: DeviceToken | undefined,
  said: { token: string; environment: ApnsEnvironment | 'auto' },
  now: string,
): DeviceToken {
  const proven = previous?.token === said.token && previous.state === 'proven';
  return proven
    ? { ...previous, registeredAt: now }
    : { token: said.token, environment: said.environment, state: 'unproven', registeredAt: now };
}
