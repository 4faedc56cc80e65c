import { setTimeout } from 'node:timers/promises';
import { BatchWriteCommand, type BatchWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { inBatches } from '../inBatches.ts';
import type { Key } from './keys.ts';
import type { Table } from './table.ts';

/** DynamoDB writes 25 items at a time. */
const batchSize = 25;
const rounds = 8;
const firstDelayMs = 20;

type Requests = NonNullable<BatchWriteCommandInput['RequestItems']>;

/**
 * Puts items concurrently in batches; DynamoDB returns some of a throttled batch, which are retried after a while.
 * @throws Error if some were still returned after about three seconds.
 */
export async function putAll({ client, name }: Table, items: readonly Key[]): Promise<void> {
  await Promise.all(
    inBatches(items, batchSize).map(async (batch) => {
      let RequestItems: Requests = { [name]: batch.map((Item) => ({ PutRequest: { Item } })) };
      for (let round = 0; round < rounds; round += 1) {
        const { UnprocessedItems = {} } = await client.send(new BatchWriteCommand({ RequestItems }));
        if (Object.keys(UnprocessedItems).length === 0) return;
        RequestItems = UnprocessedItems;
        await setTimeout(Math.random() * firstDelayMs * 2 ** round);
      }
      throw new Error(`some of ${batch.length} items could not be written`);
    }),
  );
}
