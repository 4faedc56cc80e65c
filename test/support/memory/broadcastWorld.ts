/** Broadcasts over a real table, with APNs and the queue in memory. */

import { openBudget } from '../../../shared/broadcasts/flows/budget.ts';
import { type BroadcastInput, createBroadcast } from '../../../shared/broadcasts/flows/manageBroadcasts.ts';
import { runBroadcastTask } from '../../../shared/broadcasts/flows/runBroadcastTask.ts';
import type { BroadcastTask } from '../../../shared/broadcasts/rules/record.ts';
import type { Wake } from '../../../shared/broadcasts/rules/wakeTime.ts';
import { audienceIndex } from '../../../shared/broadcasts/table/audienceIndex.ts';
import { broadcastStore } from '../../../shared/broadcasts/table/broadcastStore.ts';
import { spendingStore } from '../../../shared/broadcasts/table/spendingStore.ts';
import { PushWindow } from '../../../shared/delivery/rules/pushWindow.ts';
import { deviceStore } from '../../../shared/devices/table/deviceStore.ts';
import { profileStore } from '../../../shared/people/table/profiles.ts';
import { recipientStore } from '../../../shared/people/table/recipients.ts';
import { tagStore } from '../../../shared/people/table/tags.ts';
import { audienceKey } from '../../../shared/platform/table/keys.ts';
import { putAll } from '../../../shared/platform/table/putAll.ts';
import type { Table } from '../../../shared/platform/table/table.ts';
import { statisticsStore } from '../../../shared/push/table/statisticsStore.ts';
import { appId, aRegistration, tokenHex } from '../factories.ts';
import { memoryPorts } from './ports.ts';

/** How long a worker lives, in milliseconds of the world's clock. */
const workerLivesMs = 60_000;
/** More rounds than any broadcast of a test takes. */
const maxRounds = 500;

/** @param budgetUsd of a month; undefined: no limit. */
export function broadcastWorld(table: Table, budgetUsd?: number) {
  const memory = memoryPorts();
  const queue: { task: BroadcastTask; delaySeconds: number }[] = [];
  const schedules = new Map<string, Wake & { task: 'plan' | 'wake' }>();
  const broadcasts = broadcastStore(table);
  const statistics = statisticsStore(table);
  const spendingOf = { ...memory, statistics, spending: spendingStore(table), broadcasts };
  const ports = {
    ...memory,
    statistics,
    devices: deviceStore(table),
    profiles: profileStore(table),
    recipients: recipientStore(table),
    tags: tagStore(table),
    broadcasts,
    budget: openBudget(spendingOf, budgetUsd),
    audience: audienceIndex(table),
    broadcastQueue: {
      async enqueue(tasks: readonly BroadcastTask[], delaySeconds = 0) {
        queue.push(...tasks.map((task) => ({ task, delaySeconds })));
      },
    },
    schedules: {
      async add(wake: Wake, task: 'plan' | 'wake') {
        schedules.set(wake.name, { ...wake, task });
      },
      async remove({ name }: Wake) {
        schedules.delete(name);
      },
    },
    stageApps: { isKnown: (name: string) => name === appId },
  };
  let holders = 0;

  /** Runs one task as a worker of its own does. */
  function run(task: BroadcastTask) {
    holders += 1;
    const nowMs = ports.clock.nowMs();
    const lease = { holder: `worker ${holders}`, untilMs: nowMs + workerLivesMs };
    const time = { lease, beginUntilMs: nowMs + 0.7 * workerLivesMs, window: new PushWindow() };
    return runBroadcastTask(ports, JSON.stringify(task), time);
  }

  return {
    ports,
    queue,
    schedules,
    run,
    /** Does what is in the queue, and what follows from it, until nothing is left. */
    async work(): Promise<void> {
      for (let round = 0; queue.length > 0; round += 1) {
        if (round === maxRounds) throw new Error('the queue does not get empty');
        const [next] = queue.splice(0, 1);
        if (next === undefined) return;
        ports.clock.advance(next.delaySeconds * 1000);
        if ((await run(next.task)) === 'held') {
          ports.clock.advance(workerLivesMs);
          queue.push({ ...next, delaySeconds: 0 });
        }
      }
    },
    /** The earliest schedule fires, as late as it may. */
    async fireNext(): Promise<void> {
      const [next] = [...schedules.values()].toSorted((one, other) => one.atMs - other.atMs);
      if (next === undefined) throw new Error('nothing is scheduled');
      schedules.delete(next.name);
      const { task, broadcastId, atMs } = next;
      ports.clock.advance(Math.max(atMs + 59_000 - ports.clock.nowMs(), 0));
      queue.push({ task: { task, broadcastId, job: 'send' }, delaySeconds: 0 });
    },
    register: (changes: Parameters<typeof aRegistration>[0]) =>
      ports.devices.register(aRegistration(changes), ports.clock.nowMs()),
    /** Rows of so many devices, without their users: accepted pushes need no more. */
    async fillIndex(count: number): Promise<string[]> {
      const rows = Array.from({ length: count }, (_, index) => {
        const userId = `user-${index}`;
        const token = tokenHex(userId);
        const key = audienceKey(appId, userId, 'phone');
        return { ...key, userId, deviceId: 'phone', token, environment: 'production' };
      });
      await putAll(table, rows);
      return rows.map(({ token }) => token);
    },
    async start(changes: Partial<BroadcastInput> = {}): Promise<string> {
      const record = await createBroadcast(ports, {
        broadcastId: ports.newId(),
        appId,
        audience: { all: true },
        message: { offlinePush: { title: 'News', desc: 'Group calls are here.' } },
        ...changes,
      });
      if ('refusal' in record) throw new Error(record.detail);
      return record.broadcastId;
    },
  };
}
