import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { BlockedNumberStore } from '../flows/callPorts.ts';
import type { DirectoryEntry } from '../rules/callDirectory.ts';
import { numberKey, numbersPartition } from './keys.ts';
import type { Table } from './table.ts';

/** Reads the call directories of several users. Apart from their store, so that ringing does not load that. */
export function blockedNumberStore({ client, name: TableName }: Table): BlockedNumberStore {
  return {
    async blockedBy(userIds, number) {
      const Keys = userIds.map((userId) => numberKey(userId, number));
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetCommand({ RequestItems: { [TableName]: { Keys } } }),
      );
      if (UnprocessedKeys?.[TableName] !== undefined) throw new Error('the blocked numbers could not all be read');
      const items = (Responses?.[TableName] ?? []) as { pk: string; entry: DirectoryEntry }[];
      const blocking = new Set(items.filter(({ entry }) => 'blocked' in entry).map(({ pk }) => pk));
      return userIds.filter((userId) => blocking.has(numbersPartition(userId)));
    },
  };
}
