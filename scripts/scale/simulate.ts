/**
 * How long a broadcast takes, step by step in simulated time: from Ringpost's own rules (tasks, window, shards), the
 * published limits and the measured cost of a push. Pure: the same scenario gives the same answer.
 */
import { devicesPerTask, tasksFor } from '../../shared/broadcasts/rules/ranges.ts';
import { PushWindow } from '../../shared/delivery/rules/pushWindow.ts';
import { audienceShards } from '../../shared/platform/audienceShards.ts';
import { bytesPerReadUnit, readUnitsPerSecond, streamsPerConnection } from './limits.ts';

export interface Scenario {
  devices: number;
  /** `maxDeliveryWorkers` of the stage, or what the account's Lambda quota leaves of it. */
  maxWorkers: number;
  /** How the event source grows. */
  ramp: { atFirst: number; morePerSecond: number };
  /** CPU that one push takes of a worker, which has one processor. */
  cpuMicrosecondsPerPush: number;
  /** From a push to its answer. */
  answerMs: number;
  /** What the whole table may read. */
  tableReadUnitsPerSecond: number;
  /** Size of a row of the audience. */
  rowBytes: number;
  /** Time of a task in which nothing is pushed: queue, lease, first page, last answers besides `answerMs`. */
  taskOverheadMs: number;
}

/** What keeps a broadcast from going faster. */
export type Limit = 'pollers' | 'workers' | 'processor' | 'answers' | 'partitions' | 'table';

export interface Simulated {
  seconds: number;
  tasks: number;
  /** The same as the audience: nobody is left out. */
  pushed: number;
  peakWorkers: number;
  peakPushesPerSecond: number;
  /** Seconds for which each limit held the broadcast back. */
  limitedSeconds: Partial<Record<Limit, number>>;
}

const stepSeconds = 0.1;
/** A day: whatever takes longer is not worth waiting for. */
const mostSeconds = 86_400;
/** So many answers bring a window to the size that it keeps. */
const answersToSettle = 20_000;

export function simulate(scenario: Scenario): Simulated {
  const { devices, maxWorkers, ramp } = scenario;
  const tasks = tasksFor(devices);
  const worker = workerRate(scenario);
  const limitedSeconds: Simulated['limitedSeconds'] = {};
  let [seconds, pushed, peakWorkers, peakRate] = [0, 0, 0, 0];
  while (pushed < devices && seconds < mostSeconds) {
    const openTasks = Math.ceil((devices - pushed) / devicesPerTask);
    const started = Math.floor(ramp.atFirst + ramp.morePerSecond * seconds);
    const workers = Math.min(started, maxWorkers, openTasks);
    const wanted = workers * worker.pushesPerSecond;
    const table = (scenario.tableReadUnitsPerSecond * bytesPerReadUnit) / scenario.rowBytes;
    const partitions = (shardsInWork(workers) * readUnitsPerSecond.partition * bytesPerReadUnit) / scenario.rowBytes;
    const rate = Math.min(wanted, table, partitions);
    const limit = limitOf({ rate, table, partitions, workers, started, maxWorkers, worker: worker.limit });
    limitedSeconds[limit] = (limitedSeconds[limit] ?? 0) + stepSeconds;
    peakWorkers = Math.max(peakWorkers, workers);
    peakRate = Math.max(peakRate, rate);
    pushed = Math.min(pushed + rate * stepSeconds, devices);
    seconds += stepSeconds;
  }
  // The last task began when the others were almost done, and its last push is answered.
  seconds += (scenario.answerMs + scenario.taskOverheadMs) / 1000;
  return { seconds, tasks, pushed, peakWorkers, peakPushesPerSecond: peakRate, limitedSeconds };
}

interface Rates {
  rate: number;
  table: number;
  partitions: number;
  workers: number;
  started: number;
  maxWorkers: number;
  worker: Limit;
}

function limitOf({ rate, table, partitions, workers, started, maxWorkers, worker }: Rates): Limit {
  if (rate === table) return 'table';
  if (rate === partitions) return 'partitions';
  if (workers === started && started < maxWorkers) return 'pollers';
  return worker === 'answers' ? 'answers' : workers === maxWorkers ? 'workers' : 'processor';
}

/** One worker, task after task: the slower of its processor and its window, and the pauses between tasks. */
export function workerRate({ cpuMicrosecondsPerPush, answerMs, taskOverheadMs }: Scenario): {
  pushesPerSecond: number;
  limit: 'processor' | 'answers';
} {
  const byProcessor = 1e6 / cpuMicrosecondsPerPush;
  const byAnswers = (Math.min(settledWindow(answerMs), streamsPerConnection) * 1000) / answerMs;
  const whilePushing = Math.min(byProcessor, byAnswers);
  const taskSeconds = devicesPerTask / whilePushing + (answerMs + taskOverheadMs) / 1000;
  return {
    pushesPerSecond: devicesPerTask / taskSeconds,
    limit: byAnswers < byProcessor ? 'answers' : 'processor',
  };
}

/** Size that the window keeps if every answer takes `answerMs`. */
export function settledWindow(answerMs: number): number {
  const window = new PushWindow();
  for (let answered = 0; answered < answersToSettle; answered += window.size) {
    const numbers = Array.from({ length: window.size }, () => window.begin());
    for (const number of numbers) window.answered(number, false, answerMs);
  }
  return window.size;
}

/** Shards that the workers of a broadcast read at a time: tasks are queued so that neighbours are in different shards. */
export function shardsInWork(workers: number): number {
  return Math.min(workers, audienceShards);
}
