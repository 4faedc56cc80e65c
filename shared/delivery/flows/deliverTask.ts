/** The delivery worker's handling of one task of its queue. */
import { type ExpandPorts, expandGroup } from '../../messages/flows/expandGroup.ts';
import { type PushBadgePorts, pushBadge } from '../../messages/flows/pushBadge.ts';
import type { DeliveryTask, EraseTask } from '../../messages/rules/tasks.ts';
import { type DeliverPorts, deliverChunk, type WorkTime } from './deliverChunk.ts';
import { type RetryPorts, retryPushes } from './retryPushes.ts';

/** Seldom used, so that it is loaded when it is. */
export interface ErasePort {
  /** @param beginUntilMs epoch milliseconds: after that no further step begins. */
  eraseUser(task: EraseTask, beginUntilMs: number): Promise<void>;
}

export type DeliverTaskPorts = DeliverPorts & ExpandPorts & RetryPorts & PushBadgePorts & ErasePort;

/** @returns `held`: the queue must deliver the task again later. */
export async function deliverTask(
  ports: DeliverTaskPorts,
  task: DeliveryTask,
  time: WorkTime,
): Promise<'done' | 'held'> {
  switch (task.task) {
    case 'chunk':
      return deliverChunk(ports, task, time);
    case 'retry':
      await retryPushes(ports, task, time);
      return 'done';
    case 'badge':
      await pushBadge(ports, task);
      return 'done';
    case 'erase':
      await ports.eraseUser(task, time.beginUntilMs);
      return 'done';
    case 'expand': {
      const expansion = await expandGroup(ports, task, time.beginUntilMs);
      if (expansion?.isComplete === false) await ports.deliveries.enqueue([{ task, delaySeconds: 0 }]);
      return 'done';
    }
  }
}

/** @returns undefined for tasks that no version of this worker has queued. */
export function readTask(body: string): DeliveryTask | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isTask(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const kinds: ReadonlySet<unknown> = new Set<DeliveryTask['task']>(['expand', 'chunk', 'retry', 'badge', 'erase']);

function isTask(value: unknown): value is DeliveryTask {
  return typeof value === 'object' && value !== null && 'task' in value && kinds.has(value.task);
}
