import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { queueText } from '../../messages/aws/deliveryQueue.ts';
import { lazily } from '../../platform/aws/lazily.ts';
import { originAttributes } from '../../platform/aws/queuedOrigin.ts';
import { timeLimits } from '../../platform/aws/timeLimits.ts';
import { inBatches } from '../../platform/inBatches.ts';
import type { Clock } from '../../platform/ports.ts';
import type { WebhookQueue } from '../ports.ts';
import type { WebhookTask } from '../rules/task.ts';

/** SQS accepts ten messages at a time, and delays none for longer than 15 minutes. A task has a few KB. */
const batchSize = 10;
const maxDelaySeconds = 900;

/** A delivery that is due later comes back after the longest delay, and waits again. */
export function sqsWebhookQueue(queueUrl: string, clock: Clock): WebhookQueue {
  const client = lazily(() => new SQSClient({ requestHandler: timeLimits }));
  const delaySeconds = (task: WebhookTask): number => {
    const seconds = task.task === 'deliver' ? Math.ceil((task.dueAtMs - clock.nowMs()) / 1000) : 0;
    return Math.min(Math.max(seconds, 0), maxDelaySeconds);
  };
  return {
    async send(tasks) {
      const MessageAttributes = originAttributes();
      const rejected = await Promise.all(
        inBatches(tasks, batchSize).map(async (batch) => {
          const { Failed = [] } = await client().send(
            new SendMessageBatchCommand({
              QueueUrl: queueUrl,
              Entries: batch.map((task, index) => ({
                Id: String(index),
                MessageBody: queueText(task),
                DelaySeconds: delaySeconds(task),
                MessageAttributes,
              })),
            }),
          );
          return batch.filter((_task, index) => Failed.some(({ Id }) => Id === String(index)));
        }),
      );
      return rejected.flat();
    },
  };
}
