/**
 * The report guard (docs/calls.md). iOS stops launching an app for VoIP pushes, silently, when the app has failed to
 * report calls to CallKit too often. The number is undocumented, so a device that has missed two rings by alerts until
 * its app is launched.
 *
 * A phone that is off misses calls too, and so does an app that never sends reports. So a call counts only if the
 * report is certainly missing: see {@link countsAsMissed}.
 */
import type { Device } from './device.ts';
import { lastSeenMs } from './deviceLimit.ts';
import type { MissedReport } from './reportRecord.ts';

/** Missed reports after which a device gets alerts. */
export const missesBeforeGuard = 2;

/** A shorter ring may be over before the app could report it. */
export const countedRingMs = 20_000;

/** Calls closer together may fall into the same hour without network. */
export const betweenMissesMs = 120_000;

type Alive = Pick<Device, 'registeredAtMs' | 'presence' | 'reports'>;

/** A device is guarded once it has missed calls from two callers, and has been seen after each of them. */
export function isGuarded(device: Alive): boolean {
  const { missedCallers = [], missedRangAtMs } = device.reports ?? {};
  return new Set(missedCallers).size >= missesBeforeGuard && isAliveSince(device, missedRangAtMs);
}

/** Whether this version of the app has reported a call on this device before. */
export function hasReportedBefore({ appVersion = '', reports }: Pick<Device, 'appVersion' | 'reports'>): boolean {
  return reports?.reportingVersion === appVersion;
}

/**
 * Whether a missed report counts against the device. It does when this version of the app has reported a call on this
 * device before, the ring lasted, and the previous missed call came from another caller, minutes earlier, and was
 * followed by a sign of life: a registration, a presence or a receipt. So no caller alone can trigger the guard of a
 * device, nor can all of them together while it is off.
 */
export function countsAsMissed(
  device: Alive & Pick<Device, 'appVersion'>,
  { callId, from, createdAtMs, rangAtMs, stoppedAtMs }: MissedReport,
): boolean {
  const { reports = {} } = device;
  const { settledUntilMs, missedReports, missedCallers, missedRangAtMs } = reports;
  if (stoppedAtMs - rangAtMs < countedRingMs || !hasReportedBefore(device)) return false;
  if (settledUntilMs !== undefined && settledUntilMs >= createdAtMs) return false;
  if (missedReports === undefined || missedCallers === undefined || missedRangAtMs === undefined) return true;
  if (missedReports.length >= missesBeforeGuard || missedReports.includes(callId)) return false;
  const isLater = rangAtMs - missedRangAtMs >= betweenMissesMs;
  return isLater && !missedCallers.includes(from) && isAliveSince(device, missedRangAtMs);
}

function isAliveSince(device: Alive, sinceMs: number | undefined): boolean {
  if (sinceMs === undefined) return false;
  return Math.max(lastSeenMs(device), device.reports?.receiptAtMs ?? 0) > sinceMs;
}

/**
 * Whether a registration comes from another version of the app than the one that missed reports: it may do better. The
 * same version proves nothing, because the app registers at each launch, and a VoIP push launches it.
 * @param device as it is registered now.
 */
export function isOtherVersion({ appVersion = '', reports }: Pick<Device, 'appVersion' | 'reports'>): boolean {
  return reports?.missedReportAtMs !== undefined && appVersion !== reports.missedReportVersion;
}
