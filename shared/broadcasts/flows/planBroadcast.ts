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
  isDue,
  mayRun,
  type PlanTask,
} from '../rules/record.ts';
import { longestDelaySeconds, queueDelaySeconds } from '../rules/wakeTime.ts';
import { lookCountsMs } from './watchBroadcast.ts';

export type PlanBroadcastPorts = Pick<PlatformPorts, 'clock' | 'log'> &
  Pick<BroadcastPorts, 'broadcasts' | 'audience' | 'broadcastQueue' | 'budget'>;

export async function planBroadcast(ports: PlanBroadcastPorts, task: PlanTask): Promise<void> {
  const { broadcastId, job } = task;
  const { broadcasts, broadcastQueue, clock, log } = ports;
  log.about({ broadcastId });
  const record = await broadcasts.find(broadcastId);
  const dueInSeconds = record?.state === 'scheduled' ? secondsUntilDue(record, clock.nowMs()) : 0;
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

/** @returns seconds until a scheduled broadcast is due. Its schedule comes a little early. */
function secondsUntilDue({ sendAtMs = 0 }: BroadcastRecord, nowMs: number): number {
  return queueDelaySeconds(sendAtMs, nowMs) ?? longestDelaySeconds;
}

/** @returns undefined if somebody else has started or removed it. */
async function start(
  { broadcasts, budget, clock, log }: PlanBroadcastPorts,
  broadcastId: string,
): Promise<BroadcastRecord | undefined> {
  const startedAtMs = clock.nowMs();
  const refusal = await budget.refusal();
  if (refusal === undefined) return broadcasts.change(broadcastId, ['scheduled'], { state: 'running', startedAtMs });
  log.warn('broadcast not begun: budget reached', { detail: refusal.detail });
  return broadcasts.change(broadcastId, ['scheduled'], { state: 'stopped', stoppedBy: 'budget', startedAtMs });
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
  { broadcasts, clock }: PlanBroadcastPorts,
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
    // What waits is woken by its schedule. A broadcast that was stopped may have missed it.
    .filter((list) => list.job === job && isDue(list, clock.nowMs()))
    .map(({ task, list, round }): BroadcastTask => ({ task: 'retry', broadcastId, job, number: task, list, round }));
  return [...sends, ...open];
}
