/** The broadcasts of docs/scale.md: what is assumed, and what is raised one after the other. */
import { prod } from '../../cdk/stages.ts';
import { pollers, provisionedPoller, readUnitsPerSecond } from './limits.ts';
import { type Limit, type Scenario, type Simulated, simulate } from './simulate.ts';

/**
 * `npm run bench:million` measures the CPU of a push; a processor of Lambda is taken to be three times slower than that of
 * the benchmark. The rest is to be measured on AWS: docs/first-day-on-aws.md.
 */
export const assumed = {
  cpuMicrosecondsPerPush: 90,
  answerMs: 60,
  rowBytes: 300,
  taskOverheadMs: 150,
} as const;

const provisionedPollers = 10;
const moreWorkers = 200;

/** A stage as `cdk/stages.ts` has it, with an audience that has never been read fast. */
export function asDeployed(devices: number): Scenario {
  return {
    ...assumed,
    devices,
    maxWorkers: prod.maxDeliveryWorkers,
    ramp: pollers,
    tableReadUnitsPerSecond: readUnitsPerSecond.newTable,
  };
}

export interface Step {
  /** What has been raised, in addition to the steps before. */
  what: string;
  scenario: Scenario;
  simulated: Simulated;
  /** What holds it back for the longest time. */
  limit: Limit;
}

/** Each step raises what limits most after the steps before. */
export function raised(devices: number): Step[] {
  const start = asDeployed(devices);
  const warmed = { ...start, tableReadUnitsPerSecond: readUnitsPerSecond.table };
  const workers = { ...warmed, maxWorkers: moreWorkers };
  const provisioned = {
    ...workers,
    ramp: {
      atFirst: provisionedPollers * provisionedPoller.invocations,
      morePerSecond: provisionedPoller.morePerSecond,
    },
  };
  return [
    step('as deployed', start),
    step('warm throughput of the table: 40,000 read units', warmed),
    step(`\`maxDeliveryWorkers\`: ${moreWorkers}`, workers),
    step(`${provisionedPollers} provisioned pollers`, provisioned),
  ];
}

/** How far, or how slow, Apple is. */
export function answersOf(devices: number): Step[] {
  return variantsOf(devices, [
    [`${assumed.answerMs} ms: a region near Apple`, {}],
    ['300 ms: a far region', { answerMs: 300 }],
    [`300 ms, ${moreWorkers} workers`, { answerMs: 300, maxWorkers: moreWorkers }],
    ['900 ms: APNs is slow', { answerMs: 900 }],
    ['2,000 ms: APNs is overloaded', { answerMs: 2000 }],
  ]);
}

/** What the least certain of the assumptions does. */
export function processorsOf(devices: number): Step[] {
  return variantsOf(devices, [
    ['30 µs: as on the machine of the benchmark', { cpuMicrosecondsPerPush: 30 }],
    [`${assumed.cpuMicrosecondsPerPush} µs: as assumed`, {}],
    ['400 µs: as the cost model assumes', { cpuMicrosecondsPerPush: 400 }],
    [`400 µs, ${moreWorkers} workers`, { cpuMicrosecondsPerPush: 400, maxWorkers: moreWorkers }],
  ]);
}

/** With a table that is warm. */
function variantsOf(devices: number, variants: readonly [string, Partial<Scenario>][]): Step[] {
  const base = { ...asDeployed(devices), tableReadUnitsPerSecond: readUnitsPerSecond.table };
  return variants.map(([what, change]) => step(what, { ...base, ...change }));
}

function step(what: string, scenario: Scenario): Step {
  const simulated = simulate(scenario);
  const [limit] = Object.entries(simulated.limitedSeconds).toSorted(([, a], [, b]) => b - a)[0] ?? ['processor'];
  return { what, scenario, simulated, limit: limit as Limit };
}
