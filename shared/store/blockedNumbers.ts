import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { BlockedNumberStore } from '../flows/callPorts.ts';
import type { DirectoryEntry } from '../rules/callDirectory.ts';
import { chunks } from '../rules/chunks.ts';
import { numberKey, numbersPartition, numbersStateKey } from './keys.ts';
import type { Table } from './table.ts';

/** The most keys that DynamoDB reads in one request. */
const mostKeys = 100;

interface NumbersItem {
  pk: string;
  /** Of a number. */
  entry?: DirectoryEntry;
  /** Of the directory's state. Directories of 0.3.0 have none. */
  territories?: readonly string[];
}

/** Reads the call directories of several users. Apart from their store, so that ringing does not load that. */
export function blockedNumberStore({ client, name: TableName }: Table): BlockedNumberStore {
  async function read(Keys: Record<string, string>[]): Promise<NumbersItem[]> {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys } } }),
    );
    if (UnprocessedKeys?.[TableName] !== undefined) throw new Error('the blocked numbers could not all be read');
    return (Responses?.[TableName] ?? []) as NumbersItem[];
  }

  return {
    async find(asked) {
      const keys = asked.flatMap(({ userId, numbers }) => [
        { ...numbersStateKey(userId) },
        ...numbers.map((number) => ({ ...numberKey(userId, number) })),
      ]);
      const items = (await Promise.all(chunks(keys, mostKeys).map(read))).flat();
      return asked.map(({ userId }) => {
        const own = items.filter(({ pk }) => pk === numbersPartition(userId));
        return {
          blocks: own.some(({ entry }) => entry !== undefined && 'blocked' in entry),
          territories: own.flatMap(({ territories = [] }) => territories),
        };
      });
    },
  };
}
