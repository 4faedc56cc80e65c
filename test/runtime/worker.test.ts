/** The delivery worker under AWS's own runtime client: its time is what Lambda says, and what is cut off is done again. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeliveredPush } from '../../lab/apple/apple.ts';
import { timeoutErrorType } from '../../lab/aws/lambda/functionHost.ts';
import { windowAfterPutBack } from '../../shared/delivery/flows/deliverChunk.ts';
import { newProgress } from '../../shared/messages/rules/chunkProgress.ts';
import { summaryOf } from '../../shared/messages/rules/summary.ts';
import type { DeliveryTask } from '../../shared/messages/rules/tasks.ts';
import { chunkStore } from '../../shared/messages/table/chunkStore.ts';
import { messageStore } from '../../shared/messages/table/messageStore.ts';
import { systemClock } from '../../shared/platform/aws/system.ts';
import { aMessage } from '../support/factories.ts';
import type { LambdaRuntime } from '../support/runtime/lambdaRuntime.ts';
import { type RuntimeWorld, startRuntimeWorld } from '../support/runtime/runtimeWorld.ts';

/** Read as one page: a worker begins as many of them as its window allows, or none. */
const recipientCount = 60;

let world: RuntimeWorld;
beforeAll(async () => {
  world = await startRuntimeWorld();
});
afterAll(() => world.stop());

interface LargeSend {
  messageId: string;
  phones: DeliveredPush[][];
  task: DeliveryTask;
}

const queued = (body: string) => ({
  Records: [
    {
      messageId: randomUUID(),
      body,
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
  await worker.invoke(queued(JSON.stringify({ task: 'badge', userId: 'warm-up', appId, deviceIds, attemptsMade: 0 })));
  return worker;
}

async function prepareLargeSend({ putBack }: { putBack: number }): Promise<LargeSend> {
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
  const job = { kind: 'send', message } as const;
  return { messageId, phones, task: { task: 'chunk', job, chunk: 0, recipients, listsAll: false, putBack } };
}

/** An earlier worker has pushed to the first recipients, and has stored that. */
async function storeReached(messageId: string, reached: number): Promise<void> {
  const chunks = chunkStore(world.table, systemClock);
  const name = { messageId, job: 'send', chunk: 0 } as const;
  const lease = { holder: 'earlier worker', untilMs: Date.now() + 60_000 };
  const progress = { ...newProgress(recipientCount), reached, pushed: reached, counts: { accepted: reached } };
  await chunks.claim(name, recipientCount, lease);
  await chunks.record(name, lease, progress, []);
  await chunks.release(name, lease);
}

async function summary(messageId: string) {
  const report = await messageStore(world.table, systemClock).report(messageId);
  return report && summaryOf(report);
}

const pushesTo = (phones: DeliveredPush[][]) => phones.reduce((sum, { length }) => sum + length, 0);
const allAccepted = { accepted: recipientCount, skipped: 0, rejected: 0, failed: 0, retrying: 0 };

describe('the delivery worker', () => {
  it('that is killed halfway leaves the rest to the next one: every recipient is reached, and only what is not stored is repeated', async () => {
    // Prepare
    const { messageId, phones, task } = await prepareLargeSend({ putBack: 0 });
    const stored = 20;
    const hanging = 55;
    await storeReached(messageId, stored);
    // The worker dies before it stops to wait for the push that hangs, 8 s after that has left.
    const worker = await startWarmWorker(7);
    world.apple.addFault({ kind: 'blackhole', match: `user-${hanging}-${messageId}` });

    // Act
    const killed = await worker.invoke(queued(JSON.stringify(task)));
    const beforeDeath = phones.map(({ length }) => length);
    world.apple.clearFaults();
    const next = await worker.invoke(queued(JSON.stringify(task)));

    // Assess
    expect(killed.error?.errorType).toBe(timeoutErrorType);
    expect(beforeDeath).toEqual(phones.map((_, index) => (index < stored || index === hanging ? 0 : 1)));
    expect(next).toEqual({ value: { batchItemFailures: [] } });
    expect(worker.coldStarts()).toBe(2);
    expect(pushesTo(phones.slice(0, stored))).toBe(0);
    expect(phones[hanging]).toHaveLength(1);
    for (const pushes of phones.slice(stored)) {
      // One death repeats a push once at most. The repeated push is the same one to APNs and the phone.
      expect([1, 2]).toContain(pushes.length);
      expect(new Set(pushes.map(({ apnsId }) => apnsId)).size).toBe(1);
    }
    expect(await summary(messageId)).toEqual(allAccepted);
  }, 120_000);

  it('starts nothing that exceeds the time of its invocation, and puts the rest back', async () => {
    // Prepare
    const { messageId, phones, task } = await prepareLargeSend({ putBack: 1 });
    const worker = await startWarmWorker(8);
    // No answer comes before the time to begin is over, which is 60% of the 8 s.
    world.apple.addFault({ kind: 'delay', delayMs: 5000 });

    // Act
    const result = await worker.invoke(queued(JSON.stringify(task)));
    const begun = phones.map(({ length }) => length);
    world.apple.clearFaults();
    const putBack = await world.services.deliveryQueue.receive({ maxMessages: 10, waitSeconds: 20 });
    const next = await worker.invoke(queued(putBack[0]?.body ?? ''));

    // Assess
    expect(result).toEqual({ value: { batchItemFailures: [] } });
    expect(begun).toEqual(phones.map((_, index) => (index < windowAfterPutBack ? 1 : 0)));
    expect(putBack.map(({ body }) => JSON.parse(body))).toEqual([{ ...JSON.parse(JSON.stringify(task)), putBack: 2 }]);
    expect(next).toEqual({ value: { batchItemFailures: [] } });
    expect(phones.map(({ length }) => length)).toEqual(phones.map(() => 1));
    expect(worker.coldStarts()).toBe(1);
    expect(await summary(messageId)).toEqual(allAccepted);
  }, 120_000);
});
