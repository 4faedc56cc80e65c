/**
 * Cuts an audience into tasks by arithmetic. Devices are sorted by an even hash, so an equal share of the hashes is an
 * equal share of the devices, and no task needs a read to be made.
 */
import { audienceShards, audienceSortLength } from '../../platform/audienceShards.ts';

/** Devices of one task: a few seconds of work, so that a death or a slow worker holds up little. */
export const devicesPerTask = 5000;
const maxTasks = 8192;
/** Users of a list that one task pushes to, and that one item holds. */
export const usersPerTask = 500;

/** Digits by which ranges are cut: one for the shard, eight of the sort key. */
const digits = 9;
const positions = 16 ** digits;

export function tasksFor(devices: number): number {
  return Math.min(Math.max(Math.ceil(devices / devicesPerTask), 1), maxTasks);
}

/** A part of one shard. Sort keys are from `from` on, and below `to`. */
export interface ShardRange {
  shard: number;
  from: string;
  to: string;
}

/** @returns the parts of the shards that a task covers, in their order. */
export function rangesOf(task: number, tasks: number): ShardRange[] {
  const [first, end] = [cut(task, tasks), cut(task + 1, tasks)];
  const perShard = positions / audienceShards;
  const ranges: ShardRange[] = [];
  for (let shard = Math.floor(first / perShard); shard * perShard < end; shard += 1) {
    const from = Math.max(first - shard * perShard, 0);
    const to = Math.min(end - shard * perShard, perShard);
    ranges.push({ shard, from: sortAt(from, perShard), to: sortAt(to, perShard) });
  }
  return ranges;
}

/**
 * Order in which the tasks of an audience are queued: neighbours are in different shards, because workers that read one
 * partition together are limited by what DynamoDB reads of a partition in a second.
 */
export function queueOrder(tasks: number): number[] {
  const apart = Math.ceil(tasks / audienceShards);
  const everyShard = Array.from({ length: audienceShards }, (_, shard) => shard * apart);
  return Array.from({ length: apart }, (_, first) => everyShard.map((task) => task + first))
    .flat()
    .filter((task) => task < tasks);
}

/** Place of a row in the whole audience: sorts as rows are read. */
export function placeOf(shard: number, sort: string): string {
  return shard.toString(16) + sort;
}

/** @returns share of the task that is behind a place, from 0 to 1. */
export function shareBehind(place: string, task: number, tasks: number): number {
  const [first, end] = [cut(task, tasks), cut(task + 1, tasks)];
  const at = Number.parseInt(place.slice(0, digits), 16);
  return Math.min(Math.max((at - first) / (end - first), 0), 1);
}

/**
 * The number of rows in a shard, from its first ones.
 * @param last sort key of the last of them; undefined if there are no others.
 */
export function estimateRows(read: number, last: string | undefined): number {
  if (last === undefined) return read;
  return Math.round(read / Math.max(Number.parseInt(last.slice(0, digits - 1), 16) / 16 ** (digits - 1), 1e-9));
}

function cut(task: number, tasks: number): number {
  return Math.floor((task / tasks) * positions);
}

/** `g` is behind every hexadecimal digit. */
function sortAt(position: number, perShard: number): string {
  return position >= perShard ? 'g'.padEnd(audienceSortLength, 'g') : position.toString(16).padStart(digits - 1, '0');
}
