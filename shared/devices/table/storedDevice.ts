/** A device as an item of the table, where times are ISO 8601 text and the notes about reports are not nested. */
import { epochMs, isoTime } from '../../platform/isoTime.ts';
import { isText, isTime, listOf, mapOf, mapWith, orAbsent } from '../../platform/table/checks.ts';
import { bodyOf } from '../../platform/table/item.ts';
import type { Key } from '../../platform/table/keys.ts';
import type {
  ActivityToken,
  Device,
  DeviceFacts,
  DeviceToken,
  Presence,
  TokenKind,
  TokenRepair,
} from '../rules/device.ts';
import type { ReportRecord } from '../rules/reportRecord.ts';

interface StoredToken extends Omit<DeviceToken, 'registeredAtMs'> {
  registeredAt: string;
}

export interface StoredActivityToken extends Omit<ActivityToken, 'registeredAtMs'> {
  registeredAt: string;
}

interface StoredRepair extends Omit<TokenRepair, 'atMs' | 'diedAtMs'> {
  at: string;
  diedAt?: string | undefined;
}

interface StoredPresence extends Omit<Presence, 'untilMs' | 'atMs'> {
  until: string;
  at?: string | undefined;
}

interface StoredReports
  extends Pick<ReportRecord, 'missedReports' | 'missedCallers' | 'missedReportVersion' | 'reportingVersion'> {
  missedReportAt?: string | undefined;
  missedRangAt?: string | undefined;
  reportsSettledUntil?: string | undefined;
  receiptAt?: string | undefined;
}

interface DeviceItem
  extends Key,
    DeviceFacts,
    StoredReports,
    Pick<Device, 'userId' | 'deviceId' | 'appId' | 'audienceMark'> {
  tokens: Partial<Record<TokenKind, StoredToken>>;
  activities?: Record<string, StoredActivityToken> | undefined;
  presence?: StoredPresence | undefined;
  repairs?: StoredRepair[] | undefined;
  permissionSince?: string | undefined;
  registeredAt: string;
}

/** What a push, or the next write of the device, depends on. Malformed notes about reports only fail to count. */
const deviceShape = {
  registeredAt: isTime,
  userId: isText,
  deviceId: isText,
  appId: isText,
  tokens: mapOf(mapWith({ token: isText, registeredAt: isTime })),
  activities: orAbsent(mapOf(mapWith({ token: isText, registeredAt: isTime }))),
  presence: orAbsent(mapWith({ until: isTime })),
  repairs: orAbsent(listOf(mapWith({ at: isTime }))),
  audienceMark: orAbsent(isText),
};

/** @throws UnreadableItem */
export function deviceFromItem(item: Record<string, unknown>): Device {
  const { missedReports, missedCallers, missedReportAt, missedRangAt, missedReportVersion, ...others } =
    bodyOf<DeviceItem>(item, 'device', deviceShape);
  const { reportsSettledUntil, reportingVersion, receiptAt, ...device } = others;
  const missed = { missedReports, missedCallers, missedReportAt, missedRangAt, missedReportVersion };
  const { registeredAt, permissionSince, tokens, activities, presence, repairs, ...attributes } = device;
  return {
    ...attributes,
    tokens: tokensFrom(tokens),
    activities: activities && activitiesFrom(activities),
    presence: presence && presenceFrom(presence),
    repairs: repairs?.map(({ at, diedAt, ...repair }) => ({
      ...repair,
      atMs: epochMs(at),
      diedAtMs: optionalMs(diedAt),
    })),
    reports: reportsFrom({ ...missed, reportsSettledUntil, reportingVersion, receiptAt }),
    permissionSinceMs: optionalMs(permissionSince),
    registeredAtMs: epochMs(registeredAt),
  };
}

/** Attributes that a registration replaces: not what others write, such as the presence and the notes about reports. */
export function registeredAttributes(
  device: Device,
): Omit<DeviceItem, keyof Key | 'activities' | 'presence' | keyof StoredReports> {
  const {
    activities: _activities,
    presence: _presence,
    reports: _reports,
    registeredAtMs,
    permissionSinceMs,
    tokens,
    repairs,
    ...attributes
  } = device;
  return {
    ...attributes,
    tokens: storedTokens(tokens),
    repairs: repairs?.map(storedRepair),
    permissionSince: permissionSinceMs === undefined ? undefined : isoTime(permissionSinceMs),
    registeredAt: isoTime(registeredAtMs),
  };
}

export function storedTokens(tokens: Device['tokens']): DeviceItem['tokens'] {
  return mapped(tokens, storedToken);
}

export function storedToken({ registeredAtMs, ...token }: DeviceToken): StoredToken {
  return { ...token, registeredAt: isoTime(registeredAtMs) };
}

export function storedActivities(activities: NonNullable<Device['activities']>): Record<string, StoredActivityToken> {
  return Object.fromEntries(
    Object.entries(activities).map(([activityId, { registeredAtMs, ...token }]) => [
      activityId,
      { ...token, registeredAt: isoTime(registeredAtMs) },
    ]),
  );
}

function activitiesFrom(stored: Record<string, StoredActivityToken>): NonNullable<Device['activities']> {
  return Object.fromEntries(
    Object.entries(stored).map(([activityId, { registeredAt, ...token }]) => [
      activityId,
      { ...token, registeredAtMs: epochMs(registeredAt) },
    ]),
  );
}

export function storedRepair({ atMs, diedAtMs, ...repair }: TokenRepair): StoredRepair {
  return { ...repair, at: isoTime(atMs), diedAt: diedAtMs === undefined ? undefined : isoTime(diedAtMs) };
}

export function storedPresence({ untilMs, atMs, ...presence }: Presence): StoredPresence {
  return { ...presence, until: isoTime(untilMs), at: atMs === undefined ? undefined : isoTime(atMs) };
}

function tokensFrom(tokens: DeviceItem['tokens']): Device['tokens'] {
  return mapped(tokens, ({ registeredAt, ...token }: StoredToken) => ({
    ...token,
    registeredAtMs: epochMs(registeredAt),
  }));
}

function presenceFrom({ until, at, ...presence }: StoredPresence): Presence {
  return { ...presence, untilMs: epochMs(until), atMs: optionalMs(at) };
}

/** @returns undefined without any notes. */
function reportsFrom(stored: StoredReports): ReportRecord | undefined {
  const { missedReportAt, missedRangAt, reportsSettledUntil, receiptAt, ...others } = stored;
  const reports = {
    ...others,
    missedReportAtMs: optionalMs(missedReportAt),
    missedRangAtMs: optionalMs(missedRangAt),
    settledUntilMs: optionalMs(reportsSettledUntil),
    receiptAtMs: optionalMs(receiptAt),
  };
  return Object.values(reports).some((note) => note !== undefined) ? reports : undefined;
}

function optionalMs(text: string | undefined): number | undefined {
  return text === undefined ? undefined : epochMs(text);
}

function mapped<T, U>(tokens: Partial<Record<TokenKind, T>>, change: (token: T) => U): Partial<Record<TokenKind, U>> {
  return Object.fromEntries(Object.entries(tokens).map(([kind, token]) => [kind, change(token)]));
}
