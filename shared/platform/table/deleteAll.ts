import { setTimeout } from 'node:timers/promises';
import { BatchWriteCommand, type BatchWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { inBatches } from '../inBatches.ts';
import type { Key } from './keys.ts';
import type { Table } from './table.ts';

/** DynamoDB deletes 25 items at a time. */
const batchSize = 25;
const rounds = 8;
const firstDelayMs = 20;

type Requests = NonNullable<BatchWriteCommandInput['RequestItems']>;

/**
 * Deletes items in batches, whether they exist or not. Some of a throttled batch come back, and are retried after a
 * while.
 * @throws Error if some were still returned after about three seconds.
 */
export async function deleteAll({ client, name }: Table, keys: readonly Key[]): Promise<void> {
  for (const batch of inBatches(keys, batchSize)) {
    let RequestItems: Requests = { [name]: batch.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } })) };
    for (let round = 0; Object.keys(RequestItems).length > 0; round += 1) {
      if (round === rounds) throw new Error(`some of ${batch.length} items could not be deleted`);
      if (round > 0) await setTimeout(Math.random() * firstDelayMs * 2 ** round);
      const { UnprocessedItems = {} } = await client.send(new BatchWriteCommand({ RequestItems }));
      RequestItems = UnprocessedItems;
    }
  }
}
