/**
 * What DynamoDB rejects for a moment only, and the AWS SDK does not retry, the client of the table does:
 *
 * - a single write that meets a transaction at the same item (`TransactionConflictException`). It says nothing about
 *   the item.
 *   https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 * - a transaction that was cancelled only because a partition of it is throttled.
 *   https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CancellationReason.html
 */
import { setTimeout } from 'node:timers/promises';
import { type DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';

const maxRetries = 6;
const firstDelayMs = 20;
const maxConflictDelayMs = 80;
/** A partition is throttled until the end of a second. */
const maxThrottledDelayMs = 500;

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
          const maxDelayMs = longestDelayMs(error);
          if (retries === maxRetries || maxDelayMs === undefined) throw error;
          // At random, so that writes that met once do not meet again.
          await waitMs(Math.random() * Math.min(firstDelayMs * 2 ** retries, maxDelayMs));
        }
      }
    },
    { step: 'initialize', name: 'retryTransactionConflict' },
  );
}

/** @returns undefined if a retry would not help. */
function longestDelayMs(error: unknown): number | undefined {
  if (error instanceof Error && error.name === 'TransactionConflictException') return maxConflictDelayMs;
  return isThrottledOnly(error) ? maxThrottledDelayMs : undefined;
}

const throttled = ['ThrottlingError', 'ProvisionedThroughputExceeded'];

function isThrottledOnly(error: unknown): boolean {
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = (error.CancellationReasons ?? []).map(({ Code = 'None' }) => Code).filter((code) => code !== 'None');
  return codes.length > 0 && codes.every((code) => throttled.includes(code));
}
