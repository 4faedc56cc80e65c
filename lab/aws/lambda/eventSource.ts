/**
 * Feeds a queue to a function, as Lambda's event source mapping does with ReportBatchItemFailures: the failures that
 * the function reports, or the whole batch if it throws, stay in the queue and come back after their visibility
 * timeout. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
import type { SQSEvent, SQSMessageAttributes, SQSRecord } from 'aws-lambda';
import { region } from '../localAws.ts';
import { isRecord } from '../protocol/isRecord.ts';
import { recordMember, textMember } from '../protocol/members.ts';
import type { Queue, ReceivedMessage } from '../sqs/queue.ts';
import { systemAttributes } from '../sqs/sqsMessages.ts';
import type { InvokeResult } from './functionHost.ts';
import { errorLine } from './logLine.ts';

export interface EventSourceOptions {
  queue: Queue;
  invoke(event: SQSEvent): Promise<InvokeResult>;
  /** AWS: 10 by default, up to 10,000 for a standard queue. */
  batchSize: number;
  /** How many batches are processed concurrently; Lambda starts with 5. */
  pollers: number;
  onLog(line: string): void;
}

export interface EventSource {
  /** Receives no more messages, and waits for the batches in progress. */
  stop(): Promise<void>;
}

const longPollSeconds = 20;

export function startEventSource(options: EventSourceOptions): EventSource {
  const abort = new AbortController();
  const polling = Array.from({ length: options.pollers }, () => poll(options, abort.signal));
  return {
    async stop() {
      abort.abort();
      await Promise.all(polling);
    },
  };
}

async function poll(options: EventSourceOptions, signal: AbortSignal): Promise<void> {
  const { queue, batchSize } = options;
  while (!signal.aborted) {
    const batch = await queue.receive({ maxMessages: batchSize, waitSeconds: longPollSeconds, signal });
    if (batch.length > 0) await work(options, batch);
  }
}

async function work({ queue, invoke, onLog }: EventSourceOptions, batch: ReceivedMessage[]): Promise<void> {
  const result = await invoke({ Records: batch.map((message) => sqsRecord(message, queue.arn)) });
  if (result.error) {
    onLog(errorLine(queue.name, `${batch.length} messages go back to the queue`, { ...result.error }));
    return;
  }
  const failed = failedIds(result.value, batch);
  if (!failed) {
    const errorMessage = 'batchItemFailures does not have the form that Lambda expects';
    onLog(errorLine(queue.name, `${batch.length} messages go back to the queue`, { errorMessage }));
    return;
  }
  for (const { messageId, receiptHandle } of batch) if (!failed.has(messageId)) queue.delete(receiptHandle);
}

/**
 * @returns undefined if the whole batch counts as failed: an item without an ID, or with one that is not in the
 *   batch. No list, or an empty one, means success.
 */
function failedIds(value: unknown, batch: readonly ReceivedMessage[]): Set<string> | undefined {
  const { batchItemFailures } = isRecord(value) ? value : {};
  if (batchItemFailures === undefined || batchItemFailures === null) return new Set();
  if (!Array.isArray(batchItemFailures)) return undefined;
  const batchIds = new Set(batch.map(({ messageId }) => messageId));
  const failed = batchItemFailures.map((item) => (isRecord(item) && textMember(item, 'itemIdentifier')) || '');
  return failed.every((id) => batchIds.has(id)) ? new Set(failed) : undefined;
}

function sqsRecord(message: ReceivedMessage, eventSourceARN: string): SQSRecord {
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: eventAttributes(message),
    md5OfBody: message.md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion: region,
  };
}

function eventAttributes({ messageAttributes = {} }: ReceivedMessage): SQSMessageAttributes {
  const converted = Object.keys(messageAttributes).map((name) => {
    const attribute = recordMember(messageAttributes, name);
    return [
      name,
      {
        dataType: textMember(attribute, 'DataType') ?? '',
        stringValue: textMember(attribute, 'StringValue'),
        binaryValue: textMember(attribute, 'BinaryValue'),
        stringListValues: [],
        binaryListValues: [],
      },
    ];
  });
  return Object.fromEntries(converted);
}
