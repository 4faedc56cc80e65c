/** A change of the table that events and timers follow from. */
import type { CallRecord } from '../../calls/rules/record.ts';
import type { MessageRecord } from '../../messages/rules/record.ts';
import type { Change } from './events.ts';

/** One write to the table that others want to know of. `before` is undefined when the item is new. */
export type TableChange = { change: Change } & (
  | { kind: 'call'; before: CallRecord | undefined; after: CallRecord }
  | { kind: 'message'; before: MessageRecord | undefined; after: MessageRecord }
);
