/**
 * DynamoDB for the lab and the tests: dynoxide, a DynamoDB-compatible server in one binary, or any endpoint named by
 * the environment. Dynoxide's time-to-live never deletes, so readers filter expired items themselves. That is right on
 * AWS too, where deletion takes days.
 */
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { tableDefinition } from '../../../shared/platform/table/definition.ts';
import { clientOptions } from '../localAws.ts';
import { type DynamoDb, findDynoxide, startDynoxide } from './dynoxide.ts';

/**
 * Answers requests once it returns.
 *
 * @param databaseFile keeps the tables; in memory if undefined. Has no effect on an endpoint from the environment.
 * @throws Error that says what to do if no server is available.
 */
export async function startDynamoDb(databaseFile?: string): Promise<DynamoDb> {
  const { RINGPOST_DYNAMODB_ENDPOINT: endpoint } = process.env;
  if (endpoint) {
    await requireAnswer(endpoint);
    return { endpoint, stop: async () => {} };
  }
  const binary = findDynoxide();
  if (binary) return startDynoxide(binary, databaseFile);
  throw new Error(
    `the packages include no DynamoDB-compatible server for ${process.platform} on ${process.arch}. Install one on PATH ` +
      'with `brew install nubo-db/tap/dynoxide`, or start DynamoDB Local with `docker run -p 8000:8000 ' +
      'amazon/dynamodb-local` and set RINGPOST_DYNAMODB_ENDPOINT=http://127.0.0.1:8000; then run the same command again',
  );
}

async function requireAnswer(endpoint: string): Promise<void> {
  try {
    await fetch(endpoint);
  } catch (cause) {
    throw new Error(
      `RINGPOST_DYNAMODB_ENDPOINT is ${endpoint}, but nothing answers there: start that server, or unset the variable`,
      { cause },
    );
  }
}

/** Creates Ringpost's table if it does not exist. @returns the ARN of its stream. */
export async function createTable(endpoint: string, tableName: string): Promise<string> {
  const client = new DynamoDBClient(clientOptions(endpoint));
  const { partitionKey, sortKey, timeToLiveAttribute, streamView } = tableDefinition;
  const StreamSpecification = { StreamEnabled: true, StreamViewType: streamView };
  const createTableCommand = new CreateTableCommand({
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: partitionKey, KeyType: 'HASH' },
      { AttributeName: sortKey, KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: partitionKey, AttributeType: 'S' },
      { AttributeName: sortKey, AttributeType: 'S' },
    ],
    StreamSpecification,
  });
  const streamArn = async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    return Table?.LatestStreamArn;
  };
  try {
    await client.send(createTableCommand);
    await waitUntilTableExists({ client, minDelay: 1, maxWaitTime: 30 }, { TableName: tableName });
    const TimeToLiveSpecification = { Enabled: true, AttributeName: timeToLiveAttribute };
    await client.send(new UpdateTimeToLiveCommand({ TableName: tableName, TimeToLiveSpecification }));
    return (await streamArn()) ?? '';
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
    // A table from `--data` may be older than the stream.
    if ((await streamArn()) === undefined) {
      await client.send(new UpdateTableCommand({ TableName: tableName, StreamSpecification }));
    }
    return (await streamArn()) ?? '';
  } finally {
    client.destroy();
  }
}
