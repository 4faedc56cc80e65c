/** Changes in the table's stream that have events: the item before and after each write. */
import type { DynamoDBRecord } from 'aws-lambda';
import type { CallRecord } from '../../calls/rules/record.ts';
import { callFromItem, noteFromItem } from '../../calls/table/callItems.ts';
import type { Device } from '../../devices/rules/device.ts';
import { reachFromItem } from '../../devices/table/reachItem.ts';
import type { MessageRecord } from '../../messages/rules/record.ts';
import { messageFromItem } from '../../messages/table/messageStore.ts';
import { receiptsFromItems } from '../../messages/table/receiptStore.ts';
import { type ItemImage, plainItem } from '../../platform/table/attributeValues.ts';
import {
  callReportPrefix,
  callSort,
  erasureSort,
  messageSort,
  reachSort,
  receiptPrefix,
} from '../../platform/table/keys.ts';
import { erasureFromItem } from '../../userData/table/erasureStore.ts';
import type { CallNote, MessageReceipts } from '../rules/receiptEvents.ts';
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
  const [sort = '', owner = ''] = [Keys?.['sk']?.S, Keys?.['pk']?.S];
  switch (sort) {
    case callSort:
      return { kind: 'call', change, ...images<CallRecord>(callFromItem, OldImage, NewImage) };
    case messageSort:
      return { kind: 'message', change, ...images<MessageRecord>(messageFromItem, OldImage, NewImage) };
    case reachSort:
      return { kind: 'devices', change, ...images(devicesOf(owner), OldImage, NewImage) };
    case erasureSort:
      return { kind: 'erasure', change, ...images(erasureFromItem, OldImage, NewImage) };
  }
  if (sort.startsWith(receiptPrefix)) {
    return { kind: 'receipts', change, ...images(receiptsOf(owner), OldImage, NewImage) };
  }
  if (sort.startsWith(callReportPrefix)) {
    return { kind: 'callNote', change, ...images(noteOf(owner), OldImage, NewImage) };
  }
  return undefined;
}

const devicesOf =
  (partition: string) =>
  (item: Record<string, unknown>): Device[] =>
    reachFromItem(partition.slice('USER#'.length), item).devices;

/** The partition of a message to many ends with a shard. */
const receiptsOf =
  (partition: string) =>
  (item: Record<string, unknown>): MessageReceipts => ({
    messageId: partition.split('#')[1] ?? '',
    receipts: receiptsFromItems([item]),
  });

const noteOf =
  (partition: string) =>
  (item: Record<string, unknown>): CallNote => ({ ...noteFromItem(item), callId: partition.slice('CALL#'.length) });

function images<T>(fromItem: (item: Record<string, unknown>) => T, before: ItemImage | undefined, after: ItemImage) {
  return { before: before && fromItem(plainItem(before)), after: fromItem(plainItem(after)) };
}
