/** Devices of users in their quiet hours: they wait in lists, one for each time at which quiet hours end. */
import { inBatches } from '../../platform/inBatches.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import type { BroadcastPorts } from '../ports.ts';
import { type BroadcastTask, mayRun, type RetryName, type RetryTarget, type WaitingDevices } from '../rules/record.ts';
import { queueDelaySeconds, soonestWakeMs, wakeFor } from '../rules/wakeTime.ts';

export type WaitingPorts = Pick<BroadcastPorts, 'broadcasts' | 'schedules'>;

/** A transaction has room for a hundred items, and stores retries and progress too. */
const maxListsAtOnce = 50;

/** By the time at which they are due. */
export class WaitingTargets {
  #byDueMs = new Map<number, RetryTarget[]>();

  add(dueMs: number, target: RetryTarget): void {
    const targets = this.#byDueMs.get(dueMs);
    if (targets === undefined) this.#byDueMs.set(dueMs, [target]);
    else targets.push(target);
  }

  /** @returns all, in lists of at most so many, and forgets them. With too many times, some are woken early, and wait again. */
  take(perList: number): [number, RetryTarget[]][] {
    const all = [...this.#byDueMs].toSorted(([one], [other]) => one - other);
    this.#byDueMs = new Map();
    const together = inBatches(all, Math.ceil(all.length / maxListsAtOnce) || 1).map(
      (some): [number, RetryTarget[]] => [some[0]?.[0] ?? 0, some.flatMap(([, targets]) => targets)],
    );
    return together.flatMap(([dueMs, targets]) =>
      inBatches(targets, perList).map((list): [number, RetryTarget[]] => [dueMs, list]),
    );
  }
}

/**
 * Stores them, and sees to it that somebody comes for them.
 * @param part the holder of the lease: what another worker has stored stays.
 */
export async function keepWaiting(
  { broadcasts, schedules }: WaitingPorts,
  name: RetryName,
  part: string,
  dueMs: number,
  targets: readonly RetryTarget[],
): Promise<WaitingDevices> {
  await broadcasts.putWaiting(name, part, targets);
  await schedules.add(wakeFor(name.broadcastId, dueMs), 'wake');
  return { devices: targets.length, dueMs, part };
}

/** Queues the lists whose time has come. Their schedule comes a little early. */
export async function wakeBroadcast(
  ports: WaitingPorts & Pick<PlatformPorts, 'clock' | 'log'> & Pick<BroadcastPorts, 'broadcastQueue'>,
  broadcastId: string,
): Promise<void> {
  const { broadcasts, broadcastQueue, clock, log } = ports;
  log.about({ broadcastId });
  const record = await broadcasts.find(broadcastId);
  // Once it is resumed, its plan queues them.
  if (record === undefined || !mayRun(record, 'send')) return;
  const nowMs = clock.nowMs();
  const { retries } = await broadcasts.progress(broadcastId);
  const lists = retries.filter(({ job }) => job === 'send');
  const tasks = lists
    .filter(({ waiting }) => waiting !== undefined && waiting.dueMs <= nowMs)
    .map(
      ({ task, list, round }): BroadcastTask => ({
        task: 'retry',
        broadcastId,
        job: 'send',
        number: task,
        list,
        round,
      }),
    );
  await broadcastQueue.enqueue(tasks);
  const due = lists.flatMap(({ waiting }) => waiting?.dueMs ?? []);
  const soon = due.filter((dueMs) => nowMs < dueMs && dueMs < nowMs + soonestWakeMs).toSorted()[0];
  if (soon !== undefined) {
    await broadcastQueue.enqueue([{ task: 'wake', broadcastId, job: 'send' }], queueDelaySeconds(soon, nowMs));
  }
  log.info('broadcast woken', { queued: tasks.length });
}
