/** A dead letter in words and as JSON. Never the text of a message, nor anything else from its pushes. */
import type { Job } from '../../shared/messages/rules/job.ts';
import type { DeliveryTask } from '../../shared/messages/rules/tasks.ts';
import { visible } from '../frame/outsideText.ts';
import type { DeadLetter, DeadLetterReason } from './deadLetters.ts';

export interface DeadLetterView {
  id: string;
  reason: DeadLetterReason;
  error?: string | undefined;
  requestId?: string | undefined;
  sentAt: string;
  task?: TaskView | undefined;
  /** An event that a webhook did not accept. */
  webhook?: { webhookId: string; type: string; eventId: string } | undefined;
}

interface TaskView {
  task: DeliveryTask['task'];
  /** These two for all tasks but `badge`, which belongs to no message. */
  job?: Job['kind'] | undefined;
  messageId?: string | undefined;
  groupId?: string | undefined;
  chunk?: number | undefined;
  /** Users, or targets that are retried. */
  recipients: string[];
}

export const reasonTexts: Readonly<Record<DeadLetterReason, { what: string; fix: string }>> = {
  unreadable: {
    what: 'not a task that the worker knows',
    fix: 'Something else writes to the queue, or a newer version was rolled back: deploy that version again first.',
  },
  failed: {
    what: 'every attempt failed',
    fix: 'For pushes look for `delivery failed` in the log of the deliver function, for events ask the receiver of the webhook. Fix the cause, then put the task back.',
  },
  webhook_disabled: {
    what: 'the webhook is disabled, because it answered 410 or failed for three days',
    fix: 'Set the webhook again with `ringpost webhooks set`, then put the task back.',
  },
  worker_died: {
    what: 'the worker died or ran out of time every time',
    fix: 'Look for timeouts and memory in the log of the deliver function, fix the cause, then put the task back.',
  },
};

export function viewOf({ id, reason, error, requestId, sentAt, task, webhook }: DeadLetter): DeadLetterView {
  return {
    id,
    reason,
    error,
    requestId,
    sentAt,
    ...(task && { task: taskView(task) }),
    ...(webhook && {
      webhook: { webhookId: webhook.webhookId, type: webhook.event.type, eventId: webhook.event.id },
    }),
  };
}

function taskView(task: DeliveryTask): TaskView {
  switch (task.task) {
    case 'expand':
      return { task: task.task, ...jobView(task.job), groupId: task.groupId, recipients: [] };
    case 'chunk':
      return { task: task.task, ...jobView(task.job), chunk: task.chunk, recipients: [...task.recipients] };
    case 'retry': {
      const { job, messageId, chunk, pushes } = task;
      const recipients = pushes.map(({ userId, deviceId, kind }) => `${userId}/${deviceId} (${kind})`);
      return { task: task.task, job, messageId, chunk, recipients };
    }
    case 'badge':
      return { task: task.task, recipients: task.deviceIds.map((deviceId) => `${task.userId}/${deviceId} (alert)`) };
    case 'erase':
      return { task: task.task, recipients: [task.userId] };
  }
}

function jobView(job: Job): Required<Pick<TaskView, 'job' | 'messageId'>> {
  return { job: job.kind, messageId: job.kind === 'send' ? job.message.messageId : job.notice.messageId };
}

/** One line. */
export function titleOf(view: DeadLetterView): string {
  return visible(lineOf(view));
}

function lineOf({ id, reason, error, sentAt, task, webhook }: DeadLetterView): string {
  const why = error === undefined ? reason : `${reason}: ${error}`;
  if (webhook !== undefined) return `${id}  ${sentAt}  ${webhook.type} for webhook ${webhook.webhookId}  ${why}`;
  if (task === undefined) return `${id}  ${sentAt}  ${why}`;
  if (task.task === 'badge') return `${id}  ${sentAt}  badge (${task.recipients.length} recipients)  ${why}`;
  const of = task.chunk === undefined ? '' : ` chunk ${task.chunk}`;
  const size = task.task === 'expand' ? `group ${task.groupId}` : `${task.recipients.length} recipients`;
  return `${id}  ${sentAt}  ${task.task} of ${task.messageId}${of} (${task.job}, ${size})  ${why}`;
}
