import { describe, expect, it, vi } from 'vitest';
import { apnsHeaders } from '../../../../shared/apns/rules/pushTypes.ts';
import { retryPushes } from '../../../../shared/delivery/flows/retryPushes.ts';
import type { Device } from '../../../../shared/devices/rules/device.ts';
import { newProgress } from '../../../../shared/messages/rules/chunkProgress.ts';
import type { MessageRecord } from '../../../../shared/messages/rules/record.ts';
import type { RetryTask } from '../../../../shared/messages/rules/tasks.ts';
import type { RetryPush } from '../../../../shared/push/rules/retryPush.ts';
import { aDevice, appId, aToken, isoTime, startMs, tokenHex } from '../../../support/factories.ts';
import { doesNotAnswer, rejects } from '../../../support/memory/fakeApns.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const messageId = '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001';
const apnsId = '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d002';
const target = { userId: 'bob', deviceId: 'phone-1', kind: 'alert' } as const;
const aPush = (changes: Partial<RetryPush> = {}): RetryPush => ({
  ...target,
  headers: apnsHeaders(appId, 'alert', apnsId, startMs - 5000),
  payload: { aps: { alert: { body: 'Alice:hi' }, badge: 1 } },
  attemptsMade: 1,
  ...changes,
});
const aTask = (...pushes: RetryPush[]): RetryTask => ({ task: 'retry', job: 'send', messageId, pushes });
const time = { lease: { holder: 'worker', untilMs: startMs + 30_000 }, beginUntilMs: startMs + 18_000 };
const retry = (ports: MemoryPorts, ...pushes: RetryPush[]) => retryPushes(ports, aTask(...pushes), time);

/** Ports with the message as it was recorded, and the device if there still is one. */
async function portsWith(device: Device | undefined): Promise<MemoryPorts> {
  const ports = memoryPorts();
  if (device !== undefined) ports.devices.add(device);
  await ports.messages.put({
    messageId,
    from: 'alice',
    to: ['bob'],
    createdAtMs: startMs - 5000,
    targets: [{ ...target, outcome: 'retrying', reason: 'deadline', apnsId }],
    timeline: [],
  });
  return ports;
}
const allDay = {
  windows: [
    { start: '00:00', end: '12:00' },
    { start: '12:00', end: '00:00' },
  ],
};
const inFront = { state: 'foreground', untilMs: startMs + 60_000 } as const;

async function recorded({ messages }: MemoryPorts) {
  const record = await messages.find(messageId);
  return { targets: record?.targets, timeline: record?.timeline };
}

describe('a retried push', () => {
  it('leaves unchanged with its apns-id, and its outcome is recorded', async () => {
    // Prepare
    const ports = await portsWith(aDevice());
    const push = aPush();

    // Act
    await retry(ports, push);

    // Assess
    expect(ports.apns.requests).toEqual([
      {
        appId,
        environment: 'production',
        deviceToken: aDevice().tokens.alert?.token,
        headers: push.headers,
        payload: push.payload,
        deadlineMs: startMs + 8000,
      },
    ]);
    expect(await recorded(ports)).toEqual({
      targets: [{ ...target, outcome: 'accepted', apnsId, environment: 'production', status: 200 }],
      timeline: [{ at: isoTime(startMs), event: 'accepted', deviceId: 'phone-1', kind: 'alert', reason: undefined }],
    });
    expect(ports.deliveries.enqueued).toEqual([]);
  });

  it('stores the message first if that failed when it was sent', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    const unrecorded: MessageRecord = {
      messageId,
      from: 'alice',
      to: ['bob'],
      createdAtMs: startMs - 5000,
      targets: [
        { ...target, outcome: 'retrying', reason: 'deadline', apnsId },
        { ...target, deviceId: 'phone-2', outcome: 'accepted' },
      ],
      timeline: [],
    };

    // Act
    await retryPushes(ports, { ...aTask(aPush()), unrecorded }, time);

    // Assess
    expect(ports.apns.requests).toHaveLength(1);
    const { targets } = await recorded(ports);
    expect(targets?.map(({ deviceId, outcome }) => [deviceId, outcome]).toSorted()).toEqual([
      ['phone-1', 'accepted'],
      ['phone-2', 'accepted'],
    ]);
  });

  it('goes to the token that the device holds now', async () => {
    // Prepare
    const tokens = { alert: aToken('new', { environment: 'development', state: 'proven' }) };
    const ports = await portsWith(aDevice({ tokens }));

    // Act
    await retry(ports, aPush());

    // Assess
    expect(ports.apns.requests).toMatchObject([{ deviceToken: tokenHex('new'), environment: 'development' }]);
  });

  it.each<[string, Device | undefined, string]>([
    ['the user has logged out', undefined, 'no_device'],
    ['the token is gone', aDevice({ tokens: { voip: aToken('V') } }), 'no_token'],
    [
      'both hosts refused the token',
      aDevice({ tokens: { alert: aToken('q', { state: 'quarantined' }) } }),
      'quarantined',
    ],
  ])('is skipped when %s meanwhile', async (_what, device, reason) => {
    // Prepare
    const ports = await portsWith(device);

    // Act
    await retry(ports, aPush());

    // Assess
    expect(ports.apns.requests).toEqual([]);
    expect(ports.deliveries.enqueued).toEqual([]);
    expect(await recorded(ports)).toEqual({
      targets: [{ ...target, outcome: 'skipped', reason }],
      timeline: [{ at: isoTime(startMs), event: 'skipped', deviceId: 'phone-1', kind: 'alert', reason }],
    });
  });

  it.each<[string, (ports: MemoryPorts) => Promise<unknown>, string]>([
    ['blocks the sender', (ports) => ports.blocks.put('bob', 'alice'), 'blocked'],
    ['mutes the conversation', (ports) => ports.conversations.put('bob', 'user:alice', { receive: 'none' }), 'muted'],
    ['has quiet hours', (ports) => ports.profiles.replace('bob', { doNotDisturb: allDay }), 'do_not_disturb'],
    ['opens the app', async (ports) => ports.devices.add(aDevice({ presence: inFront })), 'online'],
    ['gets a newer message that replaces it', (ports) => ports.messages.putNewest('order', 'newer'), 'replaced'],
  ])('is skipped when its user %s meanwhile', async (_what, happen, reason) => {
    // Prepare
    const ports = await portsWith(aDevice());
    await happen(ports);
    const headers = { ...aPush().headers, 'apns-collapse-id': 'order' };

    // Act
    await retry(ports, aPush({ headers }));

    // Assess
    expect(ports.apns.requests).toEqual([]);
    expect((await recorded(ports)).targets).toEqual([{ ...target, outcome: 'skipped', reason }]);
  });

  it('makes no sound when its user silenced the conversation meanwhile', async () => {
    // Prepare
    const ports = await portsWith(aDevice());
    await ports.conversations.put('bob', 'user:alice', { receive: 'silent' });
    const payload = { aps: { alert: { body: 'hi' }, sound: 'default' }, ext: 1 };

    // Act
    await retry(ports, aPush({ payload }));

    // Assess
    expect(ports.apns.requests).toMatchObject([{ payload: { aps: { alert: { body: 'hi' } }, ext: 1 } }]);
    expect(ports.apns.requests[0]?.payload).not.toHaveProperty('aps.sound');
    expect(ports.apns.requests[0]?.payload).toHaveProperty('aps.interruption-level', 'passive');
  });

  it.each([
    ["not pushed at the group's level", {}, 0],
    ['pushed by the force of a server', { isForced: true as const }, 1],
  ])('is %s', async (_what, more, requests) => {
    // Prepare
    const ports = await portsWith(aDevice());

    // Act
    await retry(ports, aPush({ occasion: { groupLevel: 'none', ...more } }));

    // Assess
    expect(ports.apns.requests.length).toBe(requests);
  });

  it('reaches users who want mentions or are online, where the message allows it', async () => {
    // Prepare
    const ports = await portsWith(aDevice({ presence: inFront }));
    await ports.conversations.put('bob', 'user:alice', { receive: 'none', mentionsStillPush: true });

    // Act
    await retry(ports, aPush({ occasion: { alsoOnline: true, isMentioned: true } }));

    // Assess
    expect(ports.apns.requests).toHaveLength(1);
  });

  it('reads the recipients of a step in one request and the message once', async () => {
    // Prepare
    const ports = await portsWith(aDevice());
    const findAll = vi.spyOn(ports.recipients, 'findAll');
    const find = vi.spyOn(ports.messages, 'find');
    const pushes = Array.from({ length: 25 }, (_, index) => aPush({ userId: `u${index}` }));
    const record = await ports.messages.find(messageId);
    const targets = pushes.map(({ userId }) => ({ ...target, userId, outcome: 'retrying' }) as const);
    if (record !== undefined) await ports.messages.put({ ...record, targets });
    find.mockClear();

    // Act
    await retry(ports, ...pushes);

    // Assess
    expect(findAll).toHaveBeenCalledTimes(1);
    expect(find).toHaveBeenCalledTimes(1);
    expect((await recorded(ports)).targets?.map(({ reason }) => reason)).toEqual(pushes.map(() => 'no_device'));
  });

  it.each([
    [1, 30],
    [2, 120],
    [3, 900],
    [4, 900],
  ])('rejected for now after %i earlier attempts waits %i s', async (attemptsMade, delaySeconds) => {
    // Prepare
    const ports = await portsWith(aDevice());
    ports.apns.will(rejects(503, 'ServiceUnavailable'));
    const push = aPush({ attemptsMade });

    // Act
    await retry(ports, push);

    // Assess
    expect(ports.deliveries.enqueued).toEqual([
      { task: aTask({ ...push, attemptsMade: attemptsMade + 1 }), delaySeconds },
    ]);
    const { targets, timeline } = await recorded(ports);
    expect(targets).toMatchObject([{ outcome: 'retrying', reason: 'ServiceUnavailable', status: 503, apnsId }]);
    expect(timeline).toMatchObject([{ event: 'retrying', reason: 'ServiceUnavailable' }]);
  });

  it.each([
    ['failed', doesNotAnswer('maybe')],
    ['rejected', rejects(503, 'ServiceUnavailable')],
  ])('for the last time has %s', async (outcome, answer) => {
    // Prepare
    const ports = await portsWith(aDevice());
    ports.apns.will(answer);

    // Act
    await retry(ports, aPush({ attemptsMade: 5 }));

    // Assess
    expect(ports.deliveries.enqueued).toEqual([]);
    expect((await recorded(ports)).targets).toMatchObject([{ outcome }]);
  });

  it('rejected for good is not retried', async () => {
    // Prepare
    const ports = await portsWith(aDevice());
    ports.apns.will(rejects(410, 'Unregistered', startMs));

    // Act
    await retry(ports, aPush());

    // Assess
    expect(ports.deliveries.enqueued).toEqual([]);
    expect((await recorded(ports)).targets).toMatchObject([{ outcome: 'rejected', reason: 'Unregistered' }]);
    expect((await ports.devices.find('bob', 'phone-1'))?.tokens).not.toHaveProperty('alert');
  });

  it('with a final outcome is not resent when the queue hands the task out twice', async () => {
    // Prepare
    const ports = await portsWith(aDevice());
    await retry(ports, aPush());

    // Act
    await retry(ports, aPush());

    // Assess
    expect(ports.apns.requests).toHaveLength(1);
  });

  it('of a message recalled meanwhile reaches nobody', async () => {
    // Prepare
    const ports = await portsWith(aDevice());
    await ports.messages.recall(messageId, 'withdraw', startMs);

    // Act
    await retry(ports, aPush());

    // Assess
    expect(ports.apns.requests).toEqual([]);
    expect((await recorded(ports)).targets).toMatchObject([{ outcome: 'skipped', reason: 'recalled' }]);
  });

  it('goes back to the queue unchanged when the worker has no time left', async () => {
    // Prepare
    const ports = await portsWith(aDevice());
    const task = aTask(aPush());

    // Act
    await retryPushes(ports, task, { ...time, beginUntilMs: startMs - 1 });

    // Assess
    expect(ports.apns.requests).toEqual([]);
    expect(ports.deliveries.enqueued).toEqual([{ task, delaySeconds: 5 }]);
  });

  it('of a chunk keeps its outcome with the chunk', async () => {
    // Prepare
    const ports = await portsWith(aDevice());
    const name = { messageId, job: 'send', chunk: 3 } as const;
    await ports.chunks.claim(name, 1, time.lease);
    const retrying = { ...target, outcome: 'retrying', apnsId } as const;
    await ports.chunks.record(name, time.lease, { ...newProgress(1), reached: 1 }, [retrying]);

    // Act
    await retryPushes(ports, { ...aTask(aPush()), chunk: 3 }, time);

    // Assess
    const progress = await ports.chunks.find(name);
    expect(progress?.listed).toMatchObject([{ ...target, outcome: 'accepted' }]);
    expect((await recorded(ports)).timeline).toEqual([]);
  });

  describe('of a chunk that does not list it because the worker died before it stored its progress', () => {
    const name = { messageId, job: 'send', chunk: 3 } as const;
    const task = { ...aTask(aPush()), chunk: 3 };

    it('waits for another worker to finish the chunk from the start', async () => {
      // Prepare
      const ports = await portsWith(aDevice());
      await ports.chunks.claim(name, 2, time.lease);

      // Act
      await retryPushes(ports, task, time);

      // Assess
      expect(ports.apns.requests).toEqual([]);
      expect(ports.deliveries.enqueued).toEqual([{ task, delaySeconds: 15 }]);
    });

    it('is dropped when the chunk is finished, which counted it', async () => {
      // Prepare
      const ports = await portsWith(aDevice());
      await ports.chunks.claim(name, 2, time.lease);
      await ports.chunks.record(
        name,
        time.lease,
        { ...newProgress(2), reached: 2, pushed: 2, counts: { accepted: 2 } },
        [],
      );

      // Act
      await retryPushes(ports, task, time);

      // Assess
      expect(ports.apns.requests).toEqual([]);
      expect(ports.deliveries.enqueued).toEqual([]);
      expect(await ports.chunks.find(name)).toMatchObject({ counts: { accepted: 2 }, listed: [] });
    });
  });
});
