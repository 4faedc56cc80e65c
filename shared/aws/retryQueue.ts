import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { RetryQueue } from '../flows/ports.ts';

/** SQS takes ten messages at a time. */
const batchSize = 10;

export function sqsRetryQueue(queueUrl: string): RetryQueue {
  const client = new SQSClient({});
  return {
    async enqueue(tasks) {
      for (let start = 0; start < tasks.length; start += batchSize) {
        const { Failed = [] } = await client.send(
          new SendMessageBatchCommand({
            QueueUrl: queueUrl,
            Entries: tasks.slice(start, start + batchSize).map(({ task, delaySeconds }, index) => ({
              Id: String(index),
              MessageBody: JSON.stringify(task),
              DelaySeconds: delaySeconds,
            })),
          }),
        );
        if (Failed[0]) throw new Error(`the delivery queue refused ${Failed.length} retries: ${Failed[0].Code}`);
      }
    },
  };
}
