/**
 * DynamoDB reads only the partitions that a statement names; dynoxide reads the whole table. So the lab runs such a
 * statement as one Query per partition: the same answer, as fast as on AWS.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.select.html
 */
import type { Input } from '../protocol/jsonProtocol.ts';
import { recordListMember, recordMember, textMember } from '../protocol/members.ts';

export interface PartitionSelect {
  tableName: string;
  partitionKey: string;
  /** Keys of the partitions. */
  values: Input[];
}

/** @returns undefined for any statement other than `SELECT * FROM "table" WHERE key IN [?, …]`. */
export function readPartitionSelect(input: Input): PartitionSelect | undefined {
  const statement = /^SELECT \* FROM "([^"]+)" WHERE (\w+) IN \[[?,\s]+\]$/.exec(textMember(input, 'Statement') ?? '');
  const [, tableName, partitionKey] = statement ?? [];
  if (tableName === undefined || partitionKey === undefined) return undefined;
  return { tableName, partitionKey, values: recordListMember(input, 'Parameters') };
}

/** Asks the server for one operation. */
export type Ask = (operation: string, input: Input) => Promise<Input>;

/** All on one page. @returns the answer of ExecuteStatement. */
export async function lookUp(
  { tableName: TableName, partitionKey, values }: PartitionSelect,
  { ConsistentRead = false, ReturnConsumedCapacity = 'NONE' }: Input,
  ask: Ask,
): Promise<Input> {
  const pages = await Promise.all(
    values.map((value) =>
      ask('Query', {
        TableName,
        KeyConditionExpression: '#key = :value',
        ExpressionAttributeNames: { '#key': partitionKey },
        ExpressionAttributeValues: { ':value': value },
        ConsistentRead,
        ReturnConsumedCapacity,
      }),
    ),
  );
  const failed = pages.find((page) => textMember(page, '__type') !== undefined);
  if (failed) return failed;
  const units = pages.reduce(
    (sum, page) => sum + Number(recordMember(page, 'ConsumedCapacity')['CapacityUnits'] ?? 0),
    0,
  );
  return {
    Items: pages.flatMap((page) => recordListMember(page, 'Items')),
    ...(ReturnConsumedCapacity !== 'NONE' && { ConsumedCapacity: { TableName, CapacityUnits: units } }),
  };
}
