import { inBatches } from '../../platform/inBatches.ts';
import { batchGet } from '../../platform/table/batchGet.ts';
import { isList, isMap, orAbsent } from '../../platform/table/checks.ts';
import { itemAs } from '../../platform/table/item.ts';
import { numberKey, numbersPartition, numbersStateKey } from '../../platform/table/keys.ts';
import type { Table } from '../../platform/table/table.ts';
import type { BlockedNumberStore } from '../ports.ts';
import type { DirectoryEntry } from '../rules/directory.ts';

/** How many keys DynamoDB reads in one request. */
const maxKeys = 100;

interface NumbersItem {
  pk: string;
  /** Entry of a number. */
  entry?: DirectoryEntry | undefined;
  /** State of the directory. Directories of 0.3.0 have none. */
  territories?: readonly string[] | undefined;
}

const numbersShape = { entry: orAbsent(isMap), territories: orAbsent(isList) };

/** Reads the call directories of several users. A separate module, so that ringing does not load their store. */
export function blockedNumberStore(table: Table): BlockedNumberStore {
  return {
    async find(asked) {
      const keys = asked.flatMap(({ userId, numbers }) => [
        { ...numbersStateKey(userId) },
        ...numbers.map((number) => ({ ...numberKey(userId, number) })),
      ]);
      const pages = await Promise.all(inBatches(keys, maxKeys).map((some) => batchGet(table, some)));
      const items = pages.flat().map((item) => itemAs<NumbersItem>(item, 'number', numbersShape));
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
