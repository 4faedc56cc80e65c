import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { inBatches } from '../../platform/inBatches.ts';
import { isNumber, orAbsent } from '../../platform/table/checks.ts';
import { bodyOf } from '../../platform/table/item.ts';
import { type Key, statisticsKey, statisticsPartition } from '../../platform/table/keys.ts';
import { queryAll } from '../../platform/table/queryAll.ts';
import type { Table } from '../../platform/table/table.ts';
import type { Statistics, StatisticsStore } from '../ports.ts';
import type { DayStatistics } from '../rules/dayStatistics.ts';
import {
  addCounters,
  type DayPhoneCounts,
  groupName,
  groupNamed,
  mergePhones,
  type PhoneCounters,
  type PhoneCounts,
} from '../rules/phoneStatistics.ts';
import {
  type CounterName,
  type Counters,
  counterNames,
  dayOf,
  mergeCounts,
  type TargetCounts,
} from '../rules/statistics.ts';
import { waitingWrites } from './waitingWrites.ts';

/**
 * A partition takes 1,000 writes a second; workers that write once a second each, to four of them, stay far below that.
 */
const shards = 4;
/** How often a busy worker writes, however many requests it has: a write for each would cost as much as the message. */
const writeEveryMs = 1000;
/** The same for the counters of phones: each version in use has an item of its own. */
const writePhonesEveryMs = 10_000;
/** A year and a month, so that months can be compared. */
const keptDays = 400;
/** As many days as can be asked for, and a few more. */
const phonesKeptDays = 100;
/** An expression has at most 4 KB. */
const countersOfOneWrite = 100;

interface StatisticsItem extends Key, Partial<Record<CounterName, number>> {
  ttl: number;
}

const counterShape = Object.fromEntries(counterNames.map((name) => [name, orAbsent(isNumber)]));

/** Counts with the day to which they belong. */
type OfDay<T> = { day: string; counts: T };

/**
 * Counters by day and app, and by day and group of phones.
 * @param countsApp whether an app belongs to the stage: devices could once register for any app.
 */
export function statisticsStore(table: Table, countsApp: (appId: string) => boolean = () => true): StatisticsStore {
  const { client, name: TableName } = table;

  const addCounts = waitingWrites<OfDay<TargetCounts>>(writeEveryMs, (waiting) =>
    ofEachDay(waiting, (day, counts) =>
      mergeCounts(counts).map(({ appId, counters }) => write(day, appId, counters, keptDays)),
    ),
  );
  const addPhones = waitingWrites<OfDay<PhoneCounts>>(writePhonesEveryMs, (waiting) =>
    ofEachDay(waiting, (day, counts) =>
      mergePhones(counts).map(({ counters, ...group }) => write(day, groupName(group), counters, phonesKeptDays)),
    ),
  );

  async function write(day: string, name: string, counters: Counters | PhoneCounters, days: number): Promise<void> {
    const key = statisticsKey(day, Math.floor(Math.random() * shards), name);
    for (const batch of inBatches(Object.entries(counters), countersOfOneWrite)) {
      await client.send(
        new UpdateCommand({
          TableName,
          Key: key,
          UpdateExpression: `ADD ${batch.map((_entry, index) => `#n${index} :n${index}`).join(', ')} SET #ttl = if_not_exists(#ttl, :ttl)`,
          ExpressionAttributeNames: {
            ...Object.fromEntries(batch.map(([counter], index) => [`#n${index}`, counter])),
            '#ttl': 'ttl',
          },
          ExpressionAttributeValues: {
            ...Object.fromEntries(batch.map(([, count], index) => [`:n${index}`, count])),
            ':ttl': Math.floor(Date.parse(day) / 1000) + days * 24 * 60 * 60,
          },
        }),
      );
    }
  }

  return {
    async add(nowMs, counts, phones = [], atMs = nowMs) {
      const day = dayOf(atMs);
      const ofStage = <T extends { appId: string }>(all: readonly T[]) =>
        all.filter(({ appId }) => countsApp(appId)).map((each) => ({ day, counts: each }));
      await Promise.all([addCounts(nowMs, ofStage(counts)), addPhones(nowMs, ofStage(phones))]);
    },

    async read(days) {
      const pages = await Promise.all(
        days.flatMap((day) => Array.from({ length: shards }, (_, shard) => readShard(day, shard))),
      );
      return {
        apps: pages.flatMap(({ apps }) => apps).reduce(mergeDay, []),
        phones: mergePhoneDays(pages.flatMap(({ phones }) => phones)),
      };
    },
  };

  async function readShard(day: string, shard: number): Promise<Statistics> {
    const items = await queryAll(table, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': statisticsPartition(day, shard) },
    });
    const read: Statistics = { apps: [], phones: [] };
    for (const item of items) {
      const name = String(item['sk']);
      const group = groupNamed(name);
      if (group === undefined) {
        read.apps.push({ day, appId: name, counters: bodyOf<StatisticsItem>(item, 'counter', counterShape) });
      } else read.phones.push({ day, ...group, counters: countersIn(item) });
    }
    return read;
  }
}

async function ofEachDay<T>(
  waiting: readonly OfDay<T>[],
  write: (day: string, counts: T[]) => Promise<void>[],
): Promise<void> {
  const days = [...new Set(waiting.map(({ day }) => day))];
  await Promise.all(
    days.flatMap((day) =>
      write(
        day,
        waiting.filter((each) => each.day === day).map(({ counts }) => counts),
      ),
    ),
  );
}

/** All numbers of an item but its time to live. */
function countersIn({ ttl: _ttl, ...item }: Record<string, unknown>): PhoneCounters {
  return Object.fromEntries(
    Object.entries(item).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

/** Shards of one day and app become one entry. */
function mergeDay(merged: DayStatistics[], { day, ...one }: DayStatistics): DayStatistics[] {
  const same = merged.find((other) => other.day === day && other.appId === one.appId);
  if (same === undefined) return [...merged, { day, ...one }];
  same.counters = mergeCounts([same, one])[0]?.counters ?? {};
  return merged;
}

/** The same for a day and group of phones. */
function mergePhoneDays(all: readonly DayPhoneCounts[]): DayPhoneCounts[] {
  const merged = new Map<string, DayPhoneCounts>();
  for (const one of all) {
    const name = `${one.day}#${groupName(one)}`;
    merged.set(name, { ...one, counters: addCounters(merged.get(name)?.counters ?? {}, one.counters) });
  }
  return [...merged.values()];
}
