/** Messages that a stage has sent, read from its table a page after the other. */
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { MessageRecord } from '../../shared/messages/rules/record.ts';
import { messageFromItem } from '../../shared/messages/table/messageStore.ts';
import { isoTime } from '../../shared/platform/isoTime.ts';
import { messagePartition, messageSort } from '../../shared/platform/table/keys.ts';
import type { Table } from '../../shared/platform/table/table.ts';

export interface ScannedPage {
  messages: MessageRecord[];
  /** Items of the page that are messages and cannot be read. */
  unreadable: number;
}

/** @param sinceMs epoch milliseconds: none that is older. */
export async function* sentMessages({ client, name: TableName }: Table, sinceMs: number): AsyncGenerator<ScannedPage> {
  let start: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({
        TableName,
        FilterExpression: 'begins_with(pk, :prefix) AND sk = :sk AND createdAt >= :since',
        ExpressionAttributeValues: {
          ':prefix': messagePartition(''),
          ':sk': messageSort,
          ':since': isoTime(sinceMs),
        },
        ExclusiveStartKey: start,
      }),
    );
    const messages = Items.flatMap(readable);
    yield { messages, unreadable: Items.length - messages.length };
    start = LastEvaluatedKey;
  } while (start !== undefined);
}

/** One broken item does not end the rehearsal. */
function readable(item: Record<string, unknown>): MessageRecord[] {
  try {
    return [messageFromItem(item)];
  } catch {
    return [];
  }
}
