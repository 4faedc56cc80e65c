/**
 * Permissions that a request to DynamoDB needs.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
import { tableDefinition } from '../../../shared/platform/table/definition.ts';
import type { Authorization } from '../iam/policy.ts';
import { accountId, region } from '../localAws.ts';
import type { Input } from '../protocol/jsonProtocol.ts';
import { recordListMember, recordMember, textMember } from '../protocol/members.ts';

export function tableArn(tableName: string): string {
  return `arn:aws:dynamodb:${region}:${accountId}:table/${tableName}`;
}

/**
 * Each action of a transaction is authorized like the single action, on all keys of the transaction: AWS does not
 * document whether it checks only the action's own keys or all, so the roles must satisfy both.
 */
export function dynamoDbAuthorizations(operation: string, input: Input): Authorization[] {
  if (operation === 'TransactGetItems' || operation === 'TransactWriteItems') return transaction(input);
  const action = `dynamodb:${operation}`;
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem') {
    return Object.keys(recordMember(input, 'RequestItems')).map((table) => ({
      action,
      resource: tableArn(table),
      leadingKeys: distinct(batchKeys(recordMember(input, 'RequestItems'), table)),
    }));
  }
  const resource = tableArn(textMember(input, 'TableName') ?? '');
  return [{ action, resource, leadingKeys: operation === 'Query' ? queriedKeys(input) : itemKeys(input) }];
}

/** By the member of a transaction's item. */
const transactionActions: Readonly<Record<string, string>> = {
  Get: 'dynamodb:GetItem',
  Put: 'dynamodb:PutItem',
  Update: 'dynamodb:UpdateItem',
  Delete: 'dynamodb:DeleteItem',
  ConditionCheck: 'dynamodb:ConditionCheckItem',
};

function transaction(input: Input): Authorization[] {
  const parts = recordListMember(input, 'TransactItems').flatMap((item) =>
    Object.keys(item).map((name) => ({ name, part: recordMember(item, name) })),
  );
  const leadingKeys = distinct(parts.flatMap(({ part }) => itemKeys(part)));
  return parts.map(({ name, part }) => ({
    action: transactionActions[name] ?? `dynamodb:${name}`,
    resource: tableArn(textMember(part, 'TableName') ?? ''),
    leadingKeys,
  }));
}

function batchKeys(requestItems: Input, table: string): string[] {
  const reads = recordListMember(recordMember(requestItems, table), 'Keys').flatMap(partitionKey);
  const writes = recordListMember(requestItems, table).flatMap((request) => [
    ...partitionKey(recordMember(recordMember(request, 'PutRequest'), 'Item')),
    ...partitionKey(recordMember(recordMember(request, 'DeleteRequest'), 'Key')),
  ]);
  return [...reads, ...writes];
}

function itemKeys(input: Input): string[] {
  return [...partitionKey(recordMember(input, 'Key')), ...partitionKey(recordMember(input, 'Item'))];
}

function partitionKey(item: Input): string[] {
  const key = textMember(recordMember(item, tableDefinition.partitionKey), 'S');
  return key === undefined ? [] : [key];
}

/** The one partition that a query reads: `pk = :name`. */
function queriedKeys(input: Input): string[] {
  const expression = textMember(input, 'KeyConditionExpression') ?? '';
  const [, name = '', value = ''] = /(#?\w+)\s*=\s*(:\w+)/.exec(expression) ?? [];
  const attribute = textMember(recordMember(input, 'ExpressionAttributeNames'), name) ?? name;
  if (attribute !== tableDefinition.partitionKey) return [];
  const key = textMember(recordMember(recordMember(input, 'ExpressionAttributeValues'), value), 'S');
  return key === undefined ? [] : [key];
}

function distinct(keys: readonly string[]): string[] {
  return [...new Set(keys)];
}
