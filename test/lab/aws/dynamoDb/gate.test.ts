import { BatchGetItemCommand, DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTable, startDynamoDb } from '../../../../lab/aws/dynamoDb/dynamoDb.ts';
import { startDynamoDbGate } from '../../../../lab/aws/dynamoDb/gate.ts';
import { clientOptions } from '../../../../lab/aws/localAws.ts';
import { failure } from '../../../../lab/aws/protocol/jsonProtocol.ts';
import { type Parts, startParts } from '../../../../lab/parts.ts';

const TableName = 'ringpost-gate';

let parts: Parts;
let endpoint: string;
beforeAll(async () => {
  await startParts(async (started) => {
    parts = started;
    ({ endpoint } = await parts.start(startDynamoDb()));
    await createTable(endpoint, TableName);
  });
});
afterAll(() => parts.stopAll());

async function openThrough(check: Parameters<typeof startDynamoDbGate>[1]['check']): Promise<DynamoDBClient> {
  const gate = await parts.start(startDynamoDbGate(endpoint, { check }));
  const client = new DynamoDBClient(clientOptions(gate.url));
  parts.add(() => client.destroy());
  return client;
}

const read = (partitions: readonly string[]) =>
  new BatchGetItemCommand({
    RequestItems: { [TableName]: { Keys: partitions.map((pk) => ({ pk: { S: pk }, sk: { S: 'REACH' } })) } },
  });

describe('a request that the role allows', () => {
  it('is answered by the server behind the gate', async () => {
    // Prepare
    const client = await openThrough(() => undefined);
    const Item = { pk: { S: 'USER#alice' }, sk: { S: 'REACH' }, of: { S: 'alice' } };

    // Act
    await client.send(new PutItemCommand({ TableName, Item }));
    const { Responses } = await client.send(read(['USER#alice', 'USER#nobody']));

    // Assess
    expect(Responses).toEqual({ [TableName]: [Item] });
  });

  it('on an unknown table fails as on AWS', async () => {
    // Prepare
    const client = await openThrough(() => undefined);

    // Act
    const reading = client.send(
      new QueryCommand({
        TableName: 'nowhere',
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'a' } },
      }),
    );

    // Assess
    await expect(reading).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('a request that the role does not allow', () => {
  it('is rejected, also for one partition of many', async () => {
    // Prepare
    const client = await openThrough((_authorization, needed) =>
      needed().some(({ leadingKeys = [] }) => leadingKeys.some((key) => !key.startsWith('USER#')))
        ? failure('AccessDeniedException', 'not yours')
        : undefined,
    );

    // Act
    const reading = client.send(read(['USER#alice', 'TOKEN#1']));

    // Assess
    await expect(reading).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
