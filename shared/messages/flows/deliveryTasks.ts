/** Makes the tasks of the delivery queue. */
import { inBatches } from '../../platform/inBatches.ts';
import { groupRetries } from '../../push/rules/retryPlan.ts';
import type { RetryPush } from '../../push/rules/retryPush.ts';
import type { Job } from '../rules/job.ts';
import type { ChunkTask, QueuedTask, RetryTask } from '../rules/tasks.ts';

/** A message to more goes through the queue. */
export const maxRecipientsInRequest = 100;
/** A worker pushes to as many within a second, and writes its progress once for them. */
export const recipientsPerChunk = 1000;
/** An item of the table has room for every target of as many. */
export const recipientsPerListedChunk = 100;

/** @param firstChunk number of the first chunk. */
export function chunkTasks(
  job: Job,
  recipients: readonly string[],
  { firstChunk, listsAll }: { firstChunk: number; listsAll: boolean },
): QueuedTask[] {
  return inBatches(recipients, listsAll ? recipientsPerListedChunk : recipientsPerChunk).map((list, index) => {
    const task: ChunkTask = {
      task: 'chunk',
      job,
      chunk: firstChunk + index,
      recipients: list,
      listsAll,
      putBack: 0,
    };
    return { task, delaySeconds: 0 };
  });
}

/** @param of absent `chunk`: a message that did not go through the queue at first. */
export function retryTasks(of: Omit<RetryTask, 'task' | 'pushes'>, pushes: readonly RetryPush[]): QueuedTask[] {
  return groupRetries(pushes).map(({ delaySeconds, pushes: together }) => ({
    task: { task: 'retry', ...of, pushes: together },
    delaySeconds,
  }));
}

export function messageIdOf(job: Job): string {
  return job.kind === 'send' ? job.message.messageId : job.notice.messageId;
}
