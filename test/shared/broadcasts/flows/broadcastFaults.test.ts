/** What broadcasts do when a write fails, a worker dies, or two requests meet. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  listBroadcasts,
  recallBroadcast,
  reportBroadcast,
  resumeBroadcast,
  stopBroadcast,
} from '../../../../shared/broadcasts/flows/manageBroadcasts.ts';
import type { BroadcastReport } from '../../../../shared/broadcasts/rules/report.ts';
import { audienceKey } from '../../../../shared/platform/table/keys.ts';
import { putAll } from '../../../../shared/platform/table/putAll.ts';
import { appId, tokenHex } from '../../../support/factories.ts';
import { broadcastWorld } from '../../../support/memory/broadcastWorld.ts';
import { accepts, rejects } from '../../../support/memory/fakeApns.ts';
import { allItems, useTable } from '../../../support/table.ts';

const openTable = useTable();
let table: ReturnType<typeof openTable>;
let world: ReturnType<typeof broadcastWorld>;
beforeEach(() => {
  table = openTable();
  world = broadcastWorld(table);
});

const busy = rejects(503, 'ServiceUnavailable');

async function reportOf(broadcastId: string): Promise<BroadcastReport> {
  const report = await reportBroadcast(world.ports, broadcastId);
  if ('refusal' in report) throw new Error(report.detail);
  return report;
}

const pushedTokens = () => world.ports.apns.requests.map(({ deviceToken }) => deviceToken);

/** Users with one phone each. */
async function registerUsers(count: number): Promise<string[]> {
  const users = Array.from({ length: count }, (_, index) => `user-${index}`);
  for (const userId of users) {
    const tokens = { alert: { token: tokenHex(userId), environment: 'production' } } as const;
    await world.register({ userId, deviceId: `${userId}-phone`, tokens });
  }
  return users;
}

/** Runs the tasks of this kind that are in the queue. */
async function runQueued(kind: 'plan' | 'send' | 'retry'): Promise<void> {
  for (const { task } of world.queue.splice(0)) {
    if (task.task === kind) await world.run(task);
    else world.queue.push({ task, delaySeconds: 0 });
  }
}

describe('a request to broadcast', () => {
  it('stores nothing while the queue takes nothing, and its repetition sends', async () => {
    // Prepare
    await registerUsers(1);
    const broadcastId = world.ports.newId();
    const { enqueue } = world.ports.broadcastQueue;
    world.ports.broadcastQueue.enqueue = () => Promise.reject(new Error('no queue'));

    // Act
    await expect(world.start({ broadcastId })).rejects.toThrow('no queue');
    const meanwhile = await listBroadcasts(world.ports, 10, undefined);
    world.ports.broadcastQueue.enqueue = enqueue;
    await world.start({ broadcastId });
    await world.work();

    // Assess
    expect(meanwhile.broadcasts).toEqual([]);
    expect(await reportOf(broadcastId)).toMatchObject({ state: 'finished', counts: { accepted: 1 } });
  });

  it('that is repeated later is listed once, and sends once', async () => {
    // Prepare
    await registerUsers(1);
    const broadcastId = world.ports.newId();

    // Act
    await world.start({ broadcastId });
    world.ports.clock.advance(1000);
    await world.start({ broadcastId });
    await world.work();

    // Assess
    const lines = (await allItems(table)).filter(({ pk }) => pk === 'BROADCASTS');
    expect(lines).toHaveLength(1);
    expect(pushedTokens()).toHaveLength(1);
  });

  it('that dies before it has stored anything leaves nothing in the queue', async () => {
    // Prepare
    const { create } = world.ports.broadcasts;
    world.ports.broadcasts.create = () => Promise.reject(new Error('killed'));

    // Act
    await expect(world.start()).rejects.toThrow('killed');
    await world.work();

    // Assess
    world.ports.broadcasts.create = create;
    expect(world.queue).toEqual([]);
    expect(await listBroadcasts(world.ports, 10, undefined)).toMatchObject({ broadcasts: [] });
  });
});

describe('two requests at once', () => {
  it('a recall while a resume is under way wins: nothing more is sent', async () => {
    // Prepare
    await registerUsers(3);
    const broadcastId = await world.start();
    await runQueued('plan');
    await stopBroadcast(world.ports, broadcastId);
    const { find } = world.ports.broadcasts;
    // The resume has read the broadcast, and has not changed it.
    world.ports.broadcasts.find = async (id) => {
      const record = await find(id);
      world.ports.broadcasts.find = find;
      await recallBroadcast(world.ports, broadcastId, 'withdraw');
      return record;
    };

    // Act
    const resumed = await resumeBroadcast(world.ports, broadcastId);
    await world.work();

    // Assess
    expect(resumed).toMatchObject({ refusal: 'broadcast_state' });
    const { state, counts } = await reportOf(broadcastId);
    expect({ state, accepted: counts.accepted }).toEqual({ state: 'stopped', accepted: 0 });
    expect(world.ports.apns.requests.map(({ payload }) => payload)).toEqual(
      Array.from({ length: 3 }, () =>
        expect.objectContaining({ ringpost: expect.objectContaining({ recalled: true }) }),
      ),
    );
  });

  it('a second recall in another mode is refused, one in the same mode is not', async () => {
    // Prepare
    const broadcastId = await world.start();
    await world.work();
    await recallBroadcast(world.ports, broadcastId, 'withdraw');

    // Act
    const other = await recallBroadcast(world.ports, broadcastId, 'replace');
    const same = await recallBroadcast(world.ports, broadcastId, 'withdraw');

    // Assess
    expect(other).toMatchObject({ refusal: 'broadcast_state' });
    expect(same).toMatchObject({ broadcastId, recall: { mode: 'withdraw' } });
  });

  it('two plans at once are one plan', async () => {
    // Prepare
    await registerUsers(2);
    const broadcastId = await world.start();
    const { estimate } = world.ports.audience;
    let estimates = 0;
    world.ports.audience.estimate = async (id) => {
      estimates += 1;
      if (estimates > 1) return 20_000;
      await world.run({ task: 'plan', broadcastId, job: 'send' });
      return estimate(id);
    };

    // Act
    await world.work();

    // Assess
    expect((await reportOf(broadcastId)).record.plan).toMatchObject({ estimatedDevices: 20_000 });
    expect(pushedTokens().toSorted()).toEqual(['user-0', 'user-1'].map(tokenHex).toSorted());
  });
});

describe('retried pushes', () => {
  it('leave no more after the answer of a stop', async () => {
    // Prepare
    await registerUsers(4);
    world.ports.apns.will(busy, busy, busy, busy);
    const broadcastId = await world.start();
    await runQueued('plan');
    await runQueued('send');
    const sentBefore = world.ports.apns.requests.length;
    const { findAll } = world.ports.recipients;
    // The read of the devices is slow, and somebody stops the broadcast meanwhile.
    world.ports.recipients.findAll = async (...args) => {
      const found = await findAll(...args);
      await stopBroadcast(world.ports, broadcastId);
      return found;
    };

    // Act
    await runQueued('retry');
    const sentAfterStop = world.ports.apns.requests.length - sentBefore;
    world.ports.recipients.findAll = findAll;
    await resumeBroadcast(world.ports, broadcastId);
    await world.work();

    // Assess
    expect(sentAfterStop).toBe(0);
    expect(await reportOf(broadcastId)).toMatchObject({ state: 'finished', counts: { devices: 4, accepted: 4 } });
  });

  it('are made once for a list that was queued twice by a resume', async () => {
    // Prepare
    await registerUsers(2);
    world.ports.apns.will(busy, busy, busy, busy);
    const broadcastId = await world.start();
    await runQueued('plan');
    await runQueued('send');
    await stopBroadcast(world.ports, broadcastId);
    await resumeBroadcast(world.ports, broadcastId);
    await runQueued('plan');

    // Act
    await runQueued('retry');

    // Assess
    expect(pushedTokens()).toHaveLength(4);
    expect((await reportOf(broadcastId)).counts).toMatchObject({ devices: 2, retrying: 2 });
  });

  it('are those of the work that is stored, if a worker dies before it has stored its own', async () => {
    // Prepare
    await registerUsers(2);
    const { save } = world.ports.broadcasts;
    const broadcastId = await world.start();
    await runQueued('plan');
    world.ports.apns.will(busy, accepts);
    world.ports.broadcasts.save = () => Promise.reject(new Error('killed'));
    const [first] = world.queue.filter(({ task }) => task.task === 'send');
    if (first === undefined) throw new Error('not planned');
    await expect(world.run(first.task)).rejects.toThrow('killed');
    world.ports.broadcasts.save = save;

    // Act
    await runQueued('retry');
    // APNs answers the other way round now.
    world.ports.apns.will(accepts, busy);
    world.ports.clock.advance(60_000);
    await world.work();

    // Assess
    const { state, counts } = await reportOf(broadcastId);
    expect({ state, counts }).toMatchObject({ state: 'finished', counts: { devices: 2, accepted: 2 } });
    const second = world.ports.apns.requests[1]?.deviceToken;
    expect(pushedTokens().filter((token) => token === second)).toHaveLength(3);
  });
});

describe('a finished broadcast', () => {
  it('ended when the last retry had its outcome', async () => {
    // Prepare
    await registerUsers(1);
    world.ports.apns.will(busy);
    const broadcastId = await world.start();
    const startedMs = world.ports.clock.nowMs();

    // Act
    await world.work();

    // Assess
    expect((await reportOf(broadcastId)).finishedAtMs).toBeGreaterThanOrEqual(startedMs + 5000);
  });

  it('is added up once', async () => {
    // Prepare
    await registerUsers(2);
    world.ports.apns.will(rejects(410, 'Unregistered', world.ports.clock.nowMs() + 1));
    const broadcastId = await world.start();
    await world.work();
    const first = await reportOf(broadcastId);
    const progress = vi.spyOn(world.ports.broadcasts, 'progress');

    // Act
    const second = await reportOf(broadcastId);

    // Assess
    expect(progress).not.toHaveBeenCalled();
    expect(second).toMatchObject({
      counts: first.counts,
      reasons: { Unregistered: 1 },
      progress: 1,
      state: 'finished',
    });
    expect(second.finishedAtMs).toBe(first.finishedAtMs);
  });
});

it('a row whose device is gone goes too, once APNs has rejected its token', async () => {
  // Prepare
  const token = tokenHex('nobody');
  const row = { userId: 'nobody', deviceId: 'phone', token, environment: 'production' };
  await putAll(table, [{ ...audienceKey(appId, 'nobody', 'phone'), ...row }]);
  world.ports.apns.will(rejects(410, 'Unregistered'));

  // Act
  await world.start();
  await world.work();

  // Assess
  const left = (await allItems(table)).filter(({ pk }) => String(pk).startsWith('AUDIENCE#'));
  expect(left).toEqual([]);
});

it('a task that comes again after its end claims nothing: no other copy of it waits', async () => {
  // Prepare
  await registerUsers(1);
  const broadcastId = await world.start();
  await runQueued('plan');
  const [first] = world.queue;
  if (first === undefined) throw new Error('not planned');
  await world.work();

  // Act
  const ends = [await world.run(first.task), await world.run(first.task)];

  // Assess
  expect(ends).toEqual(['done', 'done']);
  expect((await reportOf(broadcastId)).counts).toMatchObject({ devices: 1, accepted: 1 });
});

it.each([
  ['everybody', { all: true }],
  ['users with a tag', { tags: { none: ['left'] } }],
] as const)('to %s: a row that cannot be read is a failed target, and nothing else is lost', async (_, audience) => {
  // Prepare
  const users = await registerUsers(3);
  const unreadable = { ...audienceKey(appId, 'user-x', 'phone'), userId: 'user-x', deviceId: 'phone', token: 7 };
  await putAll(table, [unreadable]);

  // Act
  const broadcastId = await world.start({ audience });
  await world.work();

  // Assess
  expect(await reportOf(broadcastId)).toMatchObject({
    state: 'finished',
    counts: { devices: 4, accepted: 3, failed: 1 },
    reasons: { unreadable: 1 },
  });
  expect(new Set(pushedTokens())).toEqual(new Set(users.map(tokenHex)));
});
