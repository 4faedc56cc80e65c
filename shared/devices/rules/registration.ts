/** A device's record after its app registers it again. */
import {
  type ApnsEnvironment,
  type Device,
  type DeviceFacts,
  type DeviceToken,
  keptRepairs,
  type TokenKind,
  type TokenRepair,
} from './device.ts';

export interface Registration extends DeviceFacts {
  userId: string;
  deviceId: string;
  appId: string;
  tokens: { [K in TokenKind]?: SaidToken | undefined };
}

interface SaidToken {
  token: string;
  /** Absent for an external token, which has none. */
  environment?: ApnsEnvironment | 'auto' | undefined;
}

/**
 * The registration replaces the record, but what APNs has proven about a token survives: an app that keeps reporting
 * the wrong environment must not undo the repair. Presence and the notes about reports stay too, as registering says nothing about
 * them. A quarantine ends, which is a repair.
 * @param nowMs epoch milliseconds.
 */
export function registerDevice(previous: Device | undefined, registration: Registration, nowMs: number): Device {
  const tokens: Device['tokens'] = {};
  for (const kind of Object.keys(registration.tokens) as TokenKind[]) {
    const said = registration.tokens[kind];
    if (said !== undefined) tokens[kind] = registerToken(previous?.tokens[kind], said, nowMs);
  }
  const repairs = [...(previous?.repairs ?? []), ...liftedQuarantines(previous, tokens, nowMs)].slice(-keptRepairs);
  const { userId, deviceId, appId, platform, quietWhenOnlineOn, locale, timeZone, territory, permission } =
    registration;
  const { appVersion, osVersion, kitVersion } = registration;
  return {
    userId,
    deviceId,
    appId,
    tokens,
    platform,
    quietWhenOnlineOn,
    activities: previous?.activities,
    presence: previous?.presence,
    reports: previous?.reports,
    repairs: repairs.length === 0 ? undefined : repairs,
    locale,
    timeZone,
    territory,
    permission,
    permissionSinceMs: permissionSince(previous, permission, nowMs),
    appVersion,
    osVersion,
    kitVersion,
    registeredAtMs: nowMs,
  };
}

/** Earlier versions stored no such time: the registration before this one is the earliest that is known. */
function permissionSince(
  previous: Device | undefined,
  permission: string | undefined,
  nowMs: number,
): number | undefined {
  if (permission === undefined) return undefined;
  if (previous?.permission !== permission) return nowMs;
  return previous.permissionSinceMs ?? previous.registeredAtMs;
}

function liftedQuarantines(previous: Device | undefined, tokens: Device['tokens'], nowMs: number): TokenRepair[] {
  const isLifted = (kind: TokenKind) => {
    const before = previous?.tokens[kind];
    return before?.state === 'quarantined' && before.token === tokens[kind]?.token;
  };
  const kinds = Object.keys(tokens) as TokenKind[];
  return kinds.filter(isLifted).map((kind) => ({ atMs: nowMs, kind, repair: 'quarantine_lifted' }));
}

function registerToken(previous: DeviceToken | undefined, said: SaidToken, nowMs: number): DeviceToken {
  const proven = previous?.token === said.token && previous.state === 'proven';
  return proven
    ? { ...previous, registeredAtMs: nowMs }
    : { token: said.token, environment: said.environment ?? 'auto', state: 'unproven', registeredAtMs: nowMs };
}

/**
 * Whether the device that another user has registered under the same ID may be on the registering phone. An
 * installation has one token of each kind at a time: another token means another phone, or that the former one is dead.
 */
export function mayBeSamePhone(former: Pick<Device, 'tokens'>, registered: Pick<Device, 'tokens'>): boolean {
  const kinds = Object.keys(registered.tokens) as TokenKind[];
  return kinds.every((kind) => {
    const before = former.tokens[kind]?.token;
    return before === undefined || before === registered.tokens[kind]?.token;
  });
}
