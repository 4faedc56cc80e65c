/** Stored notes about a device's reports. On the device's item, so that a ring that reads the device reads them too. */
export interface ReportRecord {
  /** IDs of the calls that rang by VoIP push and were not reported, since the last report or app start. */
  missedReports?: string[] | undefined;
  /** The callers, in the order of `missedReports`. Counts from version 0.3.0 have none, and no longer count. */
  missedCallers?: string[] | undefined;
  /** Epoch milliseconds: when the last one was counted. */
  missedReportAtMs?: number | undefined;
  /** Epoch milliseconds: when the last one began to ring. */
  missedRangAtMs?: number | undefined;
  /** The version of the app that missed it; empty if unknown. */
  missedReportVersion?: string | undefined;
  /**
   * Epoch milliseconds: calls that began until then are not counted, because a later one was reported or the app was
   * launched.
   */
  settledUntilMs?: number | undefined;
  /** The version of the app that last reported a call on this device; empty if unknown. */
  reportingVersion?: string | undefined;
  /** Epoch milliseconds: the last receipt since a call was counted. */
  receiptAtMs?: number | undefined;
}

/** One call that rang one device, which has not reported it. */
export interface MissedReport {
  callId: string;
  from: string;
  /** Epoch milliseconds. */
  createdAtMs: number;
  /** Epoch milliseconds: when it started and stopped ringing. */
  rangAtMs: number;
  stoppedAtMs: number;
}
