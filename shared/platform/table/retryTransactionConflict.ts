/**
 * A single write that meets a transaction at the same item is rejected with `TransactionConflictException`. It says
 * nothing about the item, and the AWS SDK does not retry it, so the client of the table does, for every write.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
import { setTimeout } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

const maxRetries = 6;
const firstDelayMs = 20;
const maxDelayMs = 80;

/** @param waitMs replaces the waiting time in tests. */
export function retryTransactionConflict(
  client: Pick<DynamoDBClient, 'middlewareStack'>,
  waitMs: (milliseconds: number) => Promise<unknown> = setTimeout,
): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      for (let retries = 0; ; retries += 1) {
        try {
          return await next(args);
        } catch (error) {
          if (retries === maxRetries || !isTransactionConflict(error)) throw error;
          // At random, so that writes that met once do not meet again.
          await waitMs(Math.random() * Math.min(firstDelayMs * 2 ** retries, maxDelayMs));
        }
      }
    },
    { step: 'initialize', name: 'retryTransactionConflict' },
  );
}

function isTransactionConflict(error: unknown): boolean {
  return error instanceof Error && error.name === 'TransactionConflictException';
}
