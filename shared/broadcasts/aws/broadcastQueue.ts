import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { lazily } from '../../platform/aws/lazily.ts';
import { originAttributes } from '../../platform/aws/queuedOrigin.ts';
import { timeLimits } from '../../platform/aws/timeLimits.ts';
import { inBatches } from '../../platform/inBatches.ts';
import type { BroadcastQueue } from '../ports.ts';

/** SQS accepts ten messages at a time. A task is far below the size of a request. */
const maxEntries = 10;
const requestsAtOnce = 20;

export function sqsBroadcastQueue(queueUrl: string): BroadcastQueue {
  const client = lazily(() => new SQSClient({ requestHandler: timeLimits }));

  async function send(batch: readonly object[], delaySeconds: number): Promise<void> {
    const MessageAttributes = originAttributes();
    const { Failed = [] } = await client().send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: batch.map((task, index) => ({
          Id: String(index),
          MessageBody: JSON.stringify(task),
          DelaySeconds: delaySeconds,
          MessageAttributes,
        })),
      }),
    );
    if (Failed[0]) throw new Error(`the broadcast queue rejected ${Failed.length} tasks: ${Failed[0].Code}`);
  }

  return {
    async enqueue(tasks, delaySeconds = 0) {
      for (const batches of inBatches(inBatches(tasks, maxEntries), requestsAtOnce)) {
        await Promise.all(batches.map((batch) => send(batch, delaySeconds)));
      }
    },
  };
}
