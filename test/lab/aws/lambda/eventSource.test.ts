import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EventSource, startEventSource } from '../../../../lab/aws/lambda/eventSource.ts';
import { createFunctionHost, type InvokeResult } from '../../../../lab/aws/lambda/functionHost.ts';
import { Queue } from '../../../../lab/aws/sqs/queue.ts';
import { bundleFixture } from '../bundleFixture.ts';
import { type ManualClock, manualClock } from '../manualClock.ts';

const visibilityTimeoutMs = 30_000;

let clock: ManualClock;
let queue: Queue;
let source: EventSource;
let log: string[];

beforeEach(() => {
  clock = manualClock();
  queue = makeQueue('work');
  log = [];
});
afterEach(() => source.stop());

function makeQueue(name: string): Queue {
  const settings = {
    visibilityTimeoutSeconds: visibilityTimeoutMs / 1000,
    delaySeconds: 0,
    receiveWaitSeconds: 0,
    maximumMessageBytes: 1_048_576,
  };
  return new Queue(name, `arn:aws:sqs:us-east-1:000000000000:${name}`, settings, clock);
}

function start(invoke: (event: SQSEvent) => Promise<InvokeResult>, options: { pollers?: number } = {}): void {
  source = startEventSource({
    queue,
    invoke,
    batchSize: 3,
    pollers: 1,
    onLog: (line) => log.push(line),
    ...options,
  });
}

/** Answers each invocation with the next of these results, then with success. Records what was in each batch. */
function recordBatches(results: ((event: SQSEvent) => InvokeResult)[] = []) {
  const batches: string[][] = [];
  start(async (event) => {
    batches.push(event.Records.map(({ body }) => body));
    return results.shift()?.(event) ?? { value: null };
  });
  return batches;
}

const send = (...bodies: string[]) => {
  for (const body of bodies) queue.send({ body });
};
const isEmpty = () => Object.values(queue.counts()).every((count) => count === 0);
const failItem = (index: number) => (event: SQSEvent) => ({
  value: { batchItemFailures: [{ itemIdentifier: event.Records[index]?.messageId }] },
});

describe('the event source', () => {
  it("turns messages into Lambda's event", async () => {
    // Prepare
    const { messageId } = queue.send({
      body: 'hello',
      messageGroupId: 'tenant',
      messageAttributes: { trace: { DataType: 'String', StringValue: 't' } },
    });
    const events: SQSEvent[] = [];

    // Act
    start(async (event) => {
      events.push(event);
      return { value: null };
    });
    await vi.waitUntil(isEmpty);

    // Assess
    const sentAt = String(clock.nowMs());
    expect(events).toEqual([
      {
        Records: [
          {
            messageId,
            receiptHandle: expect.any(String),
            body: 'hello',
            md5OfBody: '5d41402abc4b2a76b9719d911017c592',
            attributes: {
              SenderId: '000000000000',
              SentTimestamp: sentAt,
              ApproximateReceiveCount: '1',
              ApproximateFirstReceiveTimestamp: sentAt,
              MessageGroupId: 'tenant',
            },
            messageAttributes: {
              trace: { dataType: 'String', stringValue: 't', stringListValues: [], binaryListValues: [] },
            },
            eventSource: 'aws:sqs',
            eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:work',
            awsRegion: 'us-east-1',
          },
        ],
      },
    ]);
  });

  it('hands over batches up to the configured size', async () => {
    // Prepare
    send('1', '2', '3', '4', '5');

    // Act
    const batches = recordBatches();
    await vi.waitUntil(isEmpty);

    // Assess
    expect(batches).toEqual([
      ['1', '2', '3'],
      ['4', '5'],
    ]);
  });

  it('waits for messages', async () => {
    // Prepare
    const batches = recordBatches();
    await vi.waitUntil(() => clock.pending > 0);

    // Act
    send('now');
    await vi.waitUntil(isEmpty);

    // Assess
    expect(batches).toEqual([['now']]);
  });

  it('handles one batch per poller at a time', async () => {
    // Prepare
    const atOnce: SQSEvent[] = [];
    const { promise: allThere, resolve } = Promise.withResolvers<void>();

    // Act
    start(
      async (event) => {
        atOnce.push(event);
        if (atOnce.length === 2) resolve();
        await allThere;
        return { value: null };
      },
      { pollers: 2 },
    );
    send('1');
    send('2');
    await vi.waitUntil(isEmpty);

    // Assess
    expect(atOnce).toHaveLength(2);
  });
});

describe('after a failure', () => {
  it('only the reported messages come back, after the visibility timeout', async () => {
    // Prepare
    send('good', 'bad', 'fine');
    const batches = recordBatches([failItem(1)]);
    await vi.waitUntil(() => queue.counts().inFlight === 1 && clock.pending > 0);

    // Act
    clock.advance(visibilityTimeoutMs);
    await vi.waitUntil(isEmpty);

    // Assess
    expect(batches).toEqual([['good', 'bad', 'fine'], ['bad']]);
  });

  it.each<[string, () => InvokeResult]>([
    ['the function throws', () => ({ error: { errorType: 'Error', errorMessage: 'broken' } })],
    ['an item has no ID', () => ({ value: { batchItemFailures: [{}] } })],
    ['an item is of no message of the batch', () => ({ value: { batchItemFailures: [{ itemIdentifier: 'x' }] } })],
    ['the list is not a list', () => ({ value: { batchItemFailures: 'all' } })],
  ])('the whole batch comes back when %s, and this is logged', async (_what, result) => {
    // Prepare
    send('one', 'two');
    const batches = recordBatches([result]);
    await vi.waitUntil(() => log.length > 0 && clock.pending > 0);

    // Act
    clock.advance(visibilityTimeoutMs);
    await vi.waitUntil(isEmpty);

    // Assess
    expect(batches).toEqual([
      ['one', 'two'],
      ['one', 'two'],
    ]);
    expect(log[0]).toContain('2 messages go back to the queue');
  });

  it.each<[string, unknown]>([
    ['an empty list', { batchItemFailures: [] }],
    ['a list that is null', { batchItemFailures: null }],
    ['nothing', null],
  ])('%s means success', async (_what, value) => {
    // Prepare
    send('one', 'two');

    // Act
    recordBatches([() => ({ value })]);
    await vi.waitUntil(isEmpty);

    // Assess
    expect(log).toEqual([]);
  });
});

describe('stopping', () => {
  it('waits for the current batch and takes no further one', async () => {
    // Prepare
    const { promise, resolve } = Promise.withResolvers<InvokeResult>();
    const { promise: working, resolve: begin } = Promise.withResolvers<void>();
    start(() => {
      begin();
      return promise;
    });
    send('in work');
    await working;

    // Act
    const stopped = source.stop();
    send('later');
    resolve({ value: null });
    await stopped;

    // Assess
    expect(queue.counts()).toEqual({ visible: 1, inFlight: 0, delayed: 0 });
  });

  it('ends the wait for messages', async () => {
    // Prepare
    recordBatches();
    await vi.waitUntil(() => clock.pending > 0);

    // Act
    await source.stop();

    // Assess
    expect(clock.pending).toBe(0);
  });
});

describe('with a real function', () => {
  it('a poison message ends in the dead-letter queue, and reported messages are retried', async () => {
    // Prepare
    const modulePath = await bundleFixture('sampleWorker.ts');
    const host = createFunctionHost({
      name: 'worker',
      modulePath,
      environment: {},
      memoryMb: 128,
      timeoutSeconds: 5,
      clock,
      onLog: (line) => log.push(line),
    });
    const deadLetterQueue = makeQueue('dead');
    queue.settings.redrive = { deadLetterQueue, maxReceiveCount: 1 };
    send('good', 'fail');

    // Act
    start(host.invoke);
    await vi.waitUntil(() => queue.counts().inFlight === 1 && clock.pending > 0, 5_000);
    send('throw');
    await vi.waitUntil(() => log.some((line) => line.includes('go back')) && clock.pending > 0, 5_000);
    clock.advance(visibilityTimeoutMs);
    await vi.waitUntil(isEmpty);

    // Assess
    const dead = await deadLetterQueue.receive({ maxMessages: 10 });
    expect(dead.map(({ body }) => body).toSorted()).toEqual(['fail', 'throw']);
    await host.stop();
    rmSync(dirname(modulePath), { recursive: true });
  });
});
