/**
 * SQS over AWS JSON 1.0, standard queues only. Beyond what `queue.ts` leaves out: no policies, no tags.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/
 */
import { randomUUID } from 'node:crypto';
import type { TimerClock } from '../../clock.ts';
import { queueArn, sqsAuthorizations } from '../iam/serviceAuthorizations.ts';
import { accountId } from '../localAws.ts';
import {
  type AwsFailure,
  failure,
  type Input,
  isFailure,
  type JsonService,
  type Outcome,
} from '../protocol/jsonProtocol.ts';
import { numberMember, recordMember, textListMember, textMember } from '../protocol/members.ts';
import { Queue, type QueueKeeper } from './queue.ts';
import { describeQueue, readQueueSettings } from './queueSettings.ts';
import { runBatch } from './sqsBatch.ts';
import { outOfRange, readNewMessage, wireMessage } from './sqsMessages.ts';

export interface Sqs extends JsonService {
  /** Creates a queue from inside the lab. @throws Error if SQS would refuse it. */
  createQueue(name: string, attributes: Record<string, string>): { queue: Queue; url: string };
}

/**
 * @param url of this service: the beginning of every queue URL. Called each time.
 * @param keeperOf keeps the contents of the queue of that name beyond the process.
 */
export function createSqs(url: () => string, clock: TimerClock, keeperOf?: (name: string) => QueueKeeper): Sqs {
  const queues = new Map<string, Queue>();
  const queueByArn = (arn: string | undefined) => [...queues.values()].find((queue) => queue.arn === arn);
  const queueUrl = ({ name }: Queue) => `${url()}/${accountId}/${name}`;

  function withQueue(operation: (queue: Queue, input: Input, signal: AbortSignal) => Outcome | Promise<Outcome>) {
    return (input: Input, signal: AbortSignal) => {
      const queue = queues.get(textMember(input, 'QueueUrl')?.split('/').at(-1) ?? '');
      return queue ? operation(queue, input, signal) : noSuchQueue();
    };
  }

  function createQueue(input: Input): Outcome {
    const name = textMember(input, 'QueueName') ?? '';
    if (!/^[\w-]{1,80}$/.test(name)) {
      return failure(
        'InvalidParameterValue',
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      );
    }
    const settings = readQueueSettings(recordMember(input, 'Attributes'), queueByArn);
    if (isFailure(settings)) return settings;
    const queue = new Queue(name, queueArn(name), settings, clock);
    const existing = queues.get(name);
    if (existing && !sameSettings(existing, queue)) {
      return failure('QueueNameExists', `The queue ${name} exists with other attributes.`, 'QueueAlreadyExists');
    }
    if (!existing) queues.set(name, new Queue(name, queue.arn, settings, clock, keeperOf?.(name)));
    return { QueueUrl: queueUrl(queue) };
  }

  function getQueueUrl(input: Input): Outcome {
    const queue = queues.get(textMember(input, 'QueueName') ?? '');
    return queue ? { QueueUrl: queueUrl(queue) } : noSuchQueue();
  }

  function startMessageMoveTask(input: Input): Outcome {
    const source = queueByArn(textMember(input, 'SourceArn'));
    const destinationArn = textMember(input, 'DestinationArn');
    const destination = queueByArn(destinationArn);
    if (!source || (destinationArn && !destination)) {
      return failure(
        'ResourceNotFoundException',
        "The resource that you specified for the SourceArn or DestinationArn doesn't exist.",
      );
    }
    source.moveAll((arn) => destination ?? queueByArn(arn));
    return { TaskHandle: randomUUID() };
  }

  return {
    targetPrefix: 'AmazonSQS',
    version: '1.0',
    authorizations: sqsAuthorizations,
    operations: {
      CreateQueue: createQueue,
      GetQueueUrl: getQueueUrl,
      GetQueueAttributes: withQueue(getQueueAttributes),
      PurgeQueue: withQueue((queue) => {
        queue.purge();
        return {};
      }),
      SendMessage: withQueue(sendMessage),
      SendMessageBatch: withQueue((queue, input) =>
        runBatch(input, (entry) => sendMessage(queue, entry), queue.settings.maximumMessageBytes),
      ),
      ReceiveMessage: withQueue(receiveMessage),
      DeleteMessage: withQueue(deleteMessage),
      DeleteMessageBatch: withQueue((queue, input) => runBatch(input, (entry) => deleteMessage(queue, entry))),
      ChangeMessageVisibility: withQueue(changeMessageVisibility),
      ChangeMessageVisibilityBatch: withQueue((queue, input) =>
        runBatch(input, (entry) => changeMessageVisibility(queue, entry)),
      ),
      // The move is over when the answer arrives, so there is no task to list or to cancel.
      StartMessageMoveTask: startMessageMoveTask,
    },
    createQueue(name, attributes) {
      const outcome = createQueue({ QueueName: name, Attributes: attributes });
      const queue = queues.get(name);
      if (!queue || isFailure(outcome))
        throw new Error(`queue ${name} could not be created: ${JSON.stringify(outcome)}`);
      return { queue, url: queueUrl(queue) };
    },
  };
}

function noSuchQueue(): AwsFailure {
  return failure('QueueDoesNotExist', 'The specified queue does not exist.', 'AWS.SimpleQueueService.NonExistentQueue');
}

function sameSettings(one: Queue, other: Queue): boolean {
  return JSON.stringify(describeSettings(one)) === JSON.stringify(describeSettings(other));
}

function describeSettings(queue: Queue): unknown {
  const { redrive, ...numbers } = queue.settings;
  return { ...numbers, deadLetterArn: redrive?.deadLetterQueue.arn, maxReceiveCount: redrive?.maxReceiveCount };
}

function getQueueAttributes(queue: Queue, input: Input): Outcome {
  const names = textListMember(input, 'AttributeNames') ?? [];
  const all = Object.entries(describeQueue(queue));
  return { Attributes: Object.fromEntries(all.filter(([name]) => names.includes('All') || names.includes(name))) };
}

function sendMessage(queue: Queue, input: Input): Outcome {
  const newMessage = readNewMessage(input, queue.settings.maximumMessageBytes);
  if (isFailure(newMessage)) return newMessage;
  const { messageId, md5OfBody } = queue.send(newMessage);
  return { MessageId: messageId, MD5OfMessageBody: md5OfBody };
}

async function receiveMessage(queue: Queue, input: Input, signal: AbortSignal): Promise<Outcome> {
  const refused =
    outOfRange(input, 'MaxNumberOfMessages', 1, 10) ??
    outOfRange(input, 'WaitTimeSeconds', 0, 20) ??
    outOfRange(input, 'VisibilityTimeout', 0, 43_200);
  if (refused) return refused;
  const waitSeconds = numberMember(input, 'WaitTimeSeconds');
  const visibilityTimeoutSeconds = numberMember(input, 'VisibilityTimeout');
  const messages = await queue.receive({
    maxMessages: numberMember(input, 'MaxNumberOfMessages') ?? 1,
    waitSeconds,
    visibilityTimeoutSeconds,
    signal,
  });
  return messages.length === 0 ? {} : { Messages: messages.map((message) => wireMessage(message, input)) };
}

function deleteMessage(queue: Queue, input: Input): Outcome {
  return queue.delete(textMember(input, 'ReceiptHandle') ?? '') ? {} : invalidHandle();
}

function changeMessageVisibility(queue: Queue, input: Input): Outcome {
  const refused = outOfRange(input, 'VisibilityTimeout', 0, 43_200);
  if (refused) return refused;
  const outcome = queue.changeVisibility(
    textMember(input, 'ReceiptHandle') ?? '',
    numberMember(input, 'VisibilityTimeout') ?? 0,
  );
  if (outcome === 'changed') return {};
  if (outcome === 'unknownHandle') return invalidHandle();
  return failure('MessageNotInflight', 'The message is not in flight.', 'AWS.SimpleQueueService.MessageNotInflight');
}

function invalidHandle(): AwsFailure {
  return failure('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
}
