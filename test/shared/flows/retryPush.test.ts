import { describe, expect, it } from 'vitest';
import type { RetryTask } from '../../../shared/flows/ports.ts';
import { retryPush } from '../../../shared/flows/retryPush.ts';
import type { Device } from '../../../shared/rules/device.ts';
import { apnsHeaders } from '../../../shared/rules/pushTypes.ts';
import { aDevice, appId, aToken, isoTime, startMs, tokenHex } from '../../support/factories.ts';
import { doesNotAnswer, rejects } from '../../support/fakeApns.ts';
import { type MemoryPorts, memoryPorts } from '../../support/ports.ts';

const messageId = '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001';
const apnsId = '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d002';
const target = { userId: 'bob', deviceId: 'phone-1', kind: 'alert' } as const;
const aTask = (changes: Partial<RetryTask> = {}): RetryTask => ({
  messageId,
  ...target,
  headers: apnsHeaders(appId, 'alert', apnsId, startMs - 5000),
  payload: { aps: { alert: { body: 'Alice:hi' }, badge: 1 } },
  attemptsMade: 1,
  ...changes,
});

/** Ports with the message as it was recorded, and the device if there still is one. */
async function portsWith(device: Device | undefined): Promise<MemoryPorts> {
  const ports = memoryPorts();
  if (device !== undefined) ports.devices.add(device);
  await ports.messages.put({
    messageId,
    from: 'alice',
    to: ['bob'],
    createdAt: isoTime(startMs - 5000),
    targets: [{ ...target, outcome: 'retrying', reason: 'deadline', apnsId }],
    timeline: [],
  });
  return ports;
}
async function recorded({ messages }: MemoryPorts) {
  const record = await messages.find(messageId);
  return { targets: record?.targets, timeline: record?.timeline };
}

describe('a push that is tried again', () => {
  it('goes out as it was, with its apns-id, and its outcome is recorded', async () => {
    // Prepare
    const ports = await portsWith(aDevice());
    const task = aTask();

    // Act
    await retryPush(ports, task);

    // Assess
    expect(ports.apns.requests).toEqual([
      {
        appId,
        environment: 'production',
        deviceToken: aDevice().tokens.alert?.token,
        headers: task.headers,
        payload: task.payload,
        deadlineMs: startMs + 8000,
      },
    ]);
    expect(await recorded(ports)).toEqual({
      targets: [{ ...target, outcome: 'accepted', apnsId, environment: 'production', status: 200 }],
      timeline: [{ at: isoTime(startMs), event: 'accepted', deviceId: 'phone-1', kind: 'alert', reason: undefined }],
    });
    expect(ports.retries.enqueued).toEqual([]);
  });

  it('goes to the token that the device holds now', async () => {
    // Prepare
    const tokens = { alert: aToken('new', { environment: 'development', state: 'proven' }) };
    const ports = await portsWith(aDevice({ tokens }));

    // Act
    await retryPush(ports, aTask());

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
    await retryPush(ports, aTask());

    // Assess
    expect(ports.apns.requests).toEqual([]);
    expect(ports.retries.enqueued).toEqual([]);
    expect(await recorded(ports)).toEqual({
      targets: [{ ...target, outcome: 'skipped', reason }],
      timeline: [{ at: isoTime(startMs), event: 'skipped', deviceId: 'phone-1', kind: 'alert', reason }],
    });
  });

  it.each([
    [1, 30],
    [2, 120],
    [3, 900],
    [4, 900],
  ])('and not taken again, after %i attempts before, waits %i s', async (attemptsMade, delaySeconds) => {
    // Prepare
    const ports = await portsWith(aDevice());
    ports.apns.will(rejects(503, 'ServiceUnavailable'));
    const task = aTask({ attemptsMade });

    // Act
    await retryPush(ports, task);

    // Assess
    expect(ports.retries.enqueued).toEqual([{ task: { ...task, attemptsMade: attemptsMade + 1 }, delaySeconds }]);
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
    await retryPush(ports, aTask({ attemptsMade: 5 }));

    // Assess
    expect(ports.retries.enqueued).toEqual([]);
    expect((await recorded(ports)).targets).toMatchObject([{ outcome }]);
  });

  it('and refused for good is not tried any more', async () => {
    // Prepare
    const ports = await portsWith(aDevice());
    ports.apns.will(rejects(410, 'Unregistered', startMs));

    // Act
    await retryPush(ports, aTask());

    // Assess
    expect(ports.retries.enqueued).toEqual([]);
    expect((await recorded(ports)).targets).toMatchObject([{ outcome: 'rejected', reason: 'Unregistered' }]);
    expect((await ports.devices.find('bob', 'phone-1'))?.tokens).not.toHaveProperty('alert');
  });
});
