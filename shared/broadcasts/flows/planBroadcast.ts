/** Cuts a broadcast into tasks, and queues all that is not done. A repeated plan queues again: tasks know what is done. */
import type { PlatformPorts } from '../../platform/ports.ts';
import type { BroadcastPorts } from '../ports.ts';
import { tasksFor, usersPerTask } from '../rules/ranges.ts';
import {
  type BroadcastJob,
  type BroadcastPlan,
  type BroadcastRecord,
  type BroadcastTask,
  mayRun,
} from '../rules/record.ts';

export type PlanBroadcastPorts = Pick<PlatformPorts, 'clock' | 'log'> &
  Pick<BroadcastPorts, 'broadcasts' | 'audience' | 'broadcastQueue'>;

export async function planBroadcast(
  ports: PlanBroadcastPorts,
  { broadcastId, job }: { broadcastId: string; job: BroadcastJob },
): Promise<void> {
  ports.log.about({ broadcastId });
  const record = await startDue(ports, broadcastId);
  if (record === undefined || !mayRun(record, job)) return;
  const plan = record.plan ?? (await makePlan(ports, record));
  if (plan === undefined) return;
  const open = await openTasks(ports, broadcastId, job, plan);
  await ports.broadcastQueue.enqueue(open);
  ports.log.info('broadcast planned', { job, tasks: plan.tasks, queued: open.length });
}

/** A message waits in a queue for 15 minutes at most, so one that is due later goes back. */
const longestDelaySeconds = 900;

/** @returns seconds until then, or until the task has to go back into the queue. */
export function delayUntil(dueMs: number, nowMs: number): number {
  return Math.min(Math.max(Math.ceil((dueMs - nowMs) / 1000), 0), longestDelaySeconds);
}

/** Starts a scheduled broadcast whose time has come. @returns undefined if it is too early, or there is none. */
async function startDue(
  { broadcasts, broadcastQueue, clock }: PlanBroadcastPorts,
  broadcastId: string,
): Promise<BroadcastRecord | undefined> {
  const record = await broadcasts.find(broadcastId);
  if (record?.state !== 'scheduled') return record;
  const delaySeconds = delayUntil(record.sendAtMs ?? 0, clock.nowMs());
  if (delaySeconds > 0) {
    await broadcastQueue.enqueue([{ task: 'plan', broadcastId, job: 'send' }], delaySeconds);
    return undefined;
  }
  return broadcasts.change(broadcastId, ['scheduled'], { state: 'running', startedAtMs: clock.nowMs() });
}

async function makePlan(
  { broadcasts, audience }: PlanBroadcastPorts,
  { broadcastId, appId, audience: chosen, state }: BroadcastRecord,
): Promise<BroadcastPlan | undefined> {
  const estimated = 'users' in chosen ? chosen.users : await audience.estimate(appId);
  const tasks = 'users' in chosen ? Math.max(Math.ceil(estimated / usersPerTask), 1) : tasksFor(estimated);
  const changed = await broadcasts.change(broadcastId, [state], { plan: { tasks, estimatedDevices: estimated } });
  return changed?.plan;
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
  const sends = Array.from({ length: plan.tasks }, (_, number) => number)
    .filter((number) => !done.has(number))
    .map((number): BroadcastTask => ({ task: 'send', broadcastId, job, number }));
  const listsOf = new Map(ofJob.map(({ task, retryLists }) => [task, retryLists]));
  const open = retries.filter((list) => list.job === job && list.open.length > 0);
  return [
    ...sends,
    ...open
      // A list without its progress is written again with the task.
      .filter(({ task, list }) => list < (listsOf.get(task) ?? 0))
      .map(({ task, list }): BroadcastTask => ({ task: 'retry', broadcastId, job, number: task, list })),
  ];
}
