import { DynamoDBClient, ExecuteStatementCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
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

const select = (partitions: readonly string[]) =>
  new ExecuteStatementCommand({
    Statement: `SELECT * FROM "${TableName}" WHERE pk IN [${partitions.map(() => '?').join(',')}]`,
    Parameters: partitions.map((S) => ({ S })),
    ConsistentRead: true,
  });

describe('a statement that names its partitions', () => {
  it('returns what a Query of each would, and reads nothing else', async () => {
    // Prepare
    const client = await openThrough(() => undefined);
    for (const pk of ['USER#alice', 'USER#bob', 'USER#carol']) {
      for (const sk of ['PROFILE', 'DEVICE#1']) {
        await client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, sk: { S: sk }, of: { S: pk } } }));
      }
    }
    const query = async (pk: string) => {
      const command = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: pk } } };
      return (await client.send(new QueryCommand({ TableName, ...command }))).Items ?? [];
    };

    // Act
    const { Items } = await client.send(select(['USER#carol', 'USER#alice', 'USER#nobody']));

    // Assess
    expect(Items).toHaveLength(4);
    expect(Items).toEqual([...(await query('USER#carol')), ...(await query('USER#alice'))]);
  });

  it('is denied like any other request, even for one partition of many', async () => {
    // Prepare
    const client = await openThrough((_authorization, needed) =>
      needed().some(({ leadingKeys = [] }) => leadingKeys.some((key) => !key.startsWith('USER#')))
        ? failure('AccessDeniedException', 'not yours')
        : undefined,
    );

    // Act
    const reading = client.send(select(['USER#alice', 'TOKEN#1']));

    // Assess
    await expect(reading).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('on an unknown table fails as on AWS', async () => {
    // Prepare
    const client = await openThrough(() => undefined);

    // Act
    const reading = client.send(
      new ExecuteStatementCommand({ Statement: 'SELECT * FROM "nowhere" WHERE pk IN [?]', Parameters: [{ S: 'a' }] }),
    );

    // Assess
    await expect(reading).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
