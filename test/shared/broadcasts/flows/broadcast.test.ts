import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createBroadcast,
  deleteBroadcast,
  listBroadcasts,
  recallBroadcast,
  reportBroadcast,
  resumeBroadcast,
  stopBroadcast,
} from '../../../../shared/broadcasts/flows/manageBroadcasts.ts';
import type { BroadcastReport } from '../../../../shared/broadcasts/rules/report.ts';
import { maxRepeatsPerDeath } from '../../../../shared/delivery/flows/fanOut.ts';
import { appId, tokenHex } from '../../../support/factories.ts';
import { broadcastWorld } from '../../../support/memory/broadcastWorld.ts';
import { accepts, doesNotAnswer, rejects } from '../../../support/memory/fakeApns.ts';
import { useTable } from '../../../support/table.ts';

const openTable = useTable();
let world: ReturnType<typeof broadcastWorld>;
beforeEach(() => {
  world = broadcastWorld(openTable());
});

async function reportOf(broadcastId: string): Promise<BroadcastReport> {
  const report = await reportBroadcast(world.ports, broadcastId);
  if ('refusal' in report) throw new Error(report.detail);
  return report;
}

const pushedTokens = () => world.ports.apns.requests.map(({ deviceToken }) => deviceToken);

/** A user with one phone. */
const register = (userId: string, changes: object = {}) =>
  world.register({
    userId,
    deviceId: `${userId}-phone`,
    tokens: { alert: { token: tokenHex(userId), environment: 'production' } },
    ...changes,
  });

describe('a broadcast to an app', () => {
  it('reaches each device once, in its language, and its counts add up', async () => {
    // Prepare
    await register('alice', { locale: 'en' });
    await register('bob', { locale: 'zh-Hans-CN' });
    await register('carol', { appId: 'com.example.other' });

    // Act
    const broadcastId = await world.start({
      message: { offlinePush: { title: 'News', desc: 'hi', texts: { 'zh-Hans': { title: '新闻', desc: '你好' } } } },
    });
    await world.work();

    // Assess
    const { state, counts, progress } = await reportOf(broadcastId);
    expect({ state, progress }).toEqual({ state: 'finished', progress: 1 });
    expect(counts).toEqual({ devices: 2, accepted: 2, skipped: 0, rejected: 0, failed: 0, retrying: 0, waiting: 0 });
    const shown = new Map(world.ports.apns.requests.map(({ deviceToken, payload }) => [deviceToken, payload]));
    expect(shown.get(tokenHex('alice'))).toMatchObject({
      aps: { alert: { title: 'News', body: 'hi' } },
      ringpost: { messageId: broadcastId, conversationId: `user:${appId}` },
    });
    expect(shown.get(tokenHex('bob'))).toMatchObject({ aps: { alert: { title: '新闻', body: '你好' } } });
  });

  it('keeps to the rules of its users', async () => {
    // Prepare
    for (const name of ['alice', 'bob', 'carol', 'dave']) await register(name, { timeZone: 'Asia/Shanghai' });
    await world.ports.profiles.replace('bob', { receiveBroadcasts: false });
    // It is 20:00 in Shanghai.
    await world.ports.profiles.replace('carol', { doNotDisturb: { windows: [{ start: '19:00', end: '07:00' }] } });
    await world.ports.devices.remove('dave', 'dave-phone');

    // Act
    const broadcastId = await world.start();
    await world.work();

    // Assess
    const { counts, reasons } = await reportOf(broadcastId);
    expect(pushedTokens()).toEqual([tokenHex('alice')]);
    expect(counts).toMatchObject({ devices: 3, accepted: 1, skipped: 2 });
    expect(reasons).toEqual({ muted: 1, do_not_disturb: 1 });
  });

  it.each([
    [{ any: ['beta', 'vip'] }, ['alice', 'bob']],
    [{ all: ['beta', 'vip'] }, ['bob']],
    [{ none: ['vip'] }, ['alice', 'carol']],
    [{ any: ['beta'], none: ['vip'] }, ['alice']],
  ])('reaches those with tags %j', async (tags, expected) => {
    // Prepare
    for (const name of ['alice', 'bob', 'carol']) await register(name);
    await world.ports.tags.replace('alice', ['beta']);
    await world.ports.tags.replace('bob', ['beta', 'vip']);

    // Act
    const broadcastId = await world.start({ audience: { tags } });
    await world.work();

    // Assess
    expect(pushedTokens().toSorted()).toEqual(expected.map(tokenHex).toSorted());
    expect((await reportOf(broadcastId)).counts.devices).toBe(expected.length);
  });

  it('reaches a list of users, each device once', async () => {
    // Prepare
    for (const name of ['alice', 'bob', 'carol']) await register(name);

    // Act
    const userIds = ['alice', 'bob', 'nobody', 'alice'];
    const broadcastId = await world.start({ audience: { userIds } });
    await world.work();

    // Assess
    const { counts, reasons, state } = await reportOf(broadcastId);
    expect(pushedTokens().toSorted()).toEqual([tokenHex('alice'), tokenHex('bob')].toSorted());
    expect(counts).toMatchObject({ devices: 3, accepted: 2, skipped: 1 });
    expect(reasons).toEqual({ no_device: 1 });
    expect(state).toBe('finished');
  });

  it('drops a dead token, and learns the host of a token that the other one knows', async () => {
    // Prepare
    await register('alice');
    world.ports.apns.will(rejects(410, 'Unregistered', world.ports.clock.nowMs() + 1));
    const first = await world.start();
    await world.work();
    await register('bob', { tokens: { alert: { token: tokenHex('bob'), environment: 'auto' } } });
    world.ports.apns.will(rejects(400, 'BadDeviceToken'), accepts);

    // Act
    const second = await world.start();
    await world.work();
    const third = await world.start();
    await world.work();

    // Assess
    expect(await reportOf(first)).toMatchObject({ counts: { rejected: 1 }, reasons: { Unregistered: 1 } });
    expect(await reportOf(second)).toMatchObject({ counts: { devices: 1, accepted: 1 } });
    expect(await reportOf(third)).toMatchObject({ counts: { devices: 1, accepted: 1 } });
    expect(world.ports.apns.requests.at(-1)?.environment).toBe('development');
  });

  it('retries what APNs wants later, and gives up in the end', async () => {
    // Prepare
    for (const name of ['alice', 'bob']) await register(name);
    const busy = rejects(503, 'ServiceUnavailable');
    // Alice's or Bob's push is accepted at the second try; the other one's never.
    world.ports.apns.will(busy, doesNotAnswer('maybe'), accepts, busy, busy, busy, busy, busy);

    // Act
    const broadcastId = await world.start();
    await world.run({ task: 'plan', broadcastId, job: 'send' });
    const send = world.queue.findIndex(({ task }) => task.task === 'send');
    const [first] = world.queue.splice(send, 1);
    if (first !== undefined) await world.run(first.task);
    const during = await reportOf(broadcastId);
    await world.work();

    // Assess
    const { counts, state } = await reportOf(broadcastId);
    expect(during).toMatchObject({ state: 'running', counts: { devices: 2, retrying: 2 } });
    expect({ state, counts }).toMatchObject({
      state: 'finished',
      counts: { devices: 2, accepted: 1, failed: 1, retrying: 0 },
    });
  });
});

describe('a stop', { timeout: 60_000 }, () => {
  it('lets nothing leave after its answer, and a resume sends the rest, to nobody twice', async () => {
    // Prepare
    const tokens = await world.fillIndex(2500);
    const broadcastId = await world.start();
    let stopping: Promise<unknown> | undefined;
    let whenStopped = 0;
    world.ports.apns.meanwhile = async () => {
      world.ports.clock.advance(1);
      if (world.ports.apns.requests.length < 700 || stopping !== undefined) return;
      stopping = stopBroadcast(world.ports, broadcastId).then(() => {
        whenStopped = world.ports.apns.requests.length;
      });
    };

    // Act
    await world.work();
    await stopping;
    await world.work();
    const stopped = await reportOf(broadcastId);
    const sent = pushedTokens();
    await resumeBroadcast(world.ports, broadcastId);
    await world.work();

    // Assess
    expect(stopped.state).toBe('stopped');
    expect(sent.length).toBeLessThan(2500);
    expect(sent.length).toBe(whenStopped);
    expect(stopped.counts.accepted).toBe(sent.length);
    expect(pushedTokens().toSorted()).toEqual(tokens.toSorted());
    expect(await reportOf(broadcastId)).toMatchObject({ state: 'finished', counts: { devices: 2500, accepted: 2500 } });
  });

  it('is refused for a broadcast that is finished', async () => {
    // Prepare
    const broadcastId = await world.start();
    await world.work();
    await reportOf(broadcastId);

    // Act
    const refusals = [
      await stopBroadcast(world.ports, broadcastId),
      await resumeBroadcast(world.ports, broadcastId),
      await deleteBroadcast(world.ports, broadcastId),
    ];

    // Assess
    expect(refusals).toEqual(refusals.map(() => expect.objectContaining({ refusal: 'broadcast_state' })));
  });
});

it('a worker that dies repeats no more than a window and a step, and nobody is missed', {
  timeout: 60_000,
}, async () => {
  // Prepare
  const tokens = await world.fillIndex(3000);
  const broadcastId = await world.start();
  const { broadcasts } = world.ports;
  let saves = 0;
  // The second write of the progress, and all that the worker would have done after it, never happens.
  world.ports.broadcasts = {
    ...broadcasts,
    save: async (...args) => {
      saves += 1;
      if (saves === 2) throw new Error('killed');
      return broadcasts.save(...args);
    },
  };

  // Act
  await world.run({ task: 'plan', broadcastId, job: 'send' });
  const [first] = world.queue.filter(({ task }) => task.task === 'send');
  if (first === undefined) throw new Error('not planned');
  await expect(world.run(first.task)).rejects.toThrow('killed');
  await world.work();

  // Assess
  const pushes = pushedTokens();
  expect(new Set(pushes)).toEqual(new Set(tokens));
  expect(pushes.length - tokens.length).toBeLessThanOrEqual(maxRepeatsPerDeath);
  // A repeated push has the same ID and replaces the first one on the phone.
  expect(new Set(world.ports.apns.apnsIds).size).toBe(tokens.length);
  expect((await reportOf(broadcastId)).counts).toMatchObject({ devices: 3000, accepted: 3000 });
});

describe('a scheduled broadcast', () => {
  it('waits for its time, however far away, and is sent once', async () => {
    // Prepare
    await register('alice');
    const sendAtMs = world.ports.clock.nowMs() + 3 * 60 * 60 * 1000;

    // Act
    const broadcastId = await world.start({ sendAtMs });
    const before = await reportOf(broadcastId);
    await world.fireNext();
    await world.work();

    // Assess
    const { state, record } = await reportOf(broadcastId);
    expect(before.state).toBe('scheduled');
    expect(state).toBe('finished');
    expect(record.startedAtMs).toBeGreaterThanOrEqual(sendAtMs);
    expect(record.startedAtMs).toBeLessThan(sendAtMs + 1000);
    expect(pushedTokens()).toEqual([tokenHex('alice')]);
  });

  it('is sent once when its schedule fires twice, and early', async () => {
    // Prepare
    await register('alice');
    const sendAtMs = world.ports.clock.nowMs() + 24 * 60 * 60 * 1000;
    const broadcastId = await world.start({ sendAtMs });
    const [schedule] = world.schedules.values();

    // Act
    world.queue.push({ task: { task: 'plan', broadcastId, job: 'send' }, delaySeconds: 0 });
    await world.run({ task: 'plan', broadcastId, job: 'send' });
    await world.fireNext();
    await world.work();

    // Assess
    expect(schedule?.atMs).toBe(sendAtMs - 60_000);
    expect((await reportOf(broadcastId)).record.startedAtMs).toBeGreaterThanOrEqual(sendAtMs);
    expect(pushedTokens()).toEqual([tokenHex('alice')]);
  });

  it('leaves no schedule once it is deleted', async () => {
    // Prepare
    const broadcastId = await world.start({ sendAtMs: world.ports.clock.nowMs() + 24 * 60 * 60 * 1000 });
    const before = world.schedules.size;

    // Act
    await deleteBroadcast(world.ports, broadcastId);

    // Assess
    expect([before, world.schedules.size]).toEqual([1, 0]);
  });

  it('does not exist if it cannot be scheduled', async () => {
    // Prepare
    vi.spyOn(world.ports.schedules, 'add').mockRejectedValue(new Error('ThrottlingException'));

    // Act
    const started = world.start({ sendAtMs: world.ports.clock.nowMs() + 24 * 60 * 60 * 1000 });

    // Assess
    await expect(started).rejects.toThrow('ThrottlingException');
    expect(await listBroadcasts(world.ports, 10, undefined)).toMatchObject({ broadcasts: [] });
  });

  it('is sent to nobody once it is deleted', async () => {
    // Prepare
    await register('alice');
    const broadcastId = await world.start({ sendAtMs: world.ports.clock.nowMs() + 60_000 });

    // Act
    await deleteBroadcast(world.ports, broadcastId);
    await world.work();

    // Assess
    expect(pushedTokens()).toEqual([]);
    expect(await reportBroadcast(world.ports, broadcastId)).toMatchObject({ refusal: 'unknown_broadcast' });
    expect(await listBroadcasts(world.ports, 10, undefined)).toMatchObject({ broadcasts: [] });
  });
});

describe('a recall', () => {
  it('takes the notification back on each device, and stops what is still to be sent', async () => {
    // Prepare
    await register('alice');
    const broadcastId = await world.start();
    await world.work();

    // Act
    await recallBroadcast(world.ports, broadcastId, 'withdraw');
    await world.work();
    const resumed = await resumeBroadcast(world.ports, broadcastId);

    // Assess
    const [alert, recall] = world.ports.apns.requests;
    expect(recall?.payload).toMatchObject({ ringpost: { messageId: broadcastId, recalled: true } });
    expect(recall?.headers['apns-collapse-id']).toBe(alert?.headers['apns-collapse-id']);
    expect(resumed).toMatchObject({ refusal: 'broadcast_state' });
  });
});

it('a later broadcast with the same collapse ID replaces the first one on the phones', async () => {
  // Prepare
  await register('alice');
  const message = { offlinePush: { desc: 'Group calls are here.', collapseId: 'spring' } };

  // Act
  await world.start({ message });
  await world.start({ message });
  await world.work();

  // Assess
  const [first, second] = world.ports.apns.requests.map(({ headers }) => headers['apns-collapse-id']);
  expect(first).toBe(second);
});

it('broadcasts are listed newest first, page by page', async () => {
  // Prepare
  const ids: string[] = [];
  for (let index = 0; index < 3; index += 1) {
    ids.unshift(await world.start());
    world.ports.clock.advance(1000);
  }
  const find = vi.spyOn(world.ports.broadcasts, 'find');

  // Act
  const first = await listBroadcasts(world.ports, 2, undefined);
  const second = await listBroadcasts(world.ports, 2, first.next);

  // Assess
  const idsOf = ({ broadcasts }: typeof first) => broadcasts.map(({ record }) => record.broadcastId);
  expect([idsOf(first), idsOf(second)]).toEqual([ids.slice(0, 2), ids.slice(2)]);
  expect(find).not.toHaveBeenCalled();
});

it.each([
  ['no text', {}],
  ['a disabled push', { desc: 'hi', disabled: true }],
])('a broadcast with %s is refused', async (_what, offlinePush) => {
  // Act
  const refused = await createBroadcast(world.ports, {
    broadcastId: world.ports.newId(),
    appId,
    audience: { all: true },
    message: { offlinePush },
  });

  // Assess
  expect(refused).toMatchObject({ refusal: 'nothing_to_show' });
});

it('an app that the stage does not know is refused', async () => {
  // Act
  const refused = await createBroadcast(world.ports, {
    broadcastId: world.ports.newId(),
    appId: 'com.example.unknown',
    audience: { all: true },
    message: { offlinePush: { desc: 'hi' } },
  });

  // Assess
  expect(refused).toMatchObject({ refusal: 'app_of_other_stage' });
});
