import { callEvents, type DomainEvent, messageEvents } from './events.ts';
import { callReportEvents, messageReceiptEvents } from './receiptEvents.ts';
import type { TableChange } from './tableChange.ts';
import { tokenEvents } from './tokenEvents.ts';
import { userEvents } from './userEvents.ts';

/** The events of a change, of whatever kind. */
export function eventsOf(tableChange: TableChange): DomainEvent[] {
  const { change } = tableChange;
  switch (tableChange.kind) {
    case 'call':
      return callEvents(change, tableChange.before, tableChange.after);
    case 'message':
      return messageEvents(change, tableChange.before, tableChange.after);
    case 'receipts':
      return messageReceiptEvents(change, tableChange.before, tableChange.after);
    case 'callNote':
      return tableChange.before === undefined ? callReportEvents(change, tableChange.after) : [];
    case 'devices':
      return tokenEvents(change, tableChange.before, tableChange.after);
    case 'erasure':
      return userEvents(change, tableChange.before, tableChange.after);
  }
}
