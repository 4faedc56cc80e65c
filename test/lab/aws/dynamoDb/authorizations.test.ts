import { describe, expect, it } from 'vitest';
import { dynamoDbAuthorizations, tableArn } from '../../../../lab/aws/dynamoDb/authorizations.ts';

const TableName = 'ringpost';
const resource = tableArn(TableName);
const key = (pk: string) => ({ pk: { S: pk }, sk: { S: 'PROFILE' } });

describe('a request to DynamoDB must be allowed', () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    ['GetItem', { TableName, Key: key('USER#alice') }, ['USER#alice']],
    ['UpdateItem', { TableName, Key: key('USER#alice') }, ['USER#alice']],
    ['DeleteItem', { TableName, Key: key('USER#alice') }, ['USER#alice']],
    ['PutItem', { TableName, Item: { ...key('CALL#1'), name: { S: 'x' } } }, ['CALL#1']],
    [
      'Query',
      {
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':prefix': { S: 'DEVICE#' }, ':pk': { S: 'USER#bob' } },
      },
      ['USER#bob'],
    ],
    [
      'Query',
      {
        TableName,
        KeyConditionExpression: '#p = :p',
        ExpressionAttributeNames: { '#p': 'pk' },
        ExpressionAttributeValues: { ':p': { S: 'CALLS#bob' } },
      },
      ['CALLS#bob'],
    ],
    ['Scan', { TableName }, []],
  ])('%s: as itself, on its partition', (operation, input, leadingKeys) => {
    // Act
    const authorizations = dynamoDbAuthorizations(operation, input);

    // Assess
    expect(authorizations).toEqual([{ action: `dynamodb:${operation}`, resource, leadingKeys }]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['BatchGetItem', { RequestItems: { [TableName]: { Keys: [key('A'), key('B'), key('A')] } } }],
    [
      'BatchWriteItem',
      {
        RequestItems: { [TableName]: [{ PutRequest: { Item: key('A') } }, { DeleteRequest: { Key: key('B') } }] },
      },
    ],
  ])('%s: as itself, on all its partitions together', (operation, input) => {
    // Act
    const authorizations = dynamoDbAuthorizations(operation, input);

    // Assess
    expect(authorizations).toEqual([{ action: `dynamodb:${operation}`, resource, leadingKeys: ['A', 'B'] }]);
  });

  it('a transaction: as each thing that it does, on all its partitions', () => {
    // Prepare
    const TransactItems = [
      { Put: { TableName, Item: key('A') } },
      { Update: { TableName, Key: key('B') } },
      { Delete: { TableName, Key: key('B') } },
      { ConditionCheck: { TableName, Key: key('C') } },
    ];

    // Act
    const authorizations = dynamoDbAuthorizations('TransactWriteItems', { TransactItems });

    // Assess
    expect(authorizations).toEqual(
      ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'].map((action) => ({
        action: `dynamodb:${action}`,
        resource,
        leadingKeys: ['A', 'B', 'C'],
      })),
    );
  });

  it('a reading transaction: as one GetItem for each of its reads', () => {
    // Prepare
    const TransactItems = [{ Get: { TableName, Key: key('A') } }, { Get: { TableName, Key: key('B') } }];

    // Act
    const authorizations = dynamoDbAuthorizations('TransactGetItems', { TransactItems });

    // Assess
    expect(authorizations).toEqual(Array(2).fill({ action: 'dynamodb:GetItem', resource, leadingKeys: ['A', 'B'] }));
  });
});
