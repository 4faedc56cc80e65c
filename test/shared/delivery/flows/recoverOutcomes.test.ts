import { describe, expect, it } from 'vitest';
import { deliverTask } from '../../../../shared/delivery/flows/deliverTask.ts';
import { isChunkDone } from '../../../../shared/messages/rules/chunkProgress.ts';
import type { ChunkName } from '../../../../shared/messages/rules/record.ts';
import type { BadgeTask, ChunkTask } from '../../../../shared/messages/rules/tasks.ts';
import { dayOf } from '../../../../shared/push/rules/statistics.ts';
import { aChunk, addPhones, timelessPorts, userNames, workTime } from '../../../support/delivery.ts';
import { aMessage, appId, startMs } from '../../../support/factories.ts';
import { doesNotAnswer, rejects } from '../../../support/memory/fakeApns.ts';
import type { MemoryPorts } from '../../../support/memory/ports.ts';

const name: ChunkName = { messageId: aMessage().messageId, job: 'send', chunk: 0 };
const otherTask: BadgeTask = { task: 'badge', userId: 'nobody', appId, deviceIds: [], attemptsMade: 0 };

/** A message to users who have a phone each, and the chunk that they are. */
async function aSend(recipients = 60): Promise<{ ports: MemoryPorts; task: ChunkTask }> {
  const ports = timelessPorts();
  const users = userNames(recipients);
  addPhones(ports, users);
  return { ports, task: await aChunk(ports, users) };
}

/** The worker is killed when it has pushed to the first step, before its checkpoint. */
async function dieBeforeCheckpoint(ports: MemoryPorts, task: ChunkTask): Promise<void> {
  const { record } = ports.chunks;
  ports.chunks.record = async () => {
    throw new Error('killed');
  };
  await expect(deliverTask(ports, task, workTime(ports))).rejects.toThrow('killed');
  ports.journal.die();
  ports.chunks.record = record;
}

describe('answers that a dead worker left on its disk', () => {
  it('are recorded by the next worker there, so that nobody is pushed to twice', async () => {
    // Prepare
    const { ports, task } = await aSend();
    await dieBeforeCheckpoint(ports, task);

    // Act
    await deliverTask(ports, otherTask, workTime(ports));
    const recovered = await ports.chunks.find(name);
    // Long before the dead worker's lease is over.
    const end = await deliverTask(ports, task, workTime(ports));

    // Assess
    expect(recovered).toEqual({ done: `${'1'.repeat(50)}${'0'.repeat(10)}`, counts: { accepted: 50 }, listed: [] });
    expect(end).toBe('done');
    expect(ports.apns.requests).toHaveLength(60);
    expect(await ports.chunks.find(name)).toMatchObject({ done: '1'.repeat(60), counts: { accepted: 60 } });
    expect(await ports.statistics.read([dayOf(startMs)])).toEqual([
      { day: dayOf(startMs), appId, counters: { accepted: 60 } },
    ]);
    expect(ports.journal.entries).toEqual([]);
  });

  it('are ignored when another worker has begun', async () => {
    // Prepare
    const { ports, task } = await aSend();
    await dieBeforeCheckpoint(ports, task);
    ports.clock.advance(31_000);
    const { lease } = workTime(ports);
    await ports.chunks.claim(name, 60, lease);

    // Act
    await deliverTask(ports, otherTask, workTime(ports));

    // Assess
    expect(await ports.chunks.find(name)).toMatchObject({ done: '0'.repeat(60), counts: {} });
    expect(await ports.chunks.record(name, lease, { done: '1'.repeat(60), counts: {}, listed: [] }, [])).toBe(true);
    expect(ports.journal.entries).toEqual([]);
  });

  it('change nothing in its last checkpoint', async () => {
    // Prepare
    const { ports, task } = await aSend();
    const { record } = ports.chunks;
    // Killed between the write and its answer.
    ports.chunks.record = async (...given) => {
      await record.apply(ports.chunks, given);
      throw new Error('killed');
    };
    await expect(deliverTask(ports, task, workTime(ports))).rejects.toThrow('killed');
    ports.journal.die();
    ports.chunks.record = record;

    // Act
    await deliverTask(ports, otherTask, workTime(ports));

    // Assess
    expect(await ports.chunks.find(name)).toMatchObject({
      done: `${'1'.repeat(50)}${'0'.repeat(10)}`,
      counts: { accepted: 50 },
    });
    expect(ports.journal.entries).toEqual([]);
  });

  it('exclude retried pushes, and contain no text', async () => {
    // Prepare
    const { ports, task } = await aSend(3);
    ports.apns.will(rejects(503, 'ServiceUnavailable'), doesNotAnswer('maybe'));

    // Act
    await dieBeforeCheckpoint(ports, task);

    // Assess
    expect(ports.journal.entries).toEqual([
      {
        name,
        recipients: 3,
        listsAll: false,
        index: 2,
        pushed: [{ outcome: expect.objectContaining({ userId: task.recipients[2], outcome: 'accepted' }), appId }],
      },
    ]);
  });

  it('wait for the next task when they cannot be written now, without stopping this one', async () => {
    // Prepare
    const { ports, task } = await aSend();
    await dieBeforeCheckpoint(ports, task);
    const { claim } = ports.chunks;
    ports.chunks.claim = async () => {
      throw new Error('throttled');
    };

    // Act
    const end = await deliverTask(ports, otherTask, workTime(ports));
    const leftThen = ports.journal.entries.length;
    ports.chunks.claim = claim;
    await deliverTask(ports, task, workTime(ports));

    // Assess
    expect(end).toBe('done');
    expect(leftThen).toBe(50);
    expect(ports.log.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'outcomes of a dead worker not recovered' }),
    );
    expect(ports.apns.requests).toHaveLength(60);
    expect(ports.journal.entries).toEqual([]);
  });

  it('are left alone by concurrent work while the worker lives', async () => {
    // Prepare
    const { ports, task } = await aSend(3);
    const { record } = ports.chunks;
    ports.chunks.record = async (...given) => {
      ports.chunks.record = record;
      await deliverTask(ports, otherTask, workTime(ports));
      return record.apply(ports.chunks, given);
    };

    // Act
    const end = await deliverTask(ports, task, workTime(ports));

    // Assess
    const progress = await ports.chunks.find(name);
    expect(end).toBe('done');
    expect(progress && isChunkDone(progress)).toBe(true);
    expect(ports.journal.entries).toEqual([]);
  });
});
