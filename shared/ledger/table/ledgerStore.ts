import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { isNumber, isText, listOf, mapWith, orAbsent } from '../../platform/table/checks.ts';
import { bodyOf, itemAs } from '../../platform/table/item.ts';
import { ledgerDayKey, ledgerExportKey, ledgerPartition } from '../../platform/table/keys.ts';
import { queryAll } from '../../platform/table/queryAll.ts';
import type { Table } from '../../platform/table/table.ts';
import type { LedgerDay, LedgerStore, OpenExport } from '../ports.ts';

const daySeconds = 24 * 60 * 60;
/** As the counters of phones, beside which they are shown. */
const keptDays = 100;
const exportKeptDays = 7;

const dayShape = {
  appId: isText,
  day: isText,
  requestedAtMs: isNumber,
  counts: listOf(mapWith({ pushType: isText, status: isText, count: isNumber })),
};

/** What is left of an export that is not open any longer has no URL. */
type ExportItem = Partial<OpenExport>;
const exportShape = {
  startDay: orAbsent(isText),
  endDay: orAbsent(isText),
  statusUrl: orAbsent(isText),
  requestedAtMs: orAbsent(isNumber),
};

/** The reading half, for functions that do not write. */
export function ledgerReader(table: Table): Pick<LedgerStore, 'read'> {
  return {
    async read(fromDay, toDay) {
      const items = await queryAll(table, {
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        // `~` comes after all characters of an app's ID.
        ExpressionAttributeValues: { ':pk': ledgerPartition, ':from': fromDay, ':to': `${toDay}#~` },
      });
      return items.map((item) => bodyOf<LedgerDay>(item, 'day of the ledger', dayShape));
    },
  };
}

/** Apple's counts, an item for each day and app: a partition for all, as a day has few items, written once a day. */
export function ledgerStore(table: Table): LedgerStore {
  const { client, name: TableName } = table;
  return {
    ...ledgerReader(table),

    async findExport(appId) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: ledgerExportKey(appId) }));
      const { statusUrl, startDay, endDay, requestedAtMs } = Item
        ? itemAs<ExportItem>(Item, 'export', exportShape)
        : {};
      const isOpen = statusUrl !== undefined && startDay !== undefined && endDay !== undefined;
      return isOpen && requestedAtMs !== undefined ? { statusUrl, startDay, endDay, requestedAtMs } : undefined;
    },

    async putExport(appId, open, nowMs) {
      const ttl = Math.floor(nowMs / 1000) + exportKeptDays * daySeconds;
      await client.send(new PutCommand({ TableName, Item: { ...ledgerExportKey(appId), ...open, ttl } }));
    },

    async putDays(days) {
      await Promise.all(
        days.map((each) => {
          const ttl = Math.floor(Date.parse(each.day) / 1000) + keptDays * daySeconds;
          return client.send(
            new PutCommand({ TableName, Item: { ...ledgerDayKey(each.day, each.appId), ...each, ttl } }),
          );
        }),
      );
    },
  };
}
