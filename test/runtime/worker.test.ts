/** The delivery worker under AWS's own runtime client: its time is what Lambda says, and what is cut off is done again. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeliveredPush } from '../../lab/apple/apple.ts';
import { timeoutErrorType } from '../../lab/aws/lambda/functionHost.ts';
import { summaryOf } from '../../shared/messages/rules/summary.ts';
import type { DeliveryTask } from '../../shared/messages/rules/tasks.ts';
import { messageStore } from '../../shared/messages/table/messageStore.ts';
import { systemClock } from '../../shared/platform/aws/system.ts';
import { aMessage } from '../support/factories.ts';
import type { LambdaRuntime } from '../support/runtime/lambdaRuntime.ts';
import { type RuntimeWorld, startRuntimeWorld } from '../support/runtime/runtimeWorld.ts';

const recipientCount = 60;
/** A worker begins its recipients in steps of so many: shared/delivery/flows/deliverChunk.ts. */
const stepSize = 50;

let world: RuntimeWorld;
beforeAll(async () => {
  world = await startRuntimeWorld();
});
afterAll(() => world.stop());

interface LargeSend {
  messageId: string;
  phones: DeliveredPush[][];
  /** As SQS hands it over, and again as long as it is not done. */
  event: object;
}

const queued = (task: DeliveryTask) => ({
  Records: [
    {
      messageId: randomUUID(),
      body: JSON.stringify(task),
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: {},
    },
  ],
});

/** A worker that has had its first, slow invocation. */
async function startWarmWorker(timeoutSeconds: number): Promise<LambdaRuntime> {
  const worker = world.start('deliver', { timeoutSeconds });
  await world.makePhone('warm-up');
  const deviceIds = ['warm-up-phone'];
  const appId = 'com.example.ringpost';
  await worker.invoke(queued({ task: 'badge', userId: 'warm-up', appId, deviceIds, attemptsMade: 0 }));
  return worker;
}

async function prepareLargeSend(): Promise<LargeSend> {
  const messageId = randomUUID();
  const recipients = Array.from({ length: recipientCount }, (_, index) => `user-${index}-${messageId}`);
  const phones = [];
  for (const userId of recipients) phones.push(await world.makePhone(userId));
  const message = aMessage({ messageId, createdAtMs: Date.now(), offlinePush: { badge: { mode: 'none' } } });
  await messageStore(world.table, systemClock).put({
    messageId,
    from: message.from,
    to: recipients,
    createdAtMs: message.createdAtMs,
    targets: [],
    timeline: [],
    expansions: { send: { chunks: 1, recipients: recipientCount, isComplete: true } },
  });
  const event = queued({
    task: 'chunk',
    job: { kind: 'send', message },
    chunk: 0,
    recipients,
    listsAll: false,
    putBack: 0,
  });
  return { messageId, phones, event };
}

const pushesTo = (phones: DeliveredPush[][]) => phones.reduce((sum, { length }) => sum + length, 0);

describe('the delivery worker', () => {
  it('that is killed halfway leaves the rest to the next one: every recipient is reached, and no finished step is repeated', async () => {
    // Prepare
    const { messageId, phones, event } = await prepareLargeSend();
    const worker = await startWarmWorker(6);
    world.apple.addFault({ kind: 'blackhole', match: `user-${stepSize + 5}-${messageId}` });

    // Act
    const killed = await worker.invoke(event);
    world.apple.clearFaults();
    const next = await worker.invoke(event);

    // Assess
    expect(killed.error?.errorType).toBe(timeoutErrorType);
    expect(next).toEqual({ value: { batchItemFailures: [] } });
    expect(worker.coldStarts()).toBe(2);
    expect(phones.filter(({ length }) => length === 0)).toEqual([]);
    expect(pushesTo(phones.slice(0, stepSize))).toBe(stepSize);
    const report = await messageStore(world.table, systemClock).report(messageId);
    expect(report && summaryOf(report)).toMatchObject({ accepted: recipientCount, failed: 0, retrying: 0 });
  });

  it('starts nothing that exceeds the time of its invocation, and puts the rest back', async () => {
    // Prepare
    const { phones, event } = await prepareLargeSend();
    const worker = await startWarmWorker(8);
    world.apple.addFault({ kind: 'delay', delayMs: 5500 });

    // Act
    const result = await worker.invoke(event);
    world.apple.clearFaults();

    // Assess
    expect(result).toEqual({ value: { batchItemFailures: [] } });
    expect(pushesTo(phones)).toBe(stepSize);
    expect(world.services.deliveryQueue.counts()).toMatchObject({ delayed: 1 });
  });
});
