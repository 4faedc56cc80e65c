import { BatchWriteCommand, GetCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, vi } from 'vitest';
import { createTableFaults } from '../../../../lab/aws/dynamoDb/tableFaults.ts';
import type { Table } from '../../../../shared/platform/table/table.ts';
import { useTable } from '../../../support/table.ts';
import { manualClock } from '../manualClock.ts';

const clock = manualClock();
const faults = createTableFaults(clock);
const openTable = useTable({ faults });

/** A table whose client does not retry. */
function openOnce(): Table {
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
  const table = openTable();
  table.client.middlewareStack.remove('retryTransactionConflict');
  return table;
}

const put = ({ client, name: TableName }: Table, pk: string, sk: string, bytes = 1) =>
  client.send(new PutCommand({ TableName, Item: { pk, sk, text: 'x'.repeat(bytes) } }));

const find = async ({ client, name: TableName }: Table, pk: string, sk: string) =>
  (await client.send(new GetCommand({ TableName, Key: { pk, sk } }))).Item;

describe('an item over 400 KB', () => {
  it('is rejected by each kind of write', async () => {
    // Prepare
    const table = openOnce();
    const { client, name: TableName } = table;
    const text = 'x'.repeat(400 * 1024);
    const Item = { pk: 'a', sk: 'large', text };
    const Update = {
      TableName,
      Key: { pk: 'a', sk: 'half' },
      UpdateExpression: 'SET other = :text',
      ExpressionAttributeValues: { ':text': text.slice(0, 250 * 1024) },
    };
    await put(table, 'a', 'half', 250 * 1024);

    // Act
    const rejected = await Promise.allSettled([
      client.send(new PutCommand({ TableName, Item })),
      client.send(new UpdateCommand(Update)),
      client.send(new BatchWriteCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item } }] } })),
      client.send(new TransactWriteCommand({ TransactItems: [{ Update }] })),
    ]);

    // Assess
    const names = rejected.map((each) => (each.status === 'rejected' ? each.reason.name : 'written'));
    expect(names).toEqual([...Array(3).fill('ValidationException'), 'TransactionCanceledException']);
  });
});

describe('a silent table', () => {
  it('answers once the fault is cleared', async () => {
    // Prepare
    const table = openOnce();
    let isAudible = false;
    faults.silence();
    const audible = faults.whenAudible().then(() => {
      isAudible = true;
    });

    // Act
    const written = put(table, 'a', 'silent');
    const before = isAudible;
    faults.clear();
    await Promise.all([audible, written]);

    // Assess
    expect([before, isAudible]).toEqual([false, true]);
    expect(await find(table, 'a', 'silent')).toBeDefined();
  });
});

describe('a single write that meets a transaction', () => {
  it('is rejected as often as the fault says, and a transaction is not', async () => {
    // Prepare
    const table = openOnce();
    faults.conflict(1);

    // Act
    const transaction = table.client.send(
      new TransactWriteCommand({ TransactItems: [{ Put: { TableName: table.name, Item: { pk: 'a', sk: '0' } } }] }),
    );
    await transaction;
    const [first] = await Promise.allSettled([put(table, 'a', '1')]);
    await put(table, 'a', '2');

    // Assess
    expect(first).toMatchObject({ reason: { name: 'TransactionConflictException' } });
    expect(await find(table, 'a', '1')).toBeUndefined();
    expect(await find(table, 'a', '2')).toBeDefined();
  });

  it('is retried by the client of the table', async () => {
    // Prepare
    const table = openTable();
    faults.conflict(3);

    // Act
    await put(table, 'a', '1');

    // Assess
    expect(await find(table, 'a', '1')).toBeDefined();
  });
});

describe('a partition with a limit', () => {
  it('takes its units in a second, in the next one again, and does not touch other partitions', async () => {
    // Prepare
    const table = openOnce();
    faults.limitPartitions(10);
    for (let written = 0; written < 5; written += 1) await put(table, 'hot', String(written), 1500);

    // Act
    const [sixth] = await Promise.allSettled([put(table, 'hot', '5')]);
    await put(table, 'cold', '5');
    clock.advance(1000);
    await put(table, 'hot', '6');

    // Assess
    expect(sixth).toMatchObject({ reason: { name: 'ThrottlingException' } });
    expect(faults.throttled).toBe(1);
    expect(await find(table, 'hot', '5')).toBeUndefined();
    expect(await find(table, 'hot', '6')).toBeDefined();
  });

  it('cancels a transaction, and leaves a batch unprocessed', async () => {
    // Prepare
    const table = openOnce();
    const { client, name: TableName } = table;
    faults.limitPartitions(1);
    await put(table, 'hot', '0');
    const Item = { pk: 'hot', sk: '1' };

    // Act
    const [transaction] = await Promise.allSettled([
      client.send(
        new TransactWriteCommand({
          TransactItems: [{ Put: { TableName, Item } }, { Put: { TableName, Item: { pk: 'cold', sk: '1' } } }],
        }),
      ),
    ]);
    const batch = await client.send(
      new BatchWriteCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item } }] } }),
    );

    // Assess
    expect(transaction).toMatchObject({
      reason: {
        name: 'TransactionCanceledException',
        CancellationReasons: [{ Code: 'ThrottlingError' }, { Code: 'None' }],
      },
    });
    expect(batch.UnprocessedItems).toEqual({ [TableName]: [{ PutRequest: { Item } }] });
    expect(await find(table, 'hot', '1')).toBeUndefined();
    expect(await find(table, 'cold', '1')).toBeUndefined();
  });

  it('counts a write whose condition fails, as DynamoDB bills it', async () => {
    // Prepare
    const table = openOnce();
    faults.limitPartitions(2);
    const { client, name: TableName } = table;
    const update = () =>
      client.send(
        new UpdateCommand({
          TableName,
          Key: { pk: 'hot', sk: '1' },
          UpdateExpression: 'SET seen = :yes',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':yes': true },
        }),
      );

    // Act
    const updates = [];
    for (let time = 0; time < 3; time += 1) updates.push(...(await Promise.allSettled([update()])));

    // Assess
    expect(updates.map((each) => each.status === 'rejected' && each.reason.name)).toEqual([
      'ConditionalCheckFailedException',
      'ConditionalCheckFailedException',
      'ThrottlingException',
    ]);
  });

  it('lets a transaction through when its second is over, without an error', async () => {
    // Prepare
    const table = openTable();
    faults.limitPartitions(1);
    await put(table, 'hot', '0');
    let cancelled = 0;
    table.client.middlewareStack.add(
      (next) => async (args) => {
        try {
          return await next(args);
        } catch (error) {
          cancelled += 1;
          clock.advance(1000);
          throw error;
        }
      },
      { step: 'initialize', priority: 'low' },
    );

    // Act
    await table.client.send(
      new TransactWriteCommand({ TransactItems: [{ Put: { TableName: table.name, Item: { pk: 'hot', sk: '1' } } }] }),
    );

    // Assess
    expect(cancelled).toBe(1);
    expect(await find(table, 'hot', '1')).toBeDefined();
  });
});
