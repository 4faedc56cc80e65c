/** Ringpost's table in a real DynamoDB-compatible server, reached with the real SDK. */
import { randomUUID } from 'node:crypto';
import { DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { createTable, startDynamoDb } from '../../lab/aws/dynamoDb/dynamoDb.ts';
import { startDynamoDbGate } from '../../lab/aws/dynamoDb/gate.ts';
import type { TableFaultGate } from '../../lab/aws/dynamoDb/tableFaults.ts';
import { clientOptions, region, serviceCredentials } from '../../lab/aws/localAws.ts';
import { type Parts, startParts } from '../../lab/parts.ts';
import { openTable, type Table } from '../../shared/platform/table/table.ts';

/** A table on a machine that runs several tests may take longer than DynamoDB does. */
const patientMs = 60_000;

/**
 * Starts a server for the test file.
 * @param hasStream whether the test follows the table. @param faults of DynamoDB that the test switches on.
 * @returns what opens the test's own, empty table: each call with a client of its own.
 */
export function useTable({
  hasStream = false,
  faults,
}: {
  hasStream?: boolean;
  faults?: TableFaultGate;
} = {}): () => Table {
  let parts: Parts;
  let server: { endpoint: string };
  let endpoint: string;
  let name: string;
  const opened: Table[] = [];
  beforeAll(() =>
    startParts(async (started) => {
      parts = started;
      server = await parts.start(startDynamoDb());
      endpoint = server.endpoint;
      if (faults === undefined) return;
      const gate = await parts.start(startDynamoDbGate(server.endpoint, { check: () => undefined }, faults));
      endpoint = gate.url;
    }),
  );
  beforeEach(async () => {
    faults?.clear();
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', endpoint);
    vi.stubEnv('AWS_REGION', region);
    vi.stubEnv('AWS_ACCESS_KEY_ID', serviceCredentials.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', serviceCredentials.secretAccessKey);
    name = `ringpost-${randomUUID()}`;
    await (hasStream ? createTable : createUnfollowedTable)(server.endpoint, name);
  });
  afterEach(() => {
    for (const { client } of opened.splice(0)) client.destroy();
    vi.unstubAllEnvs();
  });
  afterAll(() => parts.stopAll());
  return () => {
    const table = openTable(name, patientMs);
    opened.push(table);
    return table;
  };
}

/** Without a stream, because dynoxide's writes take the longer the more records a stream has: thousands take minutes. */
export async function createUnfollowedTable(endpoint: string, name: string): Promise<void> {
  await createTable(endpoint, name);
  const client = new DynamoDBClient(clientOptions(endpoint));
  await client.send(new UpdateTableCommand({ TableName: name, StreamSpecification: { StreamEnabled: false } }));
  client.destroy();
}

/** Every item of the table. */
export async function allItems({ client, name: TableName }: Table): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName, ConsistentRead: true, ...(ExclusiveStartKey && { ExclusiveStartKey }) }),
    );
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return items;
}
