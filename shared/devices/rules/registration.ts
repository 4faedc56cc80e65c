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
import type { ReportRecord } from './reportRecord.ts';

export interface Registration extends DeviceFacts {
  userId: string;
  deviceId: string;
  appId: string;
  tokens: { [K in TokenKind]?: { token: string; environment: ApnsEnvironment | 'auto' } | undefined };
}

/**
 * The registration replaces the record, but what APNs has proven about a token survives: an app that keeps reporting
 * the wrong environment must not undo the repair. Presence stays too, as registering says nothing about it. A
 * quarantine ends, which is a repair.
 * @param now ISO 8601, UTC.
 */
export function registerDevice(previous: Device | undefined, registration: Registration, now: string): Device {
  const tokens: Device['tokens'] = {};
  for (const kind of Object.keys(registration.tokens) as TokenKind[]) {
    const said = registration.tokens[kind];
    if (said !== undefined) tokens[kind] = registerToken(previous?.tokens[kind], said, now);
  }
  const repairs = [...(previous?.repairs ?? []), ...liftedQuarantines(previous, tokens, now)].slice(-keptRepairs);
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
    presence: previous?.presence,
    ...reportRecordOf(previous),
    repairs: repairs.length === 0 ? undefined : repairs,
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

/** Registering is not a report, so the counts stay. */
function reportRecordOf(previous: Device | undefined): ReportRecord {
  const { missedReports, missedCallers, missedReportAt, missedRangAt, missedReportVersion } = previous ?? {};
  const { reportsSettledUntil, reportingVersion, receiptAt } = previous ?? {};
  const missed = { missedReports, missedCallers, missedReportAt, missedRangAt, missedReportVersion };
  return { ...missed, reportsSettledUntil, reportingVersion, receiptAt };
}

function liftedQuarantines(previous: Device | undefined, tokens: Device['tokens'], now: string): TokenRepair[] {
  const isLifted = (kind: TokenKind) => {
    const before = previous?.tokens[kind];
    return before?.state === 'quarantined' && before.token === tokens[kind]?.token;
  };
  const kinds = Object.keys(tokens) as TokenKind[];
  return kinds.filter(isLifted).map((kind) => ({ at: now, kind, repair: 'quarantine_lifted' }));
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
