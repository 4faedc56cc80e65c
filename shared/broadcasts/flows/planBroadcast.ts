/** Cuts a broadcast into tasks, and queues all that is not done. A repeated plan queues again: tasks know what is done. */
import type { PlatformPorts } from '../../platform/ports.ts';
import type { BroadcastPorts } from '../ports.ts';
import { queueOrder, tasksFor, usersPerTask } from '../rules/ranges.ts';
import {
  type BroadcastJob,
  type BroadcastPlan,
  type BroadcastRecord,
  type BroadcastTask,
  broadcastStates,
  mayRun,
  type PlanTask,
} from '../rules/record.ts';
import { lookCountsMs } from './watchBroadcast.ts';

export type PlanBroadcastPorts = Pick<PlatformPorts, 'clock' | 'log'> &
  Pick<BroadcastPorts, 'broadcasts' | 'audience' | 'broadcastQueue'>;

export async function planBroadcast(ports: PlanBroadcastPorts, task: PlanTask): Promise<void> {
  const { broadcastId, job } = task;
  const { broadcasts, broadcastQueue, clock, log } = ports;
  log.about({ broadcastId });
  const record = await broadcasts.find(broadcastId);
  const dueInSeconds = record?.state === 'scheduled' ? delayUntil(record.sendAtMs ?? 0, clock.nowMs()) : 0;
  if (dueInSeconds > 0) {
    await broadcastQueue.enqueue([task], dueInSeconds);
    return;
  }
  const started = record?.state === 'scheduled' ? await start(ports, broadcastId) : record;
  if (started === undefined || !mayRun(started, job)) {
    if (clock.nowMs() < (task.storedByMs ?? 0)) await broadcastQueue.enqueue([task], notStoredSeconds);
    return;
  }
  // Workers that have not seen the recall yet would push after it: see watchBroadcast.ts.
  if (job === 'recall') await clock.waitMs(lookCountsMs);
  const plan = started.plan ?? (await makePlan(ports, started));
  if (plan === undefined) return;
  const open = await openTasks(ports, broadcastId, job, plan);
  await broadcastQueue.enqueue(open);
  log.info('broadcast planned', { job, tasks: plan.tasks, queued: open.length });
}

/** When a task that came before what it is about comes again. */
const notStoredSeconds = 1;
/** A message waits in a queue for 15 minutes at most, so one that is due later goes back. */
const longestDelaySeconds = 900;

/** @returns seconds until then, or until the task has to go back into the queue. */
export function delayUntil(dueMs: number, nowMs: number): number {
  return Math.min(Math.max(Math.ceil((dueMs - nowMs) / 1000), 0), longestDelaySeconds);
}

function start({ broadcasts, clock }: PlanBroadcastPorts, broadcastId: string): Promise<BroadcastRecord | undefined> {
  return broadcasts.change(broadcastId, ['scheduled'], { state: 'running', startedAtMs: clock.nowMs() });
}

/** The first plan that is stored counts: tasks of two plans would overlap. */
async function makePlan(
  { broadcasts, audience }: PlanBroadcastPorts,
  { broadcastId, appId, audience: chosen }: BroadcastRecord,
): Promise<BroadcastPlan | undefined> {
  const estimated = 'users' in chosen ? chosen.users : await audience.estimate(appId);
  const tasks = 'users' in chosen ? Math.max(Math.ceil(estimated / usersPerTask), 1) : tasksFor(estimated);
  const plan = { tasks, estimatedDevices: estimated };
  const planned = await broadcasts.change(broadcastId, broadcastStates, { plan }, 'plan');
  return (planned ?? (await broadcasts.find(broadcastId)))?.plan;
}

async function openTasks(
  { broadcasts }: PlanBroadcastPorts,
  broadcastId: string,
  job: BroadcastJob,
  plan: BroadcastPlan,
): Promise<BroadcastTask[]> {
  const { tasks, retries } = await broadcasts.progress(broadcastId);
  const ofJob = tasks.filter((task) => task.job === job);
  const done = new Set(ofJob.filter(({ isDone }) => isDone).map(({ task }) => task));
  const sends = queueOrder(plan.tasks)
    .filter((number) => !done.has(number))
    .map((number): BroadcastTask => ({ task: 'send', broadcastId, job, number }));
  const open = retries
    .filter((list) => list.job === job && list.open.length > 0)
    .map(({ task, list, round }): BroadcastTask => ({ task: 'retry', broadcastId, job, number: task, list, round }));
  return [...sends, ...open];
}
