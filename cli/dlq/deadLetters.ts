/**
 * The contents of the dead-letter queue of deliveries. Reading hides messages for a while; they are made visible again
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
import type { DeliveryTask } from '../../shared/messages/rules/tasks.ts';
import { inBatches } from '../../shared/platform/inBatches.ts';
import type { StageAccess } from '../stage/stageAccess.ts';

export type DeadLetterReason =
  /** The message is not a task of Ringpost. */
  | 'unreadable'
  /** The worker failed every time: the error's name is known. */
  | 'failed'
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
  body: string;
  receiptHandle: string;
}

/** The time that a command may take. */
const outOfSightSeconds = 60;
/** SQS returns at most ten at a time, and sometimes fewer although there are more. */
const batchSize = 10;

type QueueAccess = Pick<StageAccess, 'clients' | 'deadLetterQueueUrl' | 'deliveryQueueUrl'>;

/** @param most how many to read at most. @returns them, each once; `isAll` if there are no others. */
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
  for (const some of inBatches(letters, batchSize)) {
    const Entries = some.map(({ receiptHandle: ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
      VisibilityTimeout: 0,
    }));
    await clients.sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  }
}

/**
 * Puts a task back into the worker's queue. It is sent first and then deleted: if the command dies in between, the task
 * is in both queues, and the worker does nothing twice.
 */
export async function redrive(access: QueueAccess, { body, receiptHandle, requestId }: DeadLetter): Promise<void> {
  const { clients, deadLetterQueueUrl, deliveryQueueUrl } = access;
  await clients.sqs.send(
    new SendMessageCommand({
      QueueUrl: deliveryQueueUrl,
      MessageBody: body,
      // Not the time of the request: the time that the task spent here is not latency.
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
