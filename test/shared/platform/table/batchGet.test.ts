import { BatchGetCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { blockedNumberStore } from '../../../../shared/callDirectory/table/blockedNumbers.ts';
import { batchGet } from '../../../../shared/platform/table/batchGet.ts';
import { numberKey } from '../../../../shared/platform/table/keys.ts';
import type { Table } from '../../../../shared/platform/table/table.ts';
import { useTable } from '../../../support/table.ts';

const openTable = useTable();

/** DynamoDB on a busy day: of each batch it reads the first keys only, and hands the others back. */
function busyTable(table: Table, readsAtOnce: number): Table {
  const { client, name } = table;
  const send = async (command: BatchGetCommand) => {
    const { Keys = [], ...how } = command.input.RequestItems?.[name] ?? {};
    const [read, left] = [Keys.slice(0, readsAtOnce), Keys.slice(readsAtOnce)];
    const answer =
      read.length === 0
        ? { Responses: {} }
        : await client.send(new BatchGetCommand({ RequestItems: { [name]: { Keys: read, ...how } } }));
    return { ...answer, UnprocessedKeys: left.length === 0 ? {} : { [name]: { Keys: left, ...how } } };
  };
  return { name, client: Object.assign(Object.create(client), { send }) };
}

const numbers = ['8613800138000', '8613800138001', '8613800138002'];

async function putNumbers({ client, name: TableName }: Table): Promise<void> {
  for (const number of numbers) {
    const Item = { ...numberKey('alice', number), number, entry: { blocked: true } };
    await client.send(new PutCommand({ TableName, Item }));
  }
}

describe('the items of a batch', () => {
  it('are what the document client reads, for every kind of attribute', async () => {
    // Prepare
    const table = openTable();
    const { client, name: TableName } = table;
    const Item = {
      ...numberKey('alice', '1'),
      text: 'Grüße, 龍 🐉 "quoted"',
      empty: '',
      number: -1.5e9,
      zero: 0,
      flag: false,
      nothing: null,
      map: { inner: { list: [1, 'two', { three: 3 }, []], none: {} } },
      texts: new Set(['a', 'b']),
      numbers: new Set([1, 2]),
      bytes: new Uint8Array([0, 127, 255]),
    };
    await client.send(new PutCommand({ TableName, Item }));

    // Act
    const items = await batchGet(table, [numberKey('alice', '1'), numberKey('alice', 'unknown')]);

    // Assess
    const { Item: read } = await client.send(new GetCommand({ TableName, Key: numberKey('alice', '1') }));
    expect(read).toEqual(Item);
    expect(items).toEqual([read]);
  });
});

describe('a batch with unprocessed keys', () => {
  it('is repeated until all items are read', async () => {
    // Prepare
    const table = openTable();
    await putNumbers(table);
    // Act
    const items = await batchGet(
      busyTable(table, 1),
      numbers.map((number) => numberKey('alice', number)),
    );
    // Assess
    expect(items.map(({ number }) => number).sort()).toEqual(numbers);
  });

  it('is given up when nothing more is read', async () => {
    // Prepare
    const table = busyTable(openTable(), 0);
    // Act and assess
    await expect(batchGet(table, [numberKey('alice', '1')])).rejects.toThrow('has left items unread');
  });

  it('still finds who blocks a number', async () => {
    // Prepare
    const table = openTable();
    await putNumbers(table);
    // Act
    const found = await blockedNumberStore(busyTable(table, 2)).find([
      { userId: 'alice', numbers: numbers.slice(0, 1) },
    ]);
    const further = await blockedNumberStore(busyTable(table, 1)).find([
      { userId: 'alice', numbers: ['44', numbers[2] ?? ''] },
    ]);
    // Assess
    expect([found[0]?.blocks, further[0]?.blocks]).toEqual([true, true]);
  });
});
