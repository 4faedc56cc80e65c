import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asDeployed, raised } from '../../../scripts/scale/scenarios.ts';
import { type Scenario, settledWindow, shardsInWork, simulate, workerRate } from '../../../scripts/scale/simulate.ts';
import { scaleTables } from '../../../scripts/scale/tables.ts';
import { queueOrder, rangesOf, tasksFor } from '../../../shared/broadcasts/rules/ranges.ts';
import { maxWindow, minWindowOfLateAnswers } from '../../../shared/delivery/rules/pushWindow.ts';

const million = 1_000_000;
const aScenario = (change: Partial<Scenario> = {}): Scenario => ({ ...asDeployed(million), ...change });

describe('a simulated broadcast', () => {
  it('reaches its whole audience, in the tasks of the plan, by at most the allowed workers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 * million }),
        fc.integer({ min: 2, max: 1000 }),
        (devices, maxWorkers) => {
          // Act
          const { pushed, tasks, peakWorkers } = simulate(aScenario({ devices, maxWorkers }));

          // Assess
          expect(pushed).toBe(devices);
          expect(tasks).toBe(tasksFor(devices));
          expect(peakWorkers).toBeLessThanOrEqual(Math.min(maxWorkers, tasks));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is never faster with fewer workers, slower answers, dearer pushes or a smaller table', () => {
    // Prepare
    const usual = simulate(aScenario()).seconds;
    const worse: Partial<Scenario>[] = [
      { maxWorkers: 5 },
      { answerMs: 900 },
      { cpuMicrosecondsPerPush: 900 },
      { tableReadUnitsPerSecond: 1000 },
    ];

    // Act
    const slower = worse.map((change) => simulate(aScenario(change)).seconds);

    // Assess
    for (const seconds of slower) expect(seconds).toBeGreaterThan(usual);
  });

  it.each([
    ['pollers', { ramp: { atFirst: 5, morePerSecond: 0.1 } }],
    ['workers', { maxWorkers: 2 }],
    ['answers', { answerMs: 900, maxWorkers: 2 }],
    ['partitions', { rowBytes: 20_000, tableReadUnitsPerSecond: 1e9 }],
    ['table', { tableReadUnitsPerSecond: 1000 }],
  ] as const)('says that it waits for the %s', (limit, change) => {
    // Act
    const { limitedSeconds, seconds } = simulate(aScenario(change));

    // Assess
    expect(limitedSeconds[limit]).toBeGreaterThan(seconds / 2);
  });

  it('reads no more rows in a second than the table gives', () => {
    // Act
    const { peakPushesPerSecond } = simulate(aScenario({ devices: 27 * million, maxWorkers: 1000 }));

    // Assess
    expect(peakPushesPerSecond).toBeLessThanOrEqual((12_000 * 8192) / 300);
  });
});

describe('a worker', () => {
  it('is limited by its processor near Apple, and by its window far away', () => {
    // Act
    const limits = [60, 300].map((answerMs) => workerRate(aScenario({ answerMs })).limit);

    // Assess
    expect(limits).toEqual(['processor', 'answers']);
  });

  it('keeps the widest window while answers are in time, and a small one while none is', () => {
    // Act
    const windows = [60, 900, 2000].map(settledWindow);

    // Assess
    expect(windows).toEqual([maxWindow, maxWindow, minWindowOfLateAnswers]);
  });
});

it('takes tasks from as many shards as there are workers, as tasks are queued', () => {
  // Prepare
  const tasks = tasksFor(27 * million);

  // Act
  const shardsOfFirst = (workers: number) =>
    new Set(
      queueOrder(tasks)
        .slice(0, workers)
        .map((task) => rangesOf(task, tasks)[0]?.shard),
    ).size;

  // Assess
  for (const workers of [1, 5, 16, 50]) expect(shardsOfFirst(workers)).toBe(shardsInWork(workers));
});

describe('docs/scale.md', () => {
  const page = readFileSync(new URL('../../../docs/scale.md', import.meta.url), 'utf8');

  it.each(scaleTables())('has the table that `npm run scale` prints', (table) => {
    // Assess
    expect(page).toContain(table);
  });

  it('may say that each step is faster than the one before', () => {
    // Act
    const seconds = raised(27 * million).map(({ simulated }) => simulated.seconds);

    // Assess
    expect(seconds).toEqual(seconds.toSorted((a, b) => b - a));
    expect(seconds[0]).toBeLessThan(180);
  });
});
