/** The worker's bundle, and what it cannot work on. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isRecord } from '../../lab/aws/protocol/isRecord.ts';
import { deliverySettings } from '../../shared/api/functionSettings.ts';
import { queueText } from '../../shared/messages/aws/deliveryQueue.ts';
import type { ChunkTask } from '../../shared/messages/rules/tasks.ts';
import { messageStore } from '../../shared/messages/table/messageStore.ts';
import { systemClock } from '../../shared/platform/aws/system.ts';
import { aMessage } from '../support/factories.ts';
import { type DeliveryWorld, startDeliveryWorld } from '../support/lab/deliveryWorld.ts';

let world: DeliveryWorld;
beforeAll(async () => {
  world = await startDeliveryWorld({ workers: 1, livesMs: 30_000 });
});
afterAll(() => world.stop());
beforeEach(() => world.deadLetters.purge());

const message = aMessage();
const job = { kind: 'send', message } as const;
/** Bob has no device: nothing is to be done, and that succeeds. */
const chunk: ChunkTask = { task: 'chunk', job, chunk: 0, recipients: ['bob'], listsAll: false, putBack: 0 };
/** Fails whenever it is tried. */
const broken = queueText({ ...chunk, recipients: null });

/** Hands these bodies to the worker as Lambda would. @returns which of them go back to the queue, by their place. */
async function deliver(bodies: readonly string[], receiveCount: number): Promise<number[]> {
  const Records = bodies.map((body) => ({
    messageId: randomUUID(),
    body,
    attributes: { ApproximateReceiveCount: String(receiveCount) },
  }));
  const result = await world.workers[0]?.invoke({ Records });
  const failures = isRecord(result?.value) ? result.value['batchItemFailures'] : undefined;
  if (!Array.isArray(failures)) throw new Error(`the worker answered ${JSON.stringify(result)}`);
  const failed = new Set(failures.map(({ itemIdentifier }) => itemIdentifier));
  return Records.flatMap(({ messageId }, index) => (failed.has(messageId) ? [index] : []));
}
async function deadLetters() {
  const letters = await world.deadLetters.receive({ maxMessages: 10, waitSeconds: 0 });
  return letters.map(({ body, messageAttributes }) => ({ body, messageAttributes }));
}

describe('a delivery that cannot be processed', () => {
  beforeAll(async () => {
    const { messageId, from } = message;
    await messageStore(world.table, systemClock).put({
      messageId,
      from,
      to: [],
      createdAtMs: message.createdAtMs,
      targets: [],
      timeline: [],
      expansions: {},
    });
  });

  it('goes back to the queue alone', async () => {
    // Prepare
    const bodies = [queueText(chunk), broken, queueText(chunk)];

    // Act
    const failed = await deliver(bodies, deliverySettings.maxReceiveCount - 1);

    // Assess
    expect(failed).toEqual([1]);
    expect(await deadLetters()).toEqual([]);
  });

  it('is dead-lettered with the name of its error after its last attempt', async () => {
    // Prepare: a task that fails whenever it is tried

    // Act
    const failed = await deliver([broken], deliverySettings.maxReceiveCount);

    // Assess
    expect(failed).toEqual([]);
    expect(await deadLetters()).toMatchObject([
      {
        body: broken,
        messageAttributes: { reason: { StringValue: 'failed' }, error: { StringValue: 'TypeError' } },
      },
    ]);
  });

  it.each(['no JSON', '"a text"', '{"task":"dance"}'])(
    'is dead-lettered at once if it is not a task: %s',
    async (body) => {
      // Prepare: what no version of the worker has put into the queue

      // Act
      const failed = await deliver([body], 1);

      // Assess
      expect(failed).toEqual([]);
      expect(await deadLetters()).toMatchObject([
        { body, messageAttributes: { reason: { StringValue: 'unreadable' } } },
      ]);
    },
  );
});
