/** Reports of a device about a message or a call. */

export const receiptEvents = ['delivered', 'shown', 'tapped'] as const;

/** `delivered`: the app or its extension got the push. `shown`: the user could see it. `tapped`: the user opened it. */
export type ReceiptEvent = (typeof receiptEvents)[number];

/**
 * Reports of a device about a call. `callReported`: to CallKit. `callReportNotRequired`: it took the VoIP push and had
 * no call to report, which iOS allows since 26.4.
 */
export const callReportEvents = ['callReported', 'callReportNotRequired'] as const;
export type CallReportEvent = (typeof callReportEvents)[number];

/** Whether an entry of a call's timeline is a device's report. */
export function isCallReport(event: string): event is CallReportEvent {
  return (callReportEvents as readonly string[]).includes(event);
}

/** ISO 8601, UTC. */
export type ReceiptTimes = Partial<Record<ReceiptEvent, string>>;
