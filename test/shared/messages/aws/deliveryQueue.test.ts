import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failure, type JsonService } from '../../../../lab/aws/protocol/jsonProtocol.ts';
import { createSqs } from '../../../../lab/aws/sqs/sqs.ts';
import { apnsHeaders } from '../../../../shared/apns/rules/pushTypes.ts';
import { sqsDeliveryQueue } from '../../../../shared/messages/aws/deliveryQueue.ts';
import type { ChunkTask, RetryTask } from '../../../../shared/messages/rules/tasks.ts';
import { manualClock } from '../../../lab/aws/manualClock.ts';
import { aMessage, appId, startMs } from '../../../support/factories.ts';
import { useLocalServices } from '../../../support/lab/localAwsServices.ts';

let clock: ReturnType<typeof manualClock>;
/** The requests that were made, each by its number of entries. */
let batches: number[];

function watched(url: () => string): JsonService {
  clock = manualClock();
  const sqs = createSqs(url, clock);
  batches = [];
  const { SendMessageBatch: sendMessageBatch = () => failure('InternalFailure', '') } = sqs.operations;
  return {
    ...sqs,
    operations: {
      ...sqs.operations,
      SendMessageBatch: (input, signal) => {
        batches.push((input['Entries'] as unknown[]).length);
        return sendMessageBatch(input, signal);
      },
    },
  };
}
useLocalServices((url) => [watched(url)], 'AWS_ENDPOINT_URL_SQS');

let client: SQSClient;
let queueUrl: string;
beforeEach(async () => {
  client = new SQSClient({});
  const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: 'delivery' }));
  queueUrl = QueueUrl;
});
afterEach(() => client.destroy());

const aTask = (n: number, body = '语 👋 "hi" \uFFFE\uFFFF'): RetryTask => ({
  task: 'retry',
  job: 'send',
  messageId: '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001',
  chunk: n,
  pushes: [
    {
      userId: 'bob',
      deviceId: `phone-${n}`,
      kind: 'alert',
      headers: apnsHeaders(appId, 'alert', '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d002', startMs),
      payload: { aps: { alert: { body } } },
      attemptsMade: 1,
    },
  ],
});
const tasks = (count: number, delaySeconds = 0) =>
  Array.from({ length: count }, (_, n) => ({ task: aTask(n), delaySeconds }));

/** All that can be received now, once. */
async function receiveAll(): Promise<RetryTask[]> {
  const command = new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 43_200 });
  const received: RetryTask[] = [];
  for (;;) {
    const { Messages = [] } = await client.send(command);
    if (Messages.length === 0) return received;
    received.push(...Messages.map(({ Body = '' }) => JSON.parse(Body) as RetryTask));
  }
}

describe('tasks', () => {
  it('leave the queue unchanged', async () => {
    // Prepare
    const queue = sqsDeliveryQueue(queueUrl);

    // Act
    await queue.enqueue(tasks(1));

    // Assess
    expect(await receiveAll()).toEqual([aTask(0)]);
  });

  it.each([
    [0, []],
    [1, [1]],
    [10, [10]],
    [11, [10, 1]],
    [25, [10, 10, 5]],
  ])('enter the queue ten at a time: %i', async (count, expected) => {
    // Prepare
    const queue = sqsDeliveryQueue(queueUrl);

    // Act
    await queue.enqueue(tasks(count));

    // Assess
    expect(batches).toEqual(expected);
    const received = (await receiveAll()).map(({ chunk }) => Number(chunk));
    expect(received.toSorted((one, other) => one - other)).toEqual(tasks(count).map(({ task }) => task.chunk));
  });

  it('of one sender are one group of the queue, so that a flood does not hold up the others', async () => {
    // Prepare
    const queue = sqsDeliveryQueue(queueUrl);
    const of = (from: string, chunk: number) => {
      const message = aMessage({ from });
      const task = {
        task: 'chunk',
        job: { kind: 'send', message },
        chunk,
        recipients: [],
        listsAll: false,
        putBack: 0,
      };
      return { task: task as ChunkTask, delaySeconds: 0 };
    };
    const longest = 'ä'.repeat(255);

    // Act
    await queue.enqueue([of('alice', 0), of('alice', 1), of(longest, 2)]);
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['MessageGroupId'],
      }),
    );

    // Assess
    const groups = Messages.map(({ Body = '', Attributes }) => [JSON.parse(Body).chunk, Attributes?.MessageGroupId]);
    const [first, second, other] = groups.toSorted(([one], [two]) => one - two).map(([, group]) => group);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
    expect([first, other]).toEqual(Array(2).fill(expect.stringMatching(/^[\w-]{1,128}$/)));
  });

  it('leave the queue after their delays', async () => {
    // Prepare
    const queue = sqsDeliveryQueue(queueUrl);
    await queue.enqueue([
      { task: aTask(5), delaySeconds: 5 },
      { task: aTask(900), delaySeconds: 900 },
    ]);

    // Act
    const atOnce = await receiveAll();
    clock.advance(5000);
    const afterFive = await receiveAll();
    clock.advance(895_000);
    const afterMany = await receiveAll();

    // Assess
    expect(atOnce).toEqual([]);
    expect(afterFive).toEqual([aTask(5)]);
    expect(afterMany).toEqual([aTask(900)]);
  });

  it('refused by the queue are an error instead of being lost', async () => {
    // Prepare
    const queue = sqsDeliveryQueue(queueUrl);
    const tooLate = { task: aTask(2), delaySeconds: 901 };

    // Act
    const enqueued = queue.enqueue([...tasks(2), tooLate]);

    // Assess
    await expect(enqueued).rejects.toThrow(/the delivery queue rejected 1 tasks: \w+/);
  });

  it('too large together enter one after the other', async () => {
    // Prepare
    const queue = sqsDeliveryQueue(queueUrl);
    const large = [0, 1, 2].map((n) => ({ task: aTask(n, 'x'.repeat(400_000)), delaySeconds: 0 }));

    // Act
    await queue.enqueue(large);

    // Assess
    expect(batches).toEqual([2, 1]);
    expect(await receiveAll()).toHaveLength(3);
  });
});
