/** The stream of a real table, read as the lab reads it. */
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { openTableStream, type TableStream } from '../../../../lab/aws/dynamoDb/tableStream.ts';
import { tableChange } from '../../../../shared/events/aws/tableStream.ts';
import type { TableChange } from '../../../../shared/events/rules/tableChange.ts';
import { callKey, messageKey, profileKey } from '../../../../shared/platform/table/keys.ts';
import type { Table } from '../../../../shared/platform/table/table.ts';
import { aCall, aCallRecord } from '../../../support/factories.ts';
import { useTable } from '../../../support/table.ts';

const openTestTable = useTable({ hasStream: true });
let table: Table;
let stream: TableStream;
beforeEach(async () => {
  table = openTestTable();
  const { Table: description } = await table.client.send(new DescribeTableCommand({ TableName: table.name }));
  stream = openTableStream(process.env['AWS_ENDPOINT_URL_DYNAMODB'] ?? '', description?.LatestStreamArn ?? '');
});

const put = (Item: Record<string, unknown>) => table.client.send(new PutCommand({ TableName: table.name, Item }));
const changes = async (): Promise<(TableChange | undefined)[]> => (await stream.read()).map(tableChange);

describe('the stream of the table', () => {
  it('shows a call before and after each change, as the store reads it', async () => {
    // Prepare
    const call = aCall({ callId: 'c1' });
    const record = { call, hasVideo: true, details: { ext: { a: [1.5, 'x', null, false] } } };

    // Act
    await put({ ...callKey('c1'), ...record, ttl: 1 });
    await put({ ...callKey('c1'), ...record, call: { ...call, version: 2 }, ttl: 1 });

    // Assess
    expect(await changes()).toMatchObject([
      { kind: 'call', before: undefined, after: record },
      { kind: 'call', before: record, after: { ...record, call: { ...call, version: 2 } } },
    ]);
  });

  it('shows a message with its targets', async () => {
    // Prepare
    const record = { messageId: 'm1', from: 'alice', to: ['bob'], timeline: [] };
    const createdAt = '2026-11-22T12:00:00.000Z';

    // Act
    await put({
      ...messageKey('m1'),
      ...record,
      createdAt,
      targets: { 'alert#phone-1#bob': { outcome: 'accepted' } },
    });

    // Assess
    const targets = [{ userId: 'bob', deviceId: 'phone-1', kind: 'alert', outcome: 'accepted' }];
    expect(await changes()).toMatchObject([
      { kind: 'message', after: { ...record, createdAtMs: Date.parse(createdAt), targets } },
    ]);
  });

  it('has no events for other or deleted items', async () => {
    // Prepare
    await put({ ...profileKey('alice'), nickname: 'Alice' });
    await put({ ...callKey('c1'), ...aCallRecord(aCall({ callId: 'c1' })) });

    // Act
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: callKey('c1') }));

    // Assess
    expect((await changes()).map((change) => change?.kind)).toEqual([undefined, 'call', undefined]);
  });

  it('continues where the last read ended', async () => {
    // Prepare
    await put({ ...callKey('c1'), ...aCallRecord(aCall({ callId: 'c1' })) });
    await stream.read();

    // Act
    await put({ ...callKey('c2'), ...aCallRecord(aCall({ callId: 'c2' })) });

    // Assess
    expect(await changes()).toMatchObject([{ after: { call: { callId: 'c2' } } }]);
    expect(await stream.read()).toEqual([]);
  });

  it('has a stable ID and the time of writing for each change', async () => {
    // Prepare
    const firstReading = async () => {
      const { Table: described } = await table.client.send(new DescribeTableCommand({ TableName: table.name }));
      return openTableStream(process.env['AWS_ENDPOINT_URL_DYNAMODB'] ?? '', described?.LatestStreamArn ?? '').read();
    };
    const writtenFromMs = Math.floor(Date.now() / 1000) * 1000;

    // Act
    await put({ ...callKey('c1'), ...aCallRecord(aCall({ callId: 'c1' })) });

    // Assess
    const [one, other] = [await firstReading(), await firstReading()].map(([record]) => record && tableChange(record));
    expect(one?.change).toEqual(other?.change);
    expect(one?.change.changeId).toMatch(/./);
    expect(one?.change.changedAtMs).toBeGreaterThanOrEqual(writtenFromMs);
  });
});
