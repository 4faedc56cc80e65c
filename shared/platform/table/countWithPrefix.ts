import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { userPartition } from './keys.ts';
import type { Table } from './table.ts';

/** Number of a user's items of one kind, page after page: DynamoDB counts 1 MB at a time. */
export async function countWithPrefix(
  { client, name: TableName }: Table,
  userId: string,
  prefix: string,
): Promise<number> {
  let count = 0;
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': userPartition(userId), ':prefix': prefix },
        Select: 'COUNT',
        ConsistentRead: true,
        ExclusiveStartKey,
      }),
    );
    count += page.Count ?? 0;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return count;
}
