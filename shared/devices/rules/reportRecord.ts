/** What is kept of a device's reports. On the device's item, so that a ring that reads the device reads them, too. */
export interface ReportRecord {
  /** IDs of the calls that rang by VoIP push and were not reported, since the last report or app start. */
  missedReports?: string[] | undefined;
  /** Who called, in the order of `missedReports`. What version 0.3.0 counted has none, and counts no longer. */
  missedCallers?: string[] | undefined;
  /** ISO 8601, UTC: when the last one was counted. */
  missedReportAt?: string | undefined;
  /** ISO 8601, UTC: when the last one began to ring. */
  missedRangAt?: string | undefined;
  /** The version of the app that missed it; empty when it does not say. */
  missedReportVersion?: string | undefined;
  /** ISO 8601, UTC: calls that began until then are not counted: a later one was reported, or the app was started. */
  reportsSettledUntil?: string | undefined;
  /** The version of the app that has last reported a call on this device; empty when it does not say. */
  reportingVersion?: string | undefined;
  /** ISO 8601, UTC: the last receipt since a call was counted. */
  receiptAt?: string | undefined;
}

/** One call that one device was rung for, and has not reported. */
export interface MissedReport {
  callId: string;
  from: string;
  /** Epoch milliseconds. */
  createdAtMs: number;
  /** Epoch milliseconds: when it began to ring, and when it stopped. */
  rangAtMs: number;
  stoppedAtMs: number;
}
