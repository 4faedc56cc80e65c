import { GetCommand, TransactGetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { CallDirectoryStore } from '../flows/callPorts.ts';
import type { Clock } from '../flows/ports.ts';
import { type DirectoryChange, type DirectoryEntry, isSameEntry } from '../rules/callDirectory.ts';
import { changesKeptDays } from '../rules/directoryCursor.ts';
import {
  numberChangeKey,
  numberChangeSort,
  numberKey,
  numberPrefix,
  numbersPartition,
  numbersStateKey,
} from './keys.ts';
import { queryAll } from './queryAll.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import type { Table } from './table.ts';

/** What one answer of the API can hold: 6 MB with the longest labels. */
export const mostNumbers = 10_000;

/** A day longer than any cursor is taken for, because clocks differ. */
const changeKeptSeconds = (changesKeptDays + 1) * 24 * 60 * 60;

interface DirectoryState {
  version: number;
  count: number;
}

interface NumberItem {
  number: string;
  entry: DirectoryEntry;
}

export function callDirectoryStore(table: Table, clock: Clock): CallDirectoryStore {
  const { client, name: TableName } = table;

  /** State and number of one moment. */
  async function readBoth(userId: string, number: string) {
    const keys = [numbersStateKey(userId), numberKey(userId, number)];
    const { Responses = [] } = await client.send(
      new TransactGetCommand({ TransactItems: keys.map((Key) => ({ Get: { TableName, Key } })) }),
    );
    const [state, item] = Responses.map(({ Item }) => Item);
    return { state: state as DirectoryState | undefined, before: (item as NumberItem | undefined)?.entry };
  }

  function query(userId: string, from: string, to: string): Promise<Record<string, unknown>[]> {
    return queryAll(table, {
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': numbersPartition(userId), ':from': from, ':to': to },
      ConsistentRead: true,
    });
  }

  return {
    set: (userId, number, entry) =>
      retryOnConflict(async () => {
        const { state, before } = await readBoth(userId, number);
        if (isSameEntry(before, entry)) return 'unchanged';
        const count = (state?.count ?? 0) + Number(entry !== undefined) - Number(before !== undefined);
        if (count > mostNumbers) return 'full';
        const version = (state?.version ?? 0) + 1;
        const change: DirectoryChange = { number, version, before, after: entry };
        const ttl = Math.floor(clock.nowMs() / 1000) + changeKeptSeconds;
        const Key = numberKey(userId, number);
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                Put: {
                  TableName,
                  Item: { ...numbersStateKey(userId), version, count },
                  ...(state === undefined
                    ? { ConditionExpression: 'attribute_not_exists(pk)' }
                    : {
                        ConditionExpression: 'version = :read',
                        ExpressionAttributeValues: { ':read': state.version },
                      }),
                },
              },
              entry === undefined
                ? { Delete: { TableName, Key } }
                : { Put: { TableName, Item: { ...Key, number, entry } } },
              { Put: { TableName, Item: { ...numberChangeKey(userId, version), ...change, ttl } } },
            ],
          }),
        );
        return 'changed';
      }),

    async version(userId) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: numbersStateKey(userId), ConsistentRead: true }),
      );
      return (Item as DirectoryState | undefined)?.version ?? 0;
    },

    async entries(userId) {
      const items = (await query(userId, numberPrefix, `${numberPrefix}~`)) as unknown as NumberItem[];
      return new Map(items.map(({ number, entry }) => [number, entry]));
    },

    async changesSince(userId, version) {
      const last = numberChangeSort(Number.MAX_SAFE_INTEGER);
      const items = await query(userId, numberChangeSort(version + 1), last);
      return items.map((item) => {
        const { number, version: changed, before, after } = item as unknown as DirectoryChange;
        return { number, version: changed, before, after };
      });
    },
  };
}
