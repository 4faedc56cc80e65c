/**
 * What is in the dead-letter queue of deliveries. Reading takes messages out of sight for a while; they are put back in
 * sight when the command ends.
 */
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { readTask } from '../../shared/delivery/flows/deliverTask.ts';
import type { DeliveryTask } from '../../shared/messages/rules/tasks.ts';
import { chunks } from '../../shared/platform/inBatches.ts';
import type { StageAccess } from '../stage/stageAccess.ts';

export type DeadLetterReason =
  /** What is in the queue is no task of ours. */
  | 'unreadable'
  /** The worker could not do it, time and again: the error's name is known. */
  | 'failed'
  /** The worker died of it, or ran out of time, time and again: SQS set it aside without a word. */
  | 'worker_died';

export interface DeadLetter {
  id: string;
  reason: DeadLetterReason;
  /** The name of the last error, if one is known. */
  error?: string | undefined;
  /** The API request that it was made for: the logs tell the rest. */
  requestId?: string | undefined;
  /** ISO 8601, UTC: when the task was last put into a queue. */
  sentAt: string;
  task: DeliveryTask | undefined;
  body: string;
  receiptHandle: string;
}

/** As long as a command may take. */
const outOfSightSeconds = 60;
/** SQS hands out at most ten at a time, and sometimes fewer although there are more. */
const batchSize = 10;

type QueueAccess = Pick<StageAccess, 'clients' | 'deadLetterQueueUrl' | 'deliveryQueueUrl'>;

/** @param most no more than these are read. @returns them, each once; `isAll` when there are no others. */
export async function readDeadLetters(
  { clients, deadLetterQueueUrl: QueueUrl }: QueueAccess,
  most: number,
): Promise<{ letters: DeadLetter[]; isAll: boolean }> {
  const found = new Map<string, DeadLetter>();
  while (found.size < most) {
    const { Messages = [] } = await clients.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: Math.min(batchSize, most - found.size),
        VisibilityTimeout: outOfSightSeconds,
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) return { letters: [...found.values()], isAll: true };
    for (const message of Messages) found.set(message.MessageId ?? '', letterOf(message));
  }
  return { letters: [...found.values()], isAll: false };
}

/** Others may read them again at once. */
export async function putInSight(
  { clients, deadLetterQueueUrl: QueueUrl }: QueueAccess,
  letters: readonly DeadLetter[],
): Promise<void> {
  for (const some of chunks(letters, batchSize)) {
    const Entries = some.map(({ receiptHandle: ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
      VisibilityTimeout: 0,
    }));
    await clients.sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  }
}

/**
 * Puts a task back where the worker finds it. First sent, then deleted: if the command dies in between, the task is in
 * both queues, and the worker does nothing twice.
 */
export async function redrive(access: QueueAccess, { body, receiptHandle, requestId }: DeadLetter): Promise<void> {
  const { clients, deadLetterQueueUrl, deliveryQueueUrl } = access;
  await clients.sqs.send(
    new SendMessageCommand({
      QueueUrl: deliveryQueueUrl,
      MessageBody: body,
      // Not the time of the request: how long the task has lain here is no latency.
      ...(requestId !== undefined && {
        MessageAttributes: { requestId: { DataType: 'String', StringValue: requestId } },
      }),
    }),
  );
  await clients.sqs.send(new DeleteMessageCommand({ QueueUrl: deadLetterQueueUrl, ReceiptHandle: receiptHandle }));
}

function letterOf({ MessageId, Body = '', ReceiptHandle = '', Attributes, MessageAttributes }: Message): DeadLetter {
  const error = MessageAttributes?.['error']?.StringValue;
  const requestId = MessageAttributes?.['requestId']?.StringValue;
  return {
    id: MessageId ?? '',
    reason: reasonFrom(MessageAttributes?.['reason']?.StringValue),
    error,
    requestId,
    sentAt: new Date(Number(Attributes?.SentTimestamp ?? 0)).toISOString(),
    task: readTask(Body),
    body: Body,
    receiptHandle: ReceiptHandle,
  };
}

function reasonFrom(text: string | undefined): DeadLetterReason {
  return text === 'unreadable' || text === 'failed' ? text : 'worker_died';
}
