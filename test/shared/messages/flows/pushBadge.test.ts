import { describe, expect, it } from 'vitest';
import { setPresence } from '../../../../shared/messages/flows/setPresence.ts';
import { workOff } from '../../../support/delivery.ts';
import { aDevice, appId, tokenHex } from '../../../support/factories.ts';
import { doesNotAnswer, rejects } from '../../../support/memory/fakeApns.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

/** Bob has three unread messages, and two phones. */
async function threeUnread(): Promise<MemoryPorts> {
  const ports = memoryPorts();
  ports.devices.add(aDevice({ deviceId: 'read here' }), aDevice({ deviceId: 'other' }));
  await ports.badges.set('bob', appId, 3);
  return ports;
}

const read = (ports: MemoryPorts, unreadCount: number | undefined, previousUnreadCount?: number) =>
  setPresence(ports, {
    userId: 'bob',
    deviceId: 'read here',
    state: 'background',
    ttlSeconds: 60,
    unreadCount,
    previousUnreadCount,
  });

describe('a user who reads on one phone', () => {
  it('gets the new badge on the other phone with a push that shows nothing', async () => {
    // Prepare
    const ports = await threeUnread();

    // Act
    await read(ports, 1);
    await workOff(ports);

    // Assess
    expect(ports.apns.requests).toMatchObject([
      {
        deviceToken: tokenHex('other alert'),
        headers: { 'apns-push-type': 'alert', 'apns-priority': '5', 'apns-topic': appId },
        payload: { aps: { badge: 1 } },
      },
    ]);
    expect(Object.keys(ports.apns.requests[0]?.payload ?? {})).toEqual(['aps']);
  });

  it.each([
    ['that the server has not counted', 0, 2, 0],
    ['of which the server knew another number', 3, 1, 1],
  ])('gets the number %s on the other phone, whose app counts on from it', async (_what, counter, previous, left) => {
    // Prepare
    const ports = await threeUnread();
    await ports.badges.set('bob', appId, counter);

    // Act
    await read(ports, left, previous);
    await workOff(ports);

    // Assess
    expect(ports.apns.requests).toMatchObject([
      { deviceToken: tokenHex('other alert'), headers: { 'apns-push-type': 'alert', 'apns-priority': '5' } },
    ]);
    expect(ports.apns.requests[0]?.payload).toEqual({ aps: { badge: left, 'content-available': 1 } });
  });

  it('gets the badge that is current when the push leaves', async () => {
    // Prepare
    const ports = await threeUnread();
    await read(ports, 0);

    // Act
    await ports.badges.increment('bob', appId);
    await workOff(ports);

    // Assess
    expect(ports.apns.requests).toMatchObject([{ payload: { aps: { badge: 1 } } }]);
  });

  it.each([
    ['nothing has changed', 3, undefined],
    ['a phone that counts by itself has the same number', 3, 3],
    ['the app does not send an unread count', undefined, undefined],
  ])('costs nothing when %s', async (_why, unreadCount, previousUnreadCount) => {
    // Prepare
    const ports = await threeUnread();

    // Act
    await read(ports, unreadCount, previousUnreadCount);

    // Assess
    expect(ports.deliveries.enqueued).toEqual([]);
  });

  it('costs nothing when no other device of the app can be pushed to', async () => {
    // Prepare
    const ports = await threeUnread();
    await ports.devices.remove('bob', 'other');
    ports.devices.add(
      aDevice({ deviceId: 'of another app', appId: 'com.example.other' }),
      aDevice({ deviceId: 'without a token', tokens: {} }),
    );

    // Act
    await read(ports, 0);

    // Assess
    expect(ports.deliveries.enqueued).toEqual([]);
  });

  it('changes no other badge when the team switched that off', async () => {
    // Prepare
    const ports = await threeUnread();
    await ports.apps.put(appId, { pushBadgeToOtherDevices: false });

    // Act
    await read(ports, 0);
    await workOff(ports);

    // Assess
    expect(ports.apns.requests).toEqual([]);
  });
});

describe('a phone that is sent its badge', () => {
  it('is pushed to again if APNs does not answer, unlike the others', async () => {
    // Prepare
    const ports = await threeUnread();
    ports.devices.add(aDevice({ deviceId: 'third' }));
    ports.apns.will(doesNotAnswer('no'));

    // Act
    await read(ports, 0);
    await workOff(ports);

    // Assess
    const [first, second, again, ...more] = ports.apns.requests.map(({ deviceToken }) => deviceToken);
    expect([again, ...more]).toEqual([first]);
    expect(second).not.toBe(first);
  });

  it('is given up after the same number of attempts as a message', async () => {
    // Prepare
    const ports = await threeUnread();
    ports.apns.will(...Array.from({ length: 9 }, () => rejects(503, 'ServiceUnavailable')));

    // Act
    await read(ports, 0);
    await workOff(ports);

    // Assess
    expect(ports.apns.requests).toHaveLength(6);
  });

  it('is skipped when it logged out before its turn', async () => {
    // Prepare
    const ports = await threeUnread();
    await read(ports, 0);

    // Act
    await ports.devices.remove('bob', 'other');
    await workOff(ports);

    // Assess
    expect(ports.apns.requests).toEqual([]);
  });
});
