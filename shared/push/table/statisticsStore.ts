import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isNumber, orAbsent } from '../../platform/table/checks.ts';
import { bodyOf } from '../../platform/table/item.ts';
import { type Key, statisticsKey, statisticsPartition } from '../../platform/table/keys.ts';
import { queryAll } from '../../platform/table/queryAll.ts';
import type { Table } from '../../platform/table/table.ts';
import type { StatisticsStore } from '../ports.ts';
import type { DayStatistics } from '../rules/dayStatistics.ts';
import { type CounterName, counterNames, dayOf, mergeCounts, type TargetCounts } from '../rules/statistics.ts';

/**
 * A partition takes 1,000 writes a second; workers that write once a second each, to four of them, stay far below that.
 */
const shards = 4;
/** How often a busy worker writes, however many requests it has: a write for each would cost as much as the message. */
const writeEveryMs = 1000;
/** A year and a month, so that months can be compared. */
const keptDays = 400;

interface StatisticsItem extends Key, Partial<Record<CounterName, number>> {
  ttl: number;
}

const counterShape = Object.fromEntries(counterNames.map((name) => [name, orAbsent(isNumber)]));

/**
 * Counters by day and app. Counts within a second of the last write wait in memory for the next one, or for a timer: a
 * worker that is killed, or frozen and never used again, loses that second.
 * @param countsApp whether an app belongs to the stage: devices could once register for any app.
 */
export function statisticsStore(table: Table, countsApp: (appId: string) => boolean = () => true): StatisticsStore {
  const { client, name: TableName } = table;

  let waiting: { day: string; counts: readonly TargetCounts[] }[] = [];
  let lastWriteMs = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  async function write(nowMs: number): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    lastWriteMs = nowMs;
    const taken = waiting;
    waiting = [];
    const days = [...new Set(taken.map(({ day }) => day))];
    await Promise.all(
      days.flatMap((day) =>
        mergeCounts(taken.filter((one) => one.day === day).flatMap(({ counts }) => counts)).map((one) => add(day, one)),
      ),
    );
  }

  async function add(day: string, { appId, counters }: TargetCounts): Promise<void> {
    const names = counterNames.filter((name) => counters[name] !== undefined);
    await client.send(
      new UpdateCommand({
        TableName,
        Key: statisticsKey(day, Math.floor(Math.random() * shards), appId),
        UpdateExpression: `ADD ${names.map((name) => `#${name} :${name}`).join(', ')} SET #ttl = if_not_exists(#ttl, :ttl)`,
        ExpressionAttributeNames: { ...Object.fromEntries(names.map((name) => [`#${name}`, name])), '#ttl': 'ttl' },
        ExpressionAttributeValues: {
          ...Object.fromEntries(names.map((name) => [`:${name}`, counters[name]])),
          ':ttl': Math.floor(Date.parse(day) / 1000) + keptDays * 24 * 60 * 60,
        },
      }),
    );
  }

  return {
    async add(nowMs, countsOfAll) {
      const counts = countsOfAll.filter(({ appId }) => countsApp(appId));
      if (counts.length === 0) return;
      waiting.push({ day: dayOf(nowMs), counts });
      const dueAtMs = lastWriteMs + writeEveryMs;
      if (dueAtMs <= nowMs) return write(nowMs);
      // Nobody waits for it, so its failure is ignored: a second of counters is not worth a failed request.
      timer ??= setTimeout(() => write(dueAtMs).catch(() => {}), dueAtMs - nowMs).unref();
    },

    async read(days) {
      const pages = await Promise.all(
        days.flatMap((day) => Array.from({ length: shards }, (_, shard) => readShard(day, shard))),
      );
      return pages.flat().reduce(mergeDay, []);
    },
  };

  async function readShard(day: string, shard: number): Promise<DayStatistics[]> {
    const items = await queryAll(table, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': statisticsPartition(day, shard) },
    });
    return items.map((item) => {
      return { day, appId: String(item['sk']), counters: bodyOf<StatisticsItem>(item, 'counter', counterShape) };
    });
  }
}

/** Shards of one day and app become one entry. */
function mergeDay(merged: DayStatistics[], { day, ...one }: DayStatistics): DayStatistics[] {
  const same = merged.find((other) => other.day === day && other.appId === one.appId);
  if (same === undefined) return [...merged, { day, ...one }];
  same.counters = mergeCounts([same, one])[0]?.counters ?? {};
  return merged;
}
