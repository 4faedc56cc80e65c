/** The delivery worker's handling of one task of its queue. */
import { type ExpandPorts, expandGroup } from '../../messages/flows/expandGroup.ts';
import { type TellBadgePorts, tellBadge } from '../../messages/flows/pushBadge.ts';
import type { DeliveryTask } from '../../messages/rules/tasks.ts';
import { type DeliverPorts, deliverChunk, type WorkTime } from './deliverChunk.ts';
import { type RetryPorts, retryPushes } from './retryPushes.ts';

export type DeliverTaskPorts = DeliverPorts & ExpandPorts & RetryPorts & TellBadgePorts;

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
      await tellBadge(ports, task);
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

const kinds: ReadonlySet<unknown> = new Set<DeliveryTask['task']>(['expand', 'chunk', 'retry', 'badge']);

function isTask(value: unknown): value is DeliveryTask {
  return typeof value === 'object' && value !== null && 'task' in value && kinds.has(value.task);
}
