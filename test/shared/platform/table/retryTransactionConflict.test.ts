import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deviceStore } from '../../../../shared/devices/table/deviceStore.ts';
import { retryTransactionConflict } from '../../../../shared/platform/table/retryTransactionConflict.ts';

/** What DynamoDB answers, in turn; `{}` once that is used up. */
let answers: { status: number; body: object }[];
let requests: number;
let server: Server;
let client: DynamoDBDocumentClient;
const waitsMs: number[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    requests += 1;
    const { status, body } = answers.shift() ?? { status: 200, body: {} };
    request.resume().on('end', () => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
  retryTransactionConflict(client, async (milliseconds) => {
    waitsMs.push(milliseconds);
  });
});
afterAll(() => {
  client.destroy();
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  answers = [];
  requests = 0;
  waitsMs.length = 0;
});

const refusedWith = (name: string) => ({
  status: 400,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'said DynamoDB' },
});
const conflict = refusedWith('TransactionConflictException');
const registeredAt = { S: '2026-11-30T11:00:00.000Z' };
const phone = { M: { appId: { S: 'com.example.app' }, tokens: { M: {} }, registeredAt } };
const device = { Attributes: { pk: { S: 'USER#bob' }, sk: { S: 'REACH' }, devices: { M: { phone } } } };
const setPresence = () =>
  deviceStore({ client, name: 'table' }).setPresence('bob', 'phone', {
    state: 'foreground',
    untilMs: Date.UTC(2026, 10, 30, 12),
  });

describe('a presence that meets a registration of the same device', () => {
  it('is stored once the registration is done', async () => {
    // Prepare
    answers = [conflict, conflict, { status: 200, body: device }];
    // Act
    const stored = await setPresence();
    // Assess
    expect(stored).toMatchObject({ deviceId: 'phone' });
    expect([requests, waitsMs.length]).toEqual([3, 2]);
    expect(Math.max(...waitsMs)).toBeLessThan(80);
  });

  it('is not treated as one of an unknown device when the conflict persists', async () => {
    // Prepare
    answers = Array.from({ length: 7 }, () => conflict);
    // Act
    const storing = setPresence();
    // Assess
    await expect(storing).rejects.toMatchObject({ name: 'TransactionConflictException' });
    expect(requests).toBe(7);
  });

  it('of an unknown device is not repeated, only looked for where version 0.3.0 stored it', async () => {
    // Prepare
    answers = [refusedWith('ConditionalCheckFailedException')];
    // Act
    const stored = await setPresence();
    // Assess
    expect(stored).toBeUndefined();
    expect(requests).toBe(3);
    expect(waitsMs).toEqual([]);
  });
});
