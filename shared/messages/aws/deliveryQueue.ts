import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { lazily } from '../../platform/aws/lazily.ts';
import { originAttributes } from '../../platform/aws/queuedOrigin.ts';
import { timeLimits } from '../../platform/aws/timeLimits.ts';
import type { DeliveryQueue } from '../ports.ts';
import { taskGroupOf } from '../rules/taskGroup.ts';
import type { QueuedTask } from '../rules/tasks.ts';

/** SQS accepts ten messages at a time, of 1 MiB in all. */
const maxEntries = 10;
const maxBytes = 1_000_000;

export function sqsDeliveryQueue(queueUrl: string): DeliveryQueue {
  const client = lazily(() => new SQSClient({ requestHandler: timeLimits }));
  return {
    async enqueue(tasks) {
      const MessageAttributes = originAttributes();
      for (const batch of batchesOf(tasks)) {
        const { Failed = [] } = await client().send(
          new SendMessageBatchCommand({
            QueueUrl: queueUrl,
            Entries: batch.map(({ body, delaySeconds, group }, index) => ({
              Id: String(index),
              MessageBody: body,
              DelaySeconds: delaySeconds,
              MessageGroupId: group,
              MessageAttributes,
            })),
          }),
        );
        if (Failed[0]) throw new Error(`the delivery queue rejected ${Failed.length} tasks: ${Failed[0].Code}`);
      }
    },
  };
}

interface Entry {
  body: string;
  delaySeconds: number;
  group: string;
}

function batchesOf(tasks: readonly QueuedTask[]): Entry[][] {
  const batches: Entry[][] = [];
  let bytes = 0;
  for (const { task, delaySeconds } of tasks) {
    const body = queueText(task);
    const entry = { body, delaySeconds, group: taskGroupOf(task) };
    const size = Buffer.byteLength(body);
    const last = batches.at(-1);
    if (last === undefined || last.length === maxEntries || bytes + size > maxBytes) {
      batches.push([entry]);
      bytes = size;
    } else {
      last.push(entry);
      bytes += size;
    }
  }
  return batches;
}

/** SQS rejects two characters that JSON may contain unescaped, and a message's text may have them. */
export function queueText(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[\uFFFE\uFFFF]/g, (character) =>
    character === '\uFFFE' ? '\\uFFFE' : '\\uFFFF',
  );
}
