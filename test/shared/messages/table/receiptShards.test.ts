/** Receipts in a table whose partitions take no more write units a second than those of DynamoDB. */
import { describe, expect, it } from 'vitest';
import { createTableFaults } from '../../../../lab/aws/dynamoDb/tableFaults.ts';
import { isToMany, type MessageRecord } from '../../../../shared/messages/rules/record.ts';
import { messageStore } from '../../../../shared/messages/table/messageStore.ts';
import { receiptStore } from '../../../../shared/messages/table/receiptStore.ts';
import { inBatches } from '../../../../shared/platform/inBatches.ts';
import { isoTime, startMs } from '../../../support/factories.ts';
import { manualClock } from '../../../support/memory/manualClock.ts';
import { useTable } from '../../../support/table.ts';

const clock = manualClock();
const faults = createTableFaults(clock);
const openTable = useTable({ faults });

const at = isoTime(startMs);
const record: MessageRecord = {
  messageId: 'a-message',
  from: 'alice',
  to: [],
  groupId: 'everybody',
  createdAtMs: startMs,
  targets: [],
  timeline: [],
};
const devices = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ userId: `user-${index}`, deviceId: `phone-${index}` }));

async function reportAll(message: MessageRecord, count: number) {
  const table = openTable();
  const [messages, receipts] = [messageStore(table, clock), receiptStore(table, clock)];
  await messages.put(message);
  // A tenth of what DynamoDB takes, and of the devices that would report.
  faults.limitPartitions(100);
  const reported = { messageId: message.messageId, isToMany: isToMany(message) };
  const kept: string[] = [];
  for (const some of inBatches(devices(count), 10)) {
    kept.push(...(await Promise.all(some.map((device) => receipts.add(reported, { ...device, event: 'shown', at })))));
  }
  return { messages, kept };
}

describe('receipts of a message to many', () => {
  it('arrive in one second without a throttled partition, and are all reported', async () => {
    // Prepare
    const toMany = { ...record, expansions: {} };

    // Act
    const { messages, kept } = await reportAll(toMany, 600);

    // Assess
    expect(new Set(kept)).toEqual(new Set(['new']));
    expect(faults.throttled).toBe(0);
    const reported = (await messages.report(record.messageId))?.receipts ?? [];
    expect(new Set(reported.map(({ userId }) => userId))).toEqual(new Set(devices(600).map(({ userId }) => userId)));
  });

  it('of a message to few are with the message, and read with it', async () => {
    // Prepare
    const toFew = { ...record, to: devices(90).map(({ userId }) => userId), groupId: undefined };

    // Act
    const { messages, kept } = await reportAll(toFew, 90);

    // Assess
    expect(kept).toEqual(Array(90).fill('new'));
    expect((await messages.report(record.messageId))?.receipts).toHaveLength(90);
  });
});
