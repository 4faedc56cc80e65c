import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Table } from './table.ts';

/**
 * The first items of a query, as many as requested. DynamoDB ends its own pages at 1 MB, so it is queried again until
 * there are enough, or none is left.
 * @returns whether there are more.
 */
export async function queryPage(
  { client, name: TableName }: Table,
  query: Omit<QueryCommandInput, 'TableName' | 'Limit'>,
  limit: number,
): Promise<{ items: Record<string, unknown>[]; hasMore: boolean }> {
  const items: Record<string, unknown>[] = [];
  let { ExclusiveStartKey } = query;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName,
        ...query,
        // One more shows whether there is another page; DynamoDB's own sign for it also comes with the last one.
        Limit: limit + 1 - items.length,
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      }),
    );
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey && items.length <= limit);
  return { items: items.slice(0, limit), hasMore: items.length > limit };
}
