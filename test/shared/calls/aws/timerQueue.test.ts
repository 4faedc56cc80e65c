import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failure, type JsonService } from '../../../../lab/aws/protocol/jsonProtocol.ts';
import { createSqs } from '../../../../lab/aws/sqs/sqs.ts';
import { sqsCallTimerQueue } from '../../../../shared/calls/aws/timerQueue.ts';
import type { CallTimer } from '../../../../shared/calls/rules/record.ts';
import { type ManualClock as LabClock, manualClock as labClock } from '../../../lab/aws/manualClock.ts';
import { startMs } from '../../../support/factories.ts';
import { useLocalServices } from '../../../support/lab/localAwsServices.ts';
import { manualClock } from '../../../support/memory/manualClock.ts';

/** Clock of the queue. The functions' own is stopped. */
let clock: LabClock;
let refusesEntry: (id: string) => boolean;

function refusing(url: () => string): JsonService {
  clock = labClock(startMs);
  refusesEntry = () => false;
  const sqs = createSqs(url, clock);
  const { SendMessageBatch: send = () => failure('InternalFailure', '') } = sqs.operations;
  return {
    ...sqs,
    operations: {
      ...sqs.operations,
      SendMessageBatch: (input, signal) => {
        const entries = input['Entries'] as { Id: string }[];
        const Failed = entries.filter(({ Id }) => refusesEntry(Id)).map(({ Id }) => ({ Id, Code: 'InternalError' }));
        return Failed.length > 0 ? { Failed, Successful: [] } : send(input, signal);
      },
    },
  };
}
useLocalServices((url) => [refusing(url)], 'AWS_ENDPOINT_URL_SQS');

let client: SQSClient;
let QueueUrl: string;
beforeEach(async () => {
  client = new SQSClient({});
  ({ QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: 'call-timers' })));
});
afterEach(() => client.destroy());

const timer = (n: number, afterMs: number): CallTimer => ({
  callId: `call-${n}`,
  dueAtMs: startMs + afterMs,
  task: 'expire',
});
const queue = () => sqsCallTimerQueue(QueueUrl, manualClock(startMs));

async function receive(): Promise<CallTimer[]> {
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages.map(({ Body = '' }) => JSON.parse(Body));
}

describe('the call timers', () => {
  it.each([
    ['a minute', 60_000, 59_999, 60_000],
    ['a fraction of a second, rounded up so that nothing is early', 1500, 1999, 2000],
    ['a time in the past', -5000, undefined, 0],
    ['longer than the longest delay of SQS', 3_600_000, 899_999, 900_000],
  ])('hand a timer over after %s', async (_title, afterMs, tooEarlyMs, dueMs) => {
    // Prepare
    await queue().schedule([timer(1, afterMs)]);
    if (tooEarlyMs !== undefined) clock.advance(tooEarlyMs);
    const early = tooEarlyMs === undefined ? [] : await receive();

    // Act
    clock.advance(dueMs - (tooEarlyMs ?? 0));
    const due = await receive();

    // Assess
    expect({ early, due }).toEqual({ early: [], due: [timer(1, afterMs)] });
  });

  it('hand over the insurance of a ring a fraction of a second early rather than late', async () => {
    // Prepare
    await queue().schedule([{ ...timer(1, 2900), task: 'insure' }]);

    // Act
    clock.advance(2000);
    const due = await receive();

    // Assess
    expect(due).toMatchObject([{ task: 'insure' }]);
  });

  it('report the timers that the queue refused', async () => {
    // Prepare
    refusesEntry = (id) => id === '1';
    const timers = [timer(1, 1000), timer(2, 1000), timer(3, 1000)];

    // Act
    const refused = await queue().schedule(timers);

    // Assess
    expect(refused).toEqual([timers[1]]);
  });

  it('go to the queue in any number', async () => {
    // Prepare
    const timers = Array.from({ length: 12 }, (_, n) => timer(n, 0));

    // Act
    const refused = await queue().schedule(timers);

    // Assess
    const received = [...(await receive()), ...(await receive())].map(({ callId }) => callId);
    expect(refused).toEqual([]);
    expect(received.toSorted()).toEqual(timers.map(({ callId }) => callId).toSorted());
  });
});
