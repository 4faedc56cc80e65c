import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { Key } from './keys.ts';
import { readingItems } from './readItems.ts';
import type { Table } from './table.ts';

const maxRounds = 5;

/** `latest`: with all writes before it, for a whole unit each 4 KB. `recent`: DynamoDB may lag by moments, for half. */
export type Freshness = 'latest' | 'recent';

/**
 * Several items, in any order; those that do not exist are missing. DynamoDB may leave keys unprocessed:
 * they are requested again. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 * @param keys 100 at most, each once.
 * @param parts names of the attributes to read instead of all.
 */
export async function batchGet(
  { client, name }: Table,
  keys: readonly Key[],
  parts: readonly string[] = [],
  freshness: Freshness = 'latest',
): Promise<Record<string, unknown>[]> {
  const names = parts.map((part) => [`#${part}`, part] as const);
  const projection = names.length > 0 && {
    ProjectionExpression: names.map(([placeholder]) => placeholder).join(', '),
    ExpressionAttributeNames: Object.fromEntries(names),
  };
  const items: Record<string, unknown>[] = [];
  let Keys: Record<string, unknown>[] = keys.map((key) => ({ ...key }));
  for (let round = 0; Keys.length > 0; round += 1) {
    if (round === maxRounds) throw new Error('DynamoDB has left items unread');
    const { Responses, UnprocessedKeys } = await client.send(
      readingItems(
        new BatchGetCommand({
          RequestItems: { [name]: { Keys, ConsistentRead: freshness === 'latest', ...projection } },
        }),
      ),
    );
    items.push(...(Responses?.[name] ?? []));
    Keys = UnprocessedKeys?.[name]?.Keys ?? [];
  }
  return items;
}
