import * as z from 'zod/mini';
import type { BroadcastTask } from '../rules/record.ts';
import { type PlanBroadcastPorts, planBroadcast } from './planBroadcast.ts';
import { retryList } from './retryList.ts';
import { type BroadcastTime, type SendTaskPorts, sendTask } from './sendTask.ts';
import { wakeBroadcast } from './waiting.ts';

const about = { broadcastId: z.string(), job: z.enum(['send', 'recall']) };
const storedByMs = z.optional(z.number());
const broadcastTask = z.discriminatedUnion('task', [
  z.object({ task: z.literal('plan'), ...about, storedByMs }),
  z.object({ task: z.literal('wake'), ...about }),
  z.object({ task: z.literal('send'), ...about, number: z.int() }),
  z.object({
    task: z.literal('retry'),
    ...about,
    number: z.int(),
    list: z.int(),
    round: z.int(),
    storedByMs,
  }),
]);

/**
 * @param body of a message of the broadcast queue.
 * @returns `held` if the queue must deliver the task again later.
 * @throws Error if the body is not a task: it ends in the dead-letter queue.
 */
export async function runBroadcastTask(
  ports: SendTaskPorts & PlanBroadcastPorts,
  body: string,
  time: BroadcastTime,
): Promise<'done' | 'held'> {
  const task: BroadcastTask = broadcastTask.parse(JSON.parse(body));
  const { broadcastId, job } = task;
  switch (task.task) {
    case 'plan':
      await planBroadcast(ports, task);
      return 'done';
    case 'wake':
      await wakeBroadcast(ports, broadcastId);
      return 'done';
    case 'send':
      return sendTask(ports, { broadcastId, job, task: task.number }, time);
    case 'retry':
      return retryList(ports, task, time);
  }
}
