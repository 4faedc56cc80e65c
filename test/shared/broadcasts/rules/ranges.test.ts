import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  estimateRows,
  placeOf,
  queueOrder,
  rangesOf,
  shareBehind,
  tasksFor,
} from '../../../../shared/broadcasts/rules/ranges.ts';
import { audienceKey } from '../../../../shared/platform/table/keys.ts';

const aKey = fc
  .tuple(fc.string(), fc.string())
  .map(([userId, deviceId]) => audienceKey('com.example.app', userId, deviceId));
const shardOf = (pk: string) => Number.parseInt(pk.split('#').at(-1) ?? '', 16);

describe('the ranges of an audience', () => {
  it('have each device in exactly one task', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), aKey, (tasks, { pk, sk }) => {
        // Act
        const holding = Array.from({ length: tasks }, (_, task) => task).filter((task) =>
          rangesOf(task, tasks).some(({ shard, from, to }) => shard === shardOf(pk) && from <= sk && sk <= to),
        );

        // Assess
        expect(holding).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });

  it('come in the order of the places', () => {
    // Act
    const places = Array.from({ length: 7 }, (_, task) => rangesOf(task, 7))
      .flat()
      .map(({ shard, from }) => placeOf(shard, from));

    // Assess
    expect(places).toEqual(places.toSorted());
  });

  it.each([
    [0, 1],
    [5000, 1],
    [5001, 2],
    [1_000_000, 200],
    [27_000_000, 5400],
    [1e9, 8192],
  ])('are made for %d devices', (devices, tasks) => {
    // Act
    const made = tasksFor(devices);

    // Assess
    expect(made).toBe(tasks);
  });

  it('say which share of a task is behind a place', () => {
    // Act
    const shares = ['0', '4', '8', 'c'].map((shard) => shareBehind(shard.padEnd(21, '0'), 0, 1));

    // Assess
    expect(shares).toEqual([0, 0.25, 0.5, 0.75]);
  });
});

describe('the estimate of a shard', () => {
  it('is exact if all of it was read, and otherwise follows from the place of the last row', () => {
    // Act
    const [whole, quarter] = [estimateRows(12, undefined), estimateRows(1000, '4'.padEnd(20, '0'))];

    // Assess
    expect(whole).toBe(12);
    expect(quarter).toBe(4000);
  });

  it('are queued once each, with neighbours in different shards', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8192 }), (tasks) => {
        // Act
        const order = queueOrder(tasks);

        // Assess
        expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: tasks }, (_, task) => task));
      }),
      { numRuns: 50 },
    );
    const firstSixteen = queueOrder(5400).slice(0, 16);
    const shards = firstSixteen.flatMap((task) => rangesOf(task, 5400).map(({ shard }) => shard));
    expect(new Set(shards).size).toBe(16);
  });
});
