/** A change of the table with events and timers as its consequences. */
import type { CallRecord } from '../../calls/rules/record.ts';
import type { Device } from '../../devices/rules/device.ts';
import type { MessageRecord } from '../../messages/rules/record.ts';
import type { Change } from './eventFacts.ts';
import type { CallNote, MessageReceipts } from './receiptEvents.ts';
import type { StoredErasure } from './userEvents.ts';

/** One relevant write to the table. `before` is undefined if the item is new. */
export type TableChange = { change: Change } & (
  | { kind: 'call'; before: CallRecord | undefined; after: CallRecord }
  | { kind: 'message'; before: MessageRecord | undefined; after: MessageRecord }
  | { kind: 'receipts'; before: MessageReceipts | undefined; after: MessageReceipts }
  | { kind: 'callNote'; before: CallNote | undefined; after: CallNote }
  | { kind: 'devices'; before: readonly Device[] | undefined; after: readonly Device[] }
  | { kind: 'erasure'; before: StoredErasure | undefined; after: StoredErasure }
);
