/**
 * The contents of the dead-letter queues of deliveries: of pushes, and of events to webhooks. Reading hides messages for a while; they are made visible again
 * when the command ends.
 */
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { readTask } from '../../shared/delivery/flows/deliverTask.ts';
import { queueText } from '../../shared/messages/aws/deliveryQueue.ts';
import type { DeliveryTask } from '../../shared/messages/rules/tasks.ts';
import { inBatches } from '../../shared/platform/inBatches.ts';
import { type DeliverTask, readWebhookTask } from '../../shared/webhooks/rules/task.ts';
import type { StageAccess } from '../stage/stageAccess.ts';

export type DeadLetterReason =
  /** The message is not a task of Ringpost. */
  | 'unreadable'
  /** The worker, or the receiver of a webhook, failed every time: the error is known. */
  | 'failed'
  /** The webhook gets nothing until somebody sets it again. */
  | 'webhook_disabled'
  /** The worker died or ran out of time every time: SQS dead-lettered the task without a reason. */
  | 'worker_died';

export interface DeadLetter {
  id: string;
  reason: DeadLetterReason;
  /** Name of the last error, if known. */
  error?: string | undefined;
  /** ID of the API request that caused it: the logs tell the rest. */
  requestId?: string | undefined;
  /** ISO 8601, UTC: when the task was last put into a queue. */
  sentAt: string;
  task: DeliveryTask | undefined;
  /** An event for a webhook. */
  webhook: DeliverTask | undefined;
  body: string;
  queue: WorkQueueUrls;
  receiptHandle: string;
}

/** The time that a command may take. */
const outOfSightSeconds = 60;
/** SQS returns at most ten at a time, and sometimes fewer although there are more. */
const batchSize = 10;

interface WorkQueueUrls {
  url: string;
  deadLettersUrl: string;
}

type QueueAccess = Pick<
  StageAccess,
  'clients' | 'deadLetterQueueUrl' | 'deliveryQueueUrl' | 'webhookQueueUrl' | 'webhookDeadLetterQueueUrl'
>;

function queuesOf(access: QueueAccess): WorkQueueUrls[] {
  const { deliveryQueueUrl, deadLetterQueueUrl, webhookQueueUrl, webhookDeadLetterQueueUrl } = access;
  const deliveries = { url: deliveryQueueUrl, deadLettersUrl: deadLetterQueueUrl };
  if (webhookQueueUrl === undefined || webhookDeadLetterQueueUrl === undefined) return [deliveries];
  return [deliveries, { url: webhookQueueUrl, deadLettersUrl: webhookDeadLetterQueueUrl }];
}

/** @param most how many to read at most. @returns them, each once; `isAll` if there are no others. */
export async function readDeadLetters(
  access: QueueAccess,
  most: number,
): Promise<{ letters: DeadLetter[]; isAll: boolean }> {
  const letters: DeadLetter[] = [];
  for (const queue of queuesOf(access)) {
    const read = await readQueue(access, queue, most - letters.length);
    letters.push(...read.letters);
    if (!read.isAll) return { letters, isAll: false };
  }
  return { letters, isAll: true };
}

async function readQueue({ clients }: QueueAccess, queue: WorkQueueUrls, most: number) {
  const found = new Map<string, DeadLetter>();
  while (found.size < most) {
    const { Messages = [] } = await clients.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queue.deadLettersUrl,
        MaxNumberOfMessages: Math.min(batchSize, most - found.size),
        VisibilityTimeout: outOfSightSeconds,
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) return { letters: [...found.values()], isAll: true };
    for (const message of Messages) found.set(message.MessageId ?? '', letterOf(queue, message));
  }
  return { letters: [...found.values()], isAll: false };
}

/** Others may read them again at once. */
export async function putInSight(access: QueueAccess, letters: readonly DeadLetter[]): Promise<void> {
  for (const { deadLettersUrl: QueueUrl } of queuesOf(access)) {
    const own = letters.filter(({ queue }) => queue.deadLettersUrl === QueueUrl);
    for (const some of inBatches(own, batchSize)) {
      const Entries = some.map(({ receiptHandle: ReceiptHandle }, index) => ({
        Id: String(index),
        ReceiptHandle,
        VisibilityTimeout: 0,
      }));
      await access.clients.sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
    }
  }
}

/**
 * Puts a task back into its worker's queue. It is sent first and then deleted: if the command dies in between, the task
 * is in both queues. The worker pushes nothing twice, and a receiver knows an event by its ID.
 */
export async function redrive({ clients }: QueueAccess, letter: DeadLetter): Promise<void> {
  const { body, queue, receiptHandle, requestId, webhook } = letter;
  await clients.sqs.send(
    new SendMessageCommand({
      QueueUrl: queue.url,
      MessageBody: webhook === undefined ? body : queueText({ ...webhook, attempt: 1, dueAtMs: 0 }),
      // Not the time of the request: the time that the task spent here is not latency.
      ...(requestId !== undefined && {
        MessageAttributes: { requestId: { DataType: 'String', StringValue: requestId } },
      }),
    }),
  );
  await clients.sqs.send(new DeleteMessageCommand({ QueueUrl: queue.deadLettersUrl, ReceiptHandle: receiptHandle }));
}

function letterOf(queue: WorkQueueUrls, message: Message): DeadLetter {
  const { MessageId, Body = '', ReceiptHandle = '', Attributes, MessageAttributes } = message;
  const error = MessageAttributes?.['error']?.StringValue;
  const requestId = MessageAttributes?.['requestId']?.StringValue;
  return {
    id: MessageId ?? '',
    reason: reasonFrom(MessageAttributes?.['reason']?.StringValue),
    error,
    requestId,
    sentAt: new Date(Number(Attributes?.SentTimestamp ?? 0)).toISOString(),
    task: readTask(Body),
    webhook: webhookTask(Body),
    body: Body,
    queue,
    receiptHandle: ReceiptHandle,
  };
}

function reasonFrom(text: string | undefined): DeadLetterReason {
  return text === 'unreadable' || text === 'failed' || text === 'webhook_disabled' ? text : 'worker_died';
}

function webhookTask(body: string): DeliverTask | undefined {
  const task = readWebhookTask(body);
  return task?.task === 'deliver' ? task : undefined;
}
