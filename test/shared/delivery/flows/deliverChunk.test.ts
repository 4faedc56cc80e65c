import { describe, expect, it } from 'vitest';
import { deliverChunk } from '../../../../shared/delivery/flows/deliverChunk.ts';
import { maxRepeatsPerDeath } from '../../../../shared/delivery/flows/fanOut.ts';
import { summariseChunks } from '../../../../shared/messages/rules/chunkProgress.ts';
import type { ChunkName } from '../../../../shared/messages/rules/record.ts';
import { dayOf } from '../../../../shared/push/rules/statistics.ts';
import { aChunk, addPhones, timelessPorts, userNames, workOff, workTime } from '../../../support/delivery.ts';
import { aMessage, appId, startMs } from '../../../support/factories.ts';
import { doesNotAnswer, rejects } from '../../../support/memory/fakeApns.ts';
import type { MemoryPorts } from '../../../support/memory/ports.ts';

const { messageId } = aMessage();
const name: ChunkName = { messageId, job: 'send', chunk: 0 };

async function summaryIn(ports: MemoryPorts, recipients: number) {
  const progress = await ports.chunks.find(name);
  return summariseChunks(recipients, progress ? [progress] : []);
}

describe('a chunk of recipients', () => {
  it('is pushed to and counted as a whole', async () => {
    // Prepare
    const ports = timelessPorts();
    const users = userNames(60);
    addPhones(ports, users.slice(0, 50));
    const task = await aChunk(ports, users);

    // Act
    const end = await deliverChunk(ports, task, workTime(ports));

    // Assess
    expect(end).toBe('done');
    expect(ports.apns.requests).toHaveLength(50);
    expect(await ports.chunks.find(name)).toEqual({
      recipients: 60,
      reached: 60,
      pushed: 50,
      notPushed: 10,
      counts: { accepted: 50, 'skipped/no_device': 10 },
      listed: [],
    });
    expect((await ports.statistics.read([dayOf(startMs)])).apps).toEqual([
      { day: dayOf(startMs), appId, counters: { accepted: 50 } },
      { day: dayOf(startMs), appId: 'none', counters: { skipped: 10 } },
    ]);
  });

  it('of 1,000 recipients costs one write for the lease and one for the progress, and one log line', async () => {
    // Prepare
    const ports = timelessPorts();
    const users = userNames(1000);
    addPhones(ports, users);
    const task = await aChunk(ports, users);
    const { claim, record } = ports.chunks;
    const writes: string[] = [];
    ports.chunks.claim = (...given) => {
      writes.push('lease');
      return claim.apply(ports.chunks, given);
    };
    ports.chunks.record = (...given) => {
      writes.push('progress');
      return record.apply(ports.chunks, given);
    };

    // Act
    await deliverChunk(ports, task, workTime(ports));

    // Assess
    expect(writes).toEqual(['lease', 'progress']);
    expect(ports.log.lines).toEqual([
      { level: 'info', message: 'chunk pushed', fields: { end: 'finished', tookMs: 0, accepted: 1000 } },
    ]);
  });

  it('keeps every target of a list of users', async () => {
    // Prepare
    const ports = timelessPorts();
    const users = userNames(3);
    addPhones(ports, users.slice(0, 2));
    const task = await aChunk(ports, users, { listsAll: true });

    // Act
    await deliverChunk(ports, task, workTime(ports));

    // Assess
    const progress = await ports.chunks.find(name);
    expect(progress?.listed.toSorted((one, other) => (one.userId < other.userId ? -1 : 1))).toMatchObject([
      { userId: users[0], outcome: 'accepted' },
      { userId: users[1], outcome: 'accepted' },
      { userId: users[2], outcome: 'skipped', reason: 'no_device' },
    ]);
  });

  it('handed out twice is pushed to once', async () => {
    // Prepare
    const ports = timelessPorts();
    const users = userNames(30);
    addPhones(ports, users);
    const task = await aChunk(ports, users);
    await deliverChunk(ports, task, workTime(ports));
    ports.clock.advance(60_000);

    // Act
    const end = await deliverChunk(ports, task, workTime(ports));

    // Assess
    expect(end).toBe('done');
    expect(ports.apns.requests).toHaveLength(30);
    expect(await summaryIn(ports, 30)).toMatchObject({ accepted: 30 });
  });

  it('is left alone while another worker may still hold it', async () => {
    // Prepare
    const ports = timelessPorts();
    const users = userNames(3);
    addPhones(ports, users);
    const task = await aChunk(ports, users);
    const other = workTime(ports);
    await ports.chunks.claim(name, users.length, other.lease);

    // Act
    const whileHeld = await deliverChunk(ports, task, workTime(ports));
    ports.clock.advance(other.lease.untilMs - ports.clock.nowMs());
    const afterwards = await deliverChunk(ports, task, workTime(ports));

    // Assess
    expect([whileHeld, afterwards]).toEqual(['held', 'done']);
    expect(ports.apns.requests).toHaveLength(3);
  });

  it('resumes where another worker died, and repeats no more than a window and a step, with the same apns-ids', async () => {
    // Prepare
    const ports = timelessPorts();
    const users = userNames(3000);
    addPhones(ports, users);
    const task = await aChunk(ports, users);
    const { record } = ports.chunks;
    let writes = 0;
    // The worker dies after the pushes of its second step, before it has stored what became of them.
    ports.chunks.record = async (...given) => {
      writes += 1;
      if (writes === 2) throw new Error('killed');
      return record.apply(ports.chunks, given);
    };
    await expect(deliverChunk(ports, task, workTime(ports))).rejects.toThrow('killed');
    const stored = (await ports.chunks.find(name))?.reached ?? 0;
    const pushedBefore = ports.apns.requests.length;
    ports.clock.advance(60_000);

    // Act
    await deliverChunk(ports, task, workTime(ports));

    // Assess
    const { apnsIds } = ports.apns;
    const repeated = apnsIds.length - 3000;
    expect(new Set(apnsIds).size).toBe(3000);
    expect(repeated).toBe(pushedBefore - stored);
    expect(repeated).toBeGreaterThan(0);
    expect(repeated).toBeLessThanOrEqual(maxRepeatsPerDeath);
    expect(await summaryIn(ports, 3000)).toMatchObject({ accepted: 3000, retrying: 0 });
  });

  it('is abandoned by a worker whose lease another one took', async () => {
    // Prepare
    const ports = timelessPorts();
    const users = userNames(100);
    addPhones(ports, users);
    const task = await aChunk(ports, users);
    const slow = workTime(ports);
    // Its pushes take longer than it can live, and another worker begins.
    ports.apns.meanwhile = async () => {
      ports.apns.meanwhile = async () => {};
      ports.clock.advance(31_000);
      await ports.chunks.claim(name, users.length, workTime(ports).lease);
    };

    // Act
    const end = await deliverChunk(ports, task, slow);

    // Assess
    expect(end).toBe('held');
    expect(await ports.chunks.find(name)).toMatchObject({ reached: 0 });
  });

  it('puts back only unaccepted pushes, and ends with one outcome per target', async () => {
    // Prepare
    const ports = timelessPorts();
    const users = userNames(10);
    addPhones(ports, users);
    const task = await aChunk(ports, users);
    ports.apns.will(rejects(503, 'ServiceUnavailable'), doesNotAnswer('maybe'), rejects(410, 'Unregistered', startMs));

    // Act
    await deliverChunk(ports, task, workTime(ports));
    const atFirst = await summaryIn(ports, 10);
    const [queued] = ports.deliveries.enqueued;
    await workOff(ports);

    // Assess
    expect(atFirst).toMatchObject({ accepted: 7, rejected: 1, retrying: 2 });
    expect(queued).toMatchObject({ task: { task: 'retry', messageId, chunk: 0 }, delaySeconds: 5 });
    expect(queued?.task).toMatchObject({ pushes: [{ userId: users[0] }, { userId: users[1] }] });
    expect(await summaryIn(ports, 10)).toMatchObject({ accepted: 9, rejected: 1, retrying: 0 });
    expect(new Set(ports.apns.apnsIds).size).toBe(10);
  });

  it('puts its rest back when the worker has no more time', async () => {
    // Prepare
    const ports = timelessPorts();
    const users = userNames(800);
    addPhones(ports, users);
    const task = await aChunk(ports, users);
    const time = workTime(ports, { beginForMs: 5000 });
    ports.apns.meanwhile = async () => ports.clock.advance(20);

    // Act
    const end = await deliverChunk(ports, task, time);
    const pushedAtFirst = ports.apns.requests.length;
    const [putBack] = ports.deliveries.enqueued;
    await workOff(ports);

    // Assess
    expect(end).toBe('done');
    expect(pushedAtFirst).toBeLessThan(800);
    expect(putBack).toMatchObject({ task: { ...task, putBack: 1 }, delaySeconds: 5 });
    expect(ports.apns.requests).toHaveLength(800);
    expect(await summaryIn(ports, 800)).toMatchObject({ accepted: 800, retrying: 0 });
  });

  it('waits longer and longer while APNs takes nothing, and every push leaves when it does again', async () => {
    // Prepare
    const ports = timelessPorts();
    const users = userNames(1000);
    addPhones(ports, users);
    const task = await aChunk(ports, users);
    ports.apns.will(...Array.from({ length: 700 }, () => rejects(503, 'ServiceUnavailable')));

    // Act
    const end = await deliverChunk(ports, task, workTime(ports));
    const atFirst = ports.apns.requests.length;
    const waits: number[] = [];
    const { enqueue } = ports.deliveries;
    const note = (tasks: Parameters<typeof enqueue>[0]) =>
      waits.push(...tasks.flatMap(({ task, delaySeconds }) => (task.task === 'chunk' ? [delaySeconds] : [])));
    note(ports.deliveries.enqueued);
    ports.deliveries.enqueue = async (tasks) => {
      note(tasks);
      await enqueue.call(ports.deliveries, tasks);
    };
    await workOff(ports);

    // Assess
    expect(end).toBe('done');
    expect(atFirst).toBeLessThan(1000);
    expect(waits[0]).toBe(5);
    expect(waits).toEqual(waits.toSorted((one, other) => one - other));
    expect(await summaryIn(ports, 1000)).toMatchObject({ accepted: 1000, retrying: 0 });
    expect(new Set(ports.apns.apnsIds).size).toBe(1000);
  });

  it('of a recalled message reaches nobody', async () => {
    // Prepare
    const ports = timelessPorts();
    const users = userNames(4);
    addPhones(ports, users);
    const task = await aChunk(ports, users);
    await ports.messages.recall(messageId, 'withdraw', startMs);

    // Act
    await deliverChunk(ports, task, workTime(ports));

    // Assess
    expect(ports.apns.requests).toEqual([]);
    expect(await ports.chunks.find(name)).toMatchObject({ counts: { 'skipped/recalled': 4 } });
  });

  it('of a message recalled meanwhile reaches nobody from the next look at it on', async () => {
    // Prepare
    const ports = timelessPorts();
    const users = userNames(3000);
    addPhones(ports, users);
    const task = await aChunk(ports, users);
    let pushes = 0;
    ports.apns.meanwhile = async () => {
      pushes += 1;
      if (pushes === 100) await ports.messages.recall(messageId, 'withdraw', startMs);
      ports.clock.advance(10);
    };

    // Act
    await deliverChunk(ports, task, workTime(ports, { beginForMs: 600_000 }));

    // Assess
    const { counts = {} } = (await ports.chunks.find(name)) ?? {};
    expect(counts['accepted']).toBeLessThan(1500);
    expect(counts['skipped/recalled']).toBe(3000 - (counts['accepted'] ?? 0));
  });

  it('of a message that rings does not ring late', async () => {
    // Prepare
    const ports = timelessPorts();
    const users = userNames(2);
    addPhones(ports, users);
    const message = aMessage({ offlinePush: { pushType: 'voip' } });
    const task = await aChunk(ports, users, { job: { kind: 'send', message } });
    ports.clock.advance(60_000);

    // Act
    await deliverChunk(ports, task, workTime(ports));

    // Assess
    expect(ports.apns.requests).toEqual([]);
    expect((await ports.chunks.find(name))?.listed).toMatchObject([
      { userId: users[0], outcome: 'failed', reason: 'too_late' },
      { userId: users[1], outcome: 'failed', reason: 'too_late' },
    ]);
  });
});

describe('what decided on a chunk', () => {
  const reached = async (ports: MemoryPorts) => {
    const moments = await ports.facts.find({ ...aRecord(), expansions: {} });
    return moments.flatMap(({ recipients }) => recipients.map(({ userId }) => userId));
  };
  const aRecord = () => ({ messageId, from: 'alice', to: [], createdAtMs: startMs, targets: [], timeline: [] });

  it('is kept for each recipient', async () => {
    // Prepare
    const ports = timelessPorts();
    const users = userNames(250);
    addPhones(ports, users.slice(0, 50));
    const task = await aChunk(ports, users);

    // Act
    await deliverChunk(ports, task, workTime(ports));

    // Assess
    expect(await reached(ports)).toEqual(users);
  });

  it('is not kept for those who were left for another worker', async () => {
    // Prepare
    const ports = timelessPorts();
    const users = userNames(250);
    addPhones(ports, users);
    const task = await aChunk(ports, users);

    // Act: the worker stops in the middle, and the chunk is put back
    const { beginUntilMs, ...time } = workTime(ports);
    ports.apns.meanwhile = async () => void ports.clock.advance(ports.apns.requests.length > 100 ? 3_600_000 : 0);
    await deliverChunk(ports, task, { ...time, beginUntilMs });

    // Assess
    const { reached: count = 0 } = (await ports.chunks.find(name)) ?? {};
    expect(count).toBeLessThan(250);
    expect(await reached(ports)).toEqual(users.slice(0, count));
  });

  it('is not kept where the stage says so', async () => {
    // Prepare
    const ports = Object.assign(timelessPorts(), { keepsDecisionFacts: false });
    const users = userNames(3);
    const task = await aChunk(ports, users);

    // Act
    await deliverChunk(ports, task, workTime(ports));

    // Assess
    expect(await reached(ports)).toEqual([]);
  });
});
