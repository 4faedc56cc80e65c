/** Events about what phones report: receipts of messages, and reports of calls. Pure. */
import type { DeviceReceipts } from '../../messages/rules/record.ts';
import { isCallReport, type ReceiptEvent, receiptEvents } from '../../push/rules/receipt.ts';
import { type Change, type EventFacts, factsOf } from './eventFacts.ts';
import type { receiptEventTypes } from './eventTypes.ts';

export type ReceiptEventType = (typeof receiptEventTypes)[number];

/** The `detail` of every `receipt.…` event. */
export interface ReceiptEventDetail extends EventFacts {
  /** The message or the call that was reported. */
  messageId?: string | undefined;
  callId?: string | undefined;
  userId: string;
  deviceId: string;
  /** ISO 8601, UTC: the time that the phone names. */
  reportedAt: string;
}

export interface ReceiptDomainEvent {
  type: ReceiptEventType;
  detail: ReceiptEventDetail;
}

/** Reports of a user's devices about a message. */
export interface MessageReceipts {
  messageId: string;
  receipts: readonly DeviceReceipts[];
}

/** A note in a call's timeline. */
export interface CallNote {
  callId: string;
  at: string;
  event: string;
  userId?: string | undefined;
  deviceId?: string | undefined;
}

/** One event for each report that the change has added. @param before undefined if the user had reported nothing. */
export function messageReceiptEvents(
  change: Change,
  before: MessageReceipts | undefined,
  { messageId, receipts }: MessageReceipts,
): ReceiptDomainEvent[] {
  const known = new Set(before?.receipts.flatMap(({ deviceId, times }) => namesOf(deviceId, times)));
  const added = receipts.flatMap(({ userId, deviceId, times }) =>
    receiptEvents.flatMap((event) => {
      const reportedAt = times[event];
      return reportedAt === undefined || known.has(nameOf(deviceId, event))
        ? []
        : [{ event, report: { messageId, userId, deviceId, reportedAt } }];
    }),
  );
  return added.map(({ event, report }, index) => ({
    type: `receipt.${event}`,
    detail: { ...factsOf(change, index), ...report },
  }));
}

/** Notes of a call that are not a phone's report have no event: the call's own events say what changed. */
export function callReportEvents(change: Change, note: CallNote): ReceiptDomainEvent[] {
  const { callId, event, userId, deviceId, at } = note;
  if (!isCallReport(event) || userId === undefined || deviceId === undefined) return [];
  return [{ type: `receipt.${event}`, detail: { ...factsOf(change), callId, userId, deviceId, reportedAt: at } }];
}

const nameOf = (deviceId: string, event: ReceiptEvent): string => `${event}#${deviceId}`;

function namesOf(deviceId: string, times: DeviceReceipts['times']): string[] {
  return receiptEvents.filter((event) => times[event] !== undefined).map((event) => nameOf(deviceId, event));
}
