import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { timeLimits } from '../aws/timeLimits.ts';
import { retryTransactionConflict } from './retryTransactionConflict.ts';

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The stage's table, through the document client. */
export interface Table {
  client: DynamoDBDocumentClient;
  name: string;
}

/**
 * Region, credentials and endpoint come from the environment, as the AWS SDK reads it.
 * @param requestTimeout in milliseconds: longer for a table on a busy machine.
 */
export function openTable(name: string, requestTimeout = timeLimits.requestTimeout): Table {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ requestHandler: { ...timeLimits, requestTimeout } }),
    {
      marshallOptions: { removeUndefinedValues: true },
    },
  );
  // It copies every request and answer for a log that does not exist.
  client.middlewareStack.remove('loggerMiddleware');
  retryTransactionConflict(client);
  return { client, name };
}

/** A condition was not met, of a single write or of one in a transaction: another writer was faster. */
export function isConditionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'ConditionalCheckFailedException') return true;
  return (
    error instanceof TransactionCanceledException &&
    (error.CancellationReasons ?? []).some(
      ({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict',
    )
  );
}

/**
 * For each write of a transaction, whether its condition was not met. Empty if it failed for another reason.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CancellationReason.html
 */
export function failedConditions(error: unknown): boolean[] {
  if (!(error instanceof TransactionCanceledException)) return [];
  return (error.CancellationReasons ?? []).map(({ Code }) => Code === 'ConditionalCheckFailed');
}

/** @returns what the write returns; undefined if its condition is not met. */
export async function ifConditionHolds<T>(write: () => Promise<T>): Promise<T | undefined> {
  try {
    return await write();
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}

/** @returns false if the condition of the write is not met. */
export async function isWritten(write: () => Promise<unknown>): Promise<boolean> {
  return (await ifConditionHolds(async () => [await write()])) !== undefined;
}

/** For a write that is unnecessary once another writer was faster. */
export async function unlessConditionFails(write: () => Promise<unknown>): Promise<void> {
  await isWritten(write);
}

/** DynamoDB deletes expired items late, so readers check themselves. */
export function isExpired(item: { ttl?: number | undefined } | undefined, nowMs: number): boolean {
  return item?.ttl !== undefined && item.ttl * 1000 <= nowMs;
}

const keptDays = 30;

/** The `ttl` of temporary items: messages and calls. */
export function ttlSeconds(createdAtMs: number): number {
  return Math.floor(createdAtMs / 1000) + keptDays * 24 * 60 * 60;
}
