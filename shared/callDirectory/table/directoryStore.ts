import { GetCommand, TransactGetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../platform/ports.ts';
import { isList, isMap, isNumber, isText, orAbsent } from '../../platform/table/checks.ts';
import { itemAs } from '../../platform/table/item.ts';
import {
  numberChangeKey,
  numberChangeSort,
  numberKey,
  numberPrefix,
  numbersPartition,
  numbersStateKey,
} from '../../platform/table/keys.ts';
import { queryAll } from '../../platform/table/queryAll.ts';
import { retryOnConflict } from '../../platform/table/retryOnConflict.ts';
import type { Table } from '../../platform/table/table.ts';
import type { CallDirectoryStore } from '../ports.ts';
import { changesKeptDays } from '../rules/cursor.ts';
import { type DirectoryChange, type DirectoryEntry, isSameEntry } from '../rules/directory.ts';

/** Capacity of one API answer: 6 MB with the longest labels. */
export const maxNumbers = 10_000;

/** A day longer than any cursor is accepted, because clocks differ. */
const changeKeptSeconds = (changesKeptDays + 1) * 24 * 60 * 60;

interface DirectoryState {
  version: number;
  count: number;
  /** ISO 3166, newest first: territories whose dialling rules numbers were read by. Absent in directories of 0.3.0. */
  territories?: string[] | undefined;
}

/** Few people have lived in more; each costs the calls to this user some time. */
const maxTerritories = 8;

interface NumberItem {
  number: string;
  entry: DirectoryEntry;
}

const stateShape = { version: isNumber, count: isNumber, territories: orAbsent(isList) };
const numberShape = { number: isText, entry: isMap };
const changeShape = { number: isText, version: isNumber, before: orAbsent(isMap), after: orAbsent(isMap) };

function stateFromItem(item: Record<string, unknown> | undefined): DirectoryState | undefined {
  return item && itemAs<DirectoryState>(item, 'call directory', stateShape);
}

export function callDirectoryStore(table: Table, clock: Clock): CallDirectoryStore {
  const { client, name: TableName } = table;

  /** State and number at one point in time. */
  async function readBoth(userId: string, number: string) {
    const keys = [numbersStateKey(userId), numberKey(userId, number)];
    const { Responses = [] } = await client.send(
      new TransactGetCommand({ TransactItems: keys.map((Key) => ({ Get: { TableName, Key } })) }),
    );
    const [state, item] = Responses.map(({ Item }) => Item);
    return {
      state: stateFromItem(state),
      before: item && itemAs<NumberItem>(item, 'number', numberShape).entry,
    };
  }

  function query(userId: string, from: string, to: string): Promise<Record<string, unknown>[]> {
    return queryAll(table, {
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': numbersPartition(userId), ':from': from, ':to': to },
      ConsistentRead: true,
    });
  }

  return {
    set: (userId, number, entry, territory) =>
      retryOnConflict(async () => {
        const { state, before } = await readBoth(userId, number);
        const { version: read = 0, count: counted = 0, territories: known = [] } = state ?? {};
        const isSame = isSameEntry(before, entry);
        if (isSame && (entry === undefined || known.includes(territory))) return 'unchanged';
        const count = counted + Number(entry !== undefined) - Number(before !== undefined);
        if (count > maxNumbers) return 'full';
        const territories = [territory, ...known.filter((each) => each !== territory)].slice(0, maxTerritories);
        const version = isSame ? read : read + 1;
        const change: DirectoryChange = { number, version, before, after: entry };
        const ttl = Math.floor(clock.nowMs() / 1000) + changeKeptSeconds;
        const Key = numberKey(userId, number);
        const writes = isSame
          ? []
          : [
              entry === undefined
                ? { Delete: { TableName, Key } }
                : { Put: { TableName, Item: { ...Key, number, entry } } },
              { Put: { TableName, Item: { ...numberChangeKey(userId, version), ...change, ttl } } },
            ];
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                Put: {
                  TableName,
                  Item: { ...numbersStateKey(userId), version, count, territories },
                  ...(state === undefined
                    ? { ConditionExpression: 'attribute_not_exists(pk)' }
                    : { ConditionExpression: 'version = :read', ExpressionAttributeValues: { ':read': read } }),
                },
              },
              ...writes,
            ],
          }),
        );
        return isSame ? 'unchanged' : 'changed';
      }),

    async version(userId) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: numbersStateKey(userId), ConsistentRead: true }),
      );
      return stateFromItem(Item)?.version ?? 0;
    },

    async entries(userId) {
      const items = await query(userId, numberPrefix, `${numberPrefix}~`);
      return new Map(
        items
          .map((item) => itemAs<NumberItem>(item, 'number', numberShape))
          .map(({ number, entry }) => [number, entry]),
      );
    },

    async changesSince(userId, version) {
      const last = numberChangeSort(Number.MAX_SAFE_INTEGER);
      const items = await query(userId, numberChangeSort(version + 1), last);
      return items.map((item) => {
        const {
          number,
          version: changed,
          before,
          after,
        } = itemAs<DirectoryChange>(item, 'change of a number', changeShape);
        return { number, version: changed, before, after };
      });
    },
  };
}
