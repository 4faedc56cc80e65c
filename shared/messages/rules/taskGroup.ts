/**
 * Tasks of one sender are a group of the delivery queue, so that SQS hands out those of others first while one sender
 * floods it. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html
 */
import { hash } from 'node:crypto';
import type { DeliveryTask } from './tasks.ts';

/** @returns at most 128 letters, digits or punctuation, as SQS takes it; a user ID may be longer, and is private. */
export function taskGroupOf(task: DeliveryTask): string {
  return hash('sha256', ownerOf(task), 'base64url');
}

/** A retry names no sender: those of one message belong together. */
function ownerOf(task: DeliveryTask): string {
  switch (task.task) {
    case 'expand':
    case 'chunk':
      return (task.job.kind === 'send' ? task.job.message.from : task.job.notice.from) ?? '';
    case 'retry':
      return task.messageId;
    case 'badge':
    case 'erase':
      return task.userId;
  }
}
