/**
 * The report guard (features.md E-2). iOS stops launching an app for VoIP pushes, without a word, when the app has
 * failed to report calls to CallKit too often. Nobody documents how often that is, so a device that has missed two in a
 * row is rung by alerts, until its app is started.
 */

/** What is kept of a device's reports. On the device's item, so that a ring that reads the device reads them, too. */
export interface ReportRecord {
  /** IDs of the calls that rang by VoIP push and were not reported, since the last report or app start. */
  missedReports?: string[] | undefined;
  /** ISO 8601, UTC: when the last one was counted. */
  missedReportAt?: string | undefined;
  /** The version of the app that missed it; empty when it does not say. */
  missedReportVersion?: string | undefined;
  /** ISO 8601, UTC: calls that began until then are not counted: a later one was reported, or the app was started. */
  reportsSettledUntil?: string | undefined;
}

/** Missed reports in a row after which a device gets alerts. */
export const missesBeforeGuard = 2;

export function isGuarded({ missedReports = [] }: ReportRecord): boolean {
  return missedReports.length >= missesBeforeGuard;
}

/**
 * Whether a registration comes from another version of the app than the one that missed reports: it may do better. One of
 * the same version proves nothing, because the app registers at each launch, and a VoIP push launches it.
 * @param device as it is registered now.
 */
export function isOtherVersion(device: ReportRecord & { appVersion?: string | undefined }): boolean {
  return device.missedReportAt !== undefined && (device.appVersion ?? '') !== device.missedReportVersion;
}
