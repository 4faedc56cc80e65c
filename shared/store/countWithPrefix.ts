import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { userPartition } from './keys.ts';
import type { Table } from './table.ts';

/** How many things of one kind a user has. They are few: limits keep them to one page of DynamoDB. */
export async function countWithPrefix(
  { client, name: TableName }: Table,
  userId: string,
  prefix: string,
): Promise<number> {
  const { Count = 0 } = await client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': userPartition(userId), ':prefix': prefix },
      Select: 'COUNT',
    }),
  );
  return Count;
}
