/** Changes of calls and messages in the table's stream: the item before and after each write. */
import type { DynamoDBRecord } from 'aws-lambda';
import type { CallRecord } from '../../calls/rules/record.ts';
import { callFromItem } from '../../calls/table/callItems.ts';
import type { MessageRecord } from '../../messages/rules/record.ts';
import { messageFromItem } from '../../messages/table/messageStore.ts';
import { type ItemImage, plainItem } from '../../platform/table/attributeValues.ts';
import { callSort, messageSort } from '../../platform/table/keys.ts';
import type { TableChange } from '../rules/tableChange.ts';

/**
 * @returns undefined for records without events: other items, and items that were deleted, as time-to-live does.
 * @throws Error for a record without what the stream always has.
 */
export function tableChange({ eventID, dynamodb }: DynamoDBRecord): TableChange | undefined {
  const { Keys, NewImage, OldImage, SequenceNumber, ApproximateCreationDateTime } = dynamodb ?? {};
  if (eventID === undefined || SequenceNumber === undefined || ApproximateCreationDateTime === undefined) {
    throw new Error('a record of the table stream has no eventID, SequenceNumber or ApproximateCreationDateTime');
  }
  if (NewImage === undefined) return undefined;
  const change = { changeId: eventID, changedAtMs: ApproximateCreationDateTime * 1000 };
  switch (Keys?.['sk']?.S) {
    case callSort:
      return { kind: 'call', change, ...images<CallRecord>(callFromItem, OldImage, NewImage) };
    case messageSort:
      return { kind: 'message', change, ...images<MessageRecord>(messageFromItem, OldImage, NewImage) };
    default:
      return undefined;
  }
}

function images<T>(fromItem: (item: Record<string, unknown>) => T, before: ItemImage | undefined, after: ItemImage) {
  return { before: before && fromItem(plainItem(before)), after: fromItem(plainItem(after)) };
}
