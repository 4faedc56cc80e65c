import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  PurgeQueueCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clientOptions } from '../../../../lab/aws/localAws.ts';
import { serveJsonProtocol } from '../../../../lab/aws/protocol/jsonProtocol.ts';
import type { ListeningServer } from '../../../../lab/aws/protocol/listen.ts';
import { createSqs, type Sqs } from '../../../../lab/aws/sqs/sqs.ts';
import { type ManualClock, manualClock } from '../manualClock.ts';

let clock: ManualClock;
let sqs: Sqs;
let server: ListeningServer;
let client: SQSClient;
let QueueUrl: string;

beforeEach(async () => {
  clock = manualClock();
  sqs = createSqs(() => server.url, clock);
  server = await serveJsonProtocol([sqs]);
  client = new SQSClient({
    ...clientOptions(server.url),
    maxAttempts: 1,
  });
  QueueUrl = await makeQueue('work');
});

afterEach(async () => {
  client.destroy();
  await server.stop();
});

async function makeQueue(QueueName: string, Attributes: Record<string, string> = {}): Promise<string> {
  const created = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
  return created.QueueUrl ?? '';
}
const send = (MessageBody: string, DelaySeconds?: number) =>
  client.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds }));
async function receive(options: Partial<ReceiveMessageCommandInput> = {}) {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0, ...options }),
  );
  return Messages;
}
const bodies = (messages: Message[]) => messages.map(({ Body }) => Body);
async function attributes(url = QueueUrl): Promise<Partial<Record<QueueAttributeName, string>>> {
  const all = await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));
  return all.Attributes ?? {};
}

describe('a message', () => {
  it('is handed out once with its attributes, and removed when deleted', async () => {
    // Prepare
    const sent = await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: 'hello ⚡',
        MessageGroupId: 'tenant',
        MessageAttributes: {
          'trace.id': { DataType: 'String', StringValue: 't' },
          other: { DataType: 'Binary', BinaryValue: Uint8Array.of(1, 2) },
        },
      }),
    );

    // Act
    const [message, ...more] = await receive({
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['trace.*'],
    });

    // Assess
    expect(more).toEqual([]);
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'hello ⚡',
      Attributes: {
        SentTimestamp: String(clock.nowMs()),
        ApproximateReceiveCount: '1',
        ApproximateFirstReceiveTimestamp: String(clock.nowMs()),
        MessageGroupId: 'tenant',
      },
      MessageAttributes: { 'trace.id': { StringValue: 't' } },
    });
    expect(Object.keys(message?.MessageAttributes ?? {})).toEqual(['trace.id']);
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    clock.advance(60_000);
    expect(await receive()).toEqual([]);
  });

  it('is hidden for its delay', async () => {
    // Prepare
    await send('later', 10);

    // Act
    clock.advance(9_999);
    const tooEarly = await receive();
    clock.advance(1);
    const inTime = await receive();

    // Assess
    expect(tooEarly).toEqual([]);
    expect(bodies(inTime)).toEqual(['later']);
  });

  it('comes back after the visibility timeout with a higher receive count', async () => {
    // Prepare
    await send('again');
    const [first] = await receive({ VisibilityTimeout: 5 });

    // Act
    clock.advance(4_999);
    const hidden = await receive();
    clock.advance(1);
    const [second] = await receive({ AttributeNames: ['All'] });

    // Assess
    expect(hidden).toEqual([]);
    expect(second?.MessageId).toBe(first?.MessageId);
    expect(second?.Attributes?.ApproximateReceiveCount).toBe('2');
  });

  it('is not deleted with the receipt handle of an earlier receive', async () => {
    // Prepare
    await send('again');
    const [first] = await receive({ VisibilityTimeout: 1 });
    clock.advance(1_000);
    await receive({ VisibilityTimeout: 1 });

    // Act
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));

    // Assess
    clock.advance(1_000);
    expect(bodies(await receive())).toEqual(['again']);
  });

  it('stays hidden longer, or comes back at once, when its visibility is changed', async () => {
    // Prepare
    await send('x');
    const [{ ReceiptHandle } = {}] = await receive({ VisibilityTimeout: 5 });
    const change = (VisibilityTimeout: number) =>
      client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));

    // Act
    await change(60);
    clock.advance(59_000);
    const extended = await receive();
    await change(0);
    const released = await receive();

    // Assess
    expect(extended).toEqual([]);
    expect(bodies(released)).toEqual(['x']);
    await expect(change(5)).rejects.toMatchObject({ name: 'MessageNotInflight' });
  });
});

describe('a long poll', () => {
  it('answers as soon as a message is sent', async () => {
    // Prepare
    const waiting = receive({ WaitTimeSeconds: 20 });
    await vi.waitUntil(() => clock.pending > 0);

    // Act
    await send('now');

    // Assess
    expect(bodies(await waiting)).toEqual(['now']);
  });

  it('answers when a delayed message becomes visible', async () => {
    // Prepare
    await send('soon', 3);
    const waiting = receive({ WaitTimeSeconds: 20 });
    await vi.waitUntil(() => clock.pending > 0);

    // Act
    clock.advance(3_000);

    // Assess
    expect(bodies(await waiting)).toEqual(['soon']);
  });

  it('returns nothing at the end of its wait and leaves no timer behind', async () => {
    // Prepare
    await send('far away', 900);
    const waiting = receive({ WaitTimeSeconds: 20 });
    await vi.waitUntil(() => clock.pending > 0);

    // Act
    clock.advance(20_000);

    // Assess
    expect(await waiting).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('takes no message for a disconnected client', async () => {
    // Prepare
    const abort = new AbortController();
    const gone = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
      abortSignal: abort.signal,
    });
    await vi.waitUntil(() => clock.pending > 0);

    // Act
    abort.abort();
    await expect(gone).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitUntil(() => clock.pending === 0);
    await send('for the next one');

    // Assess
    expect(bodies(await receive())).toEqual(['for the next one']);
  });

  it('serves waiting clients in turn', async () => {
    // Prepare
    const first = receive({ WaitTimeSeconds: 20, MaxNumberOfMessages: 1 });
    await vi.waitUntil(() => clock.pending === 1);
    const second = receive({ WaitTimeSeconds: 20, MaxNumberOfMessages: 1 });
    await vi.waitUntil(() => clock.pending === 2);

    // Act
    await send('one');
    await send('two');

    // Assess
    expect(bodies(await first)).toEqual(['one']);
    expect(bodies(await second)).toEqual(['two']);
  });
});

describe('a dead-letter queue', () => {
  let deadLetterUrl: string;

  beforeEach(async () => {
    deadLetterUrl = await makeQueue('work-dead');
    QueueUrl = await makeQueue('work-with-redrive', {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: (await attributes(deadLetterUrl)).QueueArn,
        maxReceiveCount: 2,
      }),
      VisibilityTimeout: '1',
    });
  });

  async function receiveTwice() {
    await receive();
    clock.advance(1_000);
    await receive();
    clock.advance(1_000);
  }

  it('gets a message after its last allowed receive', async () => {
    // Prepare
    const { MessageId } = await send('poison');
    await receiveTwice();

    // Act
    const third = await receive();

    // Assess
    expect(third).toEqual([]);
    expect(await attributes()).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
    });
    const [dead] = await receive({ QueueUrl: deadLetterUrl, MessageSystemAttributeNames: ['All'] });
    expect(dead).toMatchObject({
      MessageId,
      Body: 'poison',
      Attributes: {
        ApproximateReceiveCount: '3',
        DeadLetterQueueSourceArn: 'arn:aws:sqs:us-east-1:000000000000:work-with-redrive',
      },
    });
  });

  it('returns its messages as new ones when a move starts', async () => {
    // Prepare
    const { MessageId } = await send('mended');
    await receiveTwice();
    await receive();
    const { QueueArn: SourceArn } = await attributes(deadLetterUrl);

    // Act
    const { TaskHandle } = await client.send(new StartMessageMoveTaskCommand({ SourceArn }));

    // Assess
    expect(TaskHandle).toBeTruthy();
    const [back] = await receive({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    expect(back).toMatchObject({ Body: 'mended', Attributes: { ApproximateReceiveCount: '1' } });
    expect(back?.MessageId).not.toBe(MessageId);
    expect((await attributes(deadLetterUrl)).ApproximateNumberOfMessages).toBe('0');
  });

  it('moves its messages to another queue on request', async () => {
    // Prepare
    await send('to inspect');
    await receiveTwice();
    await receive();
    const otherUrl = await makeQueue('other');
    const { QueueArn: SourceArn } = await attributes(deadLetterUrl);
    const { QueueArn: DestinationArn } = await attributes(otherUrl);

    // Act
    await client.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn }));

    // Assess
    expect(bodies(await receive({ QueueUrl: otherUrl }))).toEqual(['to inspect']);
  });
});

describe('a batch', () => {
  it('sends, extends and deletes each entry with its own outcome', async () => {
    // Prepare
    const sent = await client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'good', MessageBody: 'good' },
          { Id: 'late', MessageBody: 'late', DelaySeconds: 901 },
          { Id: 'also-good', MessageBody: 'also good' },
        ],
      }),
    );
    const received = await receive();
    const entries = received.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }));

    // Act
    const extended = await client.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl,
        Entries: entries.map((entry) => ({ ...entry, VisibilityTimeout: 100 })),
      }),
    );
    const deleted = await client.send(
      new DeleteMessageBatchCommand({ QueueUrl, Entries: [...entries, { Id: 'wrong', ReceiptHandle: 'nonsense' }] }),
    );

    // Assess
    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['good', 'also-good']);
    expect(sent.Failed).toMatchObject([{ Id: 'late', SenderFault: true, Code: 'InvalidParameterValue' }]);
    expect(bodies(received)).toEqual(['good', 'also good']);
    expect(extended.Successful).toHaveLength(2);
    expect(deleted.Successful).toHaveLength(2);
    expect(deleted.Failed).toMatchObject([{ Id: 'wrong', Code: 'ReceiptHandleIsInvalid' }]);
    clock.advance(200_000);
    expect(await receive()).toEqual([]);
  });

  const entry = (Id: string, MessageBody = 'x') => ({ Id, MessageBody });
  it.each([
    ['no entries', [], 'EmptyBatchRequest'],
    ['11 entries', Array.from({ length: 11 }, (_, index) => entry(`${index}`)), 'TooManyEntriesInBatchRequest'],
    ['the same ID twice', [entry('a'), entry('a')], 'BatchEntryIdsNotDistinct'],
    ['an ID with a space', [entry('a b')], 'InvalidBatchEntryId'],
    [
      'more than 1 MiB in all',
      [entry('a', 'x'.repeat(600_000)), entry('b', 'x'.repeat(600_000))],
      'BatchRequestTooLong',
    ],
  ])('of %s is rejected as a whole', async (_what, Entries, name) => {
    // Prepare
    const command = new SendMessageBatchCommand({ QueueUrl, Entries });

    // Act
    const outcome = client.send(command);

    // Assess
    await expect(outcome).rejects.toMatchObject({ name });
    expect(await receive()).toEqual([]);
  });
});

describe('a queue', () => {
  it('counts visible, in-flight and delayed messages', async () => {
    // Prepare
    await send('in flight');
    await receive();
    await send('visible');
    await send('delayed', 60);

    // Act
    const counted = await attributes();

    // Assess
    expect(counted).toMatchObject({
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
      QueueArn: 'arn:aws:sqs:us-east-1:000000000000:work',
      VisibilityTimeout: '30',
    });
  });

  it('is found by name and created only once', async () => {
    // Prepare
    const again = await makeQueue('work');

    // Act
    const found = await client.send(new GetQueueUrlCommand({ QueueName: 'work' }));

    // Assess
    expect(found.QueueUrl).toBe(QueueUrl);
    expect(again).toBe(QueueUrl);
    expect(QueueUrl).toBe(`${server.url}/000000000000/work`);
    await expect(makeQueue('work', { DelaySeconds: '5' })).rejects.toMatchObject({ name: 'QueueNameExists' });
  });

  it('keeps the delay and the wait time of its creation', async () => {
    // Prepare
    QueueUrl = await makeQueue('slow', { DelaySeconds: '5', ReceiveMessageWaitTimeSeconds: '20' });
    await send('x');
    const waiting = client.send(new ReceiveMessageCommand({ QueueUrl }));
    await vi.waitUntil(() => clock.pending > 0);

    // Act
    clock.advance(5_000);

    // Assess
    expect(bodies((await waiting).Messages ?? [])).toEqual(['x']);
  });

  it('is empty after a purge', async () => {
    // Prepare
    await send('x');

    // Act
    await client.send(new PurgeQueueCommand({ QueueUrl }));

    // Assess
    expect(await receive()).toEqual([]);
  });

  it('accepts a message of 1 MiB including attributes, and no larger one', async () => {
    // Prepare
    const withAttribute = (bodyBytes: number) =>
      client.send(
        new SendMessageCommand({
          QueueUrl,
          MessageBody: 'x'.repeat(bodyBytes),
          MessageAttributes: { four: { DataType: 'String', StringValue: 'xx' } },
        }),
      );

    // Act
    await withAttribute(1_048_576 - 12);
    const tooLarge = withAttribute(1_048_576 - 11);

    // Assess
    await expect(tooLarge).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    expect((await receive()).map(({ Body }) => Body?.length)).toEqual([1_048_576 - 12]);
  });

  it.each([
    ['an unknown queue', () => receive({ QueueUrl: `${server.url}/0/none` }), 'QueueDoesNotExist'],
    ['an empty body', () => send(''), 'MissingParameter'],
    ['a control character', () => send('a\u0000b'), 'InvalidMessageContents'],
    ['a delay of 901 s', () => send('x', 901), 'InvalidParameterValue'],
    ['11 messages at once', () => receive({ MaxNumberOfMessages: 11 }), 'InvalidParameterValue'],
    ['a wait of 21 s', () => receive({ WaitTimeSeconds: 21 }), 'InvalidParameterValue'],
    [
      'a foreign receipt handle',
      () => client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'x' })),
      'ReceiptHandleIsInvalid',
    ],
    [
      'more than 12 h of visibility',
      () =>
        client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: 'x', VisibilityTimeout: 43_201 })),
      'InvalidParameterValue',
    ],
    ['a name with a dot', () => makeQueue('a.fifo'), 'InvalidParameterValue'],
    ['an unknown attribute', () => makeQueue('n', { FifoQueue: 'true' }), 'InvalidAttributeName'],
    ['an attribute out of range', () => makeQueue('n', { DelaySeconds: '901' }), 'InvalidAttributeValue'],
    [
      'an unknown dead-letter queue',
      () => makeQueue('n', { RedrivePolicy: '{"deadLetterTargetArn":"arn:x","maxReceiveCount":3}' }),
      'InvalidAttributeValue',
    ],
    [
      'a move from an unknown queue',
      () => client.send(new StartMessageMoveTaskCommand({ SourceArn: 'arn:x' })),
      'ResourceNotFoundException',
    ],
  ])('refuses %s', async (_what, act, name) => {
    // Prepare
    await makeQueue('bystander');

    // Act
    const outcome = act();

    // Assess
    await expect(outcome).rejects.toMatchObject({ name });
  });
});
