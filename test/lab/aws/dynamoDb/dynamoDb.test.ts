import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTable, startDynamoDb } from '../../../../lab/aws/dynamoDb/dynamoDb.ts';
import type { DynamoDb } from '../../../../lab/aws/dynamoDb/dynoxide.ts';
import { openTableStream } from '../../../../lab/aws/dynamoDb/tableStream.ts';
import { clientOptions } from '../../../../lab/aws/localAws.ts';

const tableName = 'ringpost-test';
const key = { pk: { S: 'USER#alice' }, sk: { S: 'PROFILE' } };

let directory: string;
const running: DynamoDb[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ringpost-dynamodb-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(running.splice(0).map((dynamoDb) => dynamoDb.stop()));
  rmSync(directory, { recursive: true });
});

async function start(databaseFile?: string): Promise<DynamoDb> {
  const dynamoDb = await startDynamoDb(databaseFile);
  running.push(dynamoDb);
  return dynamoDb;
}

const client = ({ endpoint }: DynamoDb) => new DynamoDBClient({ ...clientOptions(endpoint), maxAttempts: 1 });
const isAnswering = (endpoint: string) =>
  fetch(endpoint).then(
    () => true,
    () => false,
  );

describe('the stream of the table', () => {
  it('shows items before and after a change', async () => {
    // Prepare
    const dynamoDb = await start();

    // Act
    const streamArn = await createTable(dynamoDb.endpoint, tableName);

    // Assess
    const { Table } = await client(dynamoDb).send(new DescribeTableCommand({ TableName: tableName }));
    expect(Table?.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' });
    expect(Table?.LatestStreamArn).toBe(streamArn);
  });

  it('is added to a table that was created without one', async () => {
    // Prepare
    const dynamoDb = await start();
    await createTable(dynamoDb.endpoint, tableName);
    const StreamSpecification = { StreamEnabled: false };
    await client(dynamoDb).send(new UpdateTableCommand({ TableName: tableName, StreamSpecification }));

    // Act
    const streamArn = await createTable(dynamoDb.endpoint, tableName);

    // Assess
    await client(dynamoDb).send(new PutItemCommand({ TableName: tableName, Item: key }));
    const records = await openTableStream(dynamoDb.endpoint, streamArn).read();
    expect(records.map(({ dynamodb }) => dynamodb?.NewImage)).toEqual([key]);
  });
});

describe('the table', () => {
  it('has the keys and the time-to-live of its definition', async () => {
    // Prepare
    const dynamoDb = await start();

    // Act
    await createTable(dynamoDb.endpoint, tableName);

    // Assess
    const { Table } = await client(dynamoDb).send(new DescribeTableCommand({ TableName: tableName }));
    const timeToLive = await client(dynamoDb).send(new DescribeTimeToLiveCommand({ TableName: tableName }));
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
    });
    expect(timeToLive.TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'ttl' });
  });

  it('keeps its items when it is created again', async () => {
    // Prepare
    const dynamoDb = await start();
    await createTable(dynamoDb.endpoint, tableName);
    await client(dynamoDb).send(new PutItemCommand({ TableName: tableName, Item: key }));

    // Act
    await createTable(dynamoDb.endpoint, tableName);

    // Assess
    const { Item } = await client(dynamoDb).send(new GetItemCommand({ TableName: tableName, Key: key }));
    expect(Item).toEqual(key);
  });

  it('outlives the server in a database file', async () => {
    // Prepare
    const databaseFile = join(directory, 'table.sqlite');
    const first = await start(databaseFile);
    await createTable(first.endpoint, tableName);
    await client(first).send(new PutItemCommand({ TableName: tableName, Item: key }));
    await first.stop();

    // Act
    const second = await start(databaseFile);

    // Assess
    const { Item } = await client(second).send(new GetItemCommand({ TableName: tableName, Key: key }));
    expect(Item).toEqual(key);
  });
});

describe('the server', () => {
  it('ends on stop', async () => {
    // Prepare
    const { endpoint, stop } = await startDynamoDb();

    // Act
    await stop();
    await stop();

    // Assess
    expect(await isAnswering(endpoint)).toBe(false);
  });

  it('ends when the lab is killed', async () => {
    // Prepare
    const dynamoDbModule = new URL('../../../../lab/aws/dynamoDb/dynamoDb.ts', import.meta.url).href;
    const script = `const { startDynamoDb } = await import(${JSON.stringify(dynamoDbModule)});
      console.log((await startDynamoDb()).endpoint);
      setInterval(() => {}, 1000);`;
    const lab = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [output] = await once(lab.stdout, 'data');
    const endpoint = String(output).trim();
    expect(await isAnswering(endpoint)).toBe(true);

    // Act
    lab.kill('SIGKILL');

    // Assess
    await vi.waitUntil(async () => !(await isAnswering(endpoint)), 10_000);
  });

  it('can be an external one, which keeps running', async () => {
    // Prepare
    const own = await start();
    vi.stubEnv('RINGPOST_DYNAMODB_ENDPOINT', own.endpoint);

    // Act
    const other = await startDynamoDb();
    await other.stop();

    // Assess
    expect(other.endpoint).toBe(own.endpoint);
    expect(await isAnswering(own.endpoint)).toBe(true);
  });

  it('named by the environment must answer', async () => {
    // Prepare
    const { endpoint, stop } = await startDynamoDb();
    await stop();
    vi.stubEnv('RINGPOST_DYNAMODB_ENDPOINT', endpoint);

    // Act
    const started = startDynamoDb();

    // Assess
    await expect(started).rejects.toThrow(
      `RINGPOST_DYNAMODB_ENDPOINT is ${endpoint}, but nothing answers there: start that server, or unset the variable`,
    );
  });

  it('reports a database that it cannot open', async () => {
    // Prepare
    const databaseFile = join(directory, 'no', 'such', 'folder.sqlite');

    // Act
    const started = startDynamoDb(databaseFile);

    // Assess
    await expect(started).rejects.toThrow(/dynoxide does not start .*: .*database/s);
  });
});
