import { describe, expect, it } from 'vitest';
import { NotificationTray } from '../../../lab/phones/notificationTray.ts';
import { deviceId, type TestPhone, testPhone } from './testPhone.ts';

/** A message that the phone counts. @param collapseId by which it takes the place of another; default: its own. */
const receive = (
  { push }: TestPhone,
  messageId: string,
  collapseId = messageId,
  aps: object = { 'mutable-content': 1 },
) =>
  push({
    kind: 'alert',
    headers: { 'apns-collapse-id': collapseId },
    payload: { aps: { alert: { body: 'hi' }, ...aps }, ringpost: { messageId, badge: 'app' } },
  });

const reports = ({ api }: TestPhone) =>
  api.requests.filter(({ path }) => path === `/v1/devices/${deviceId}/presence`).map(({ body }) => body);

describe('a phone that counts its badge', () => {
  it.each(['background', 'killed'] as const)('counts each message once: %s', async (state) => {
    // Prepare
    const bob = testPhone({ state });

    // Act
    await receive(bob, 'm1');
    await receive(bob, 'm1');
    await receive(bob, 'm2');

    // Assess
    expect(bob.phone.view().badge).toBe(2);
  });

  it('counts a message that takes the place of an unread one as that one', async () => {
    // Prepare
    const bob = testPhone();
    await receive(bob, 'm1', 'score');

    // Act
    await receive(bob, 'm2', 'score');

    // Assess
    expect(bob.phone.view().badge).toBe(1);
  });

  it('counts nothing that does not run the extension', async () => {
    // Prepare
    const bob = testPhone();

    // Act
    await receive(bob, 'm1', 'm1', {});

    // Assess
    expect(bob.phone.view().badge).toBe(0);
  });

  it('does not count the text that replaces a recalled message', async () => {
    // Prepare
    const bob = testPhone();
    await receive(bob, 'm1');

    // Act
    await bob.push({
      kind: 'alert',
      headers: { 'apns-collapse-id': 'm1' },
      payload: { aps: { alert: { body: 'recalled' } }, ringpost: { messageId: 'm1', recalled: true } },
    });

    // Assess
    expect(bob.phone.view()).toMatchObject({ badge: 1, notifications: [{ body: 'recalled' }] });
  });

  it('counts from 0 again once its user has opened the app, which reports what the icon showed', async () => {
    // Prepare
    const bob = testPhone();
    await receive(bob, 'm1');
    await receive(bob, 'm2');

    // Act
    await bob.phone.change({ state: 'foreground' });
    await bob.phone.change({ state: 'background' });
    await receive(bob, 'm2');
    await receive(bob, 'm3');

    // Assess
    expect(reports(bob)[0]).toEqual({ state: 'foreground', ttlSeconds: 60, unreadCount: 0, previousUnreadCount: 2 });
    expect(bob.phone.view().badge).toBe(1);
  });

  it.each([
    ['counts on from what the user has left on another phone', 'background', 1],
    ['counts on from its own number if its user has killed the app', 'killed', 3],
  ] as const)('%s', async (_what, state, expected) => {
    // Prepare
    const bob = testPhone({ state });
    await receive(bob, 'm1');
    await receive(bob, 'm2');

    // Act
    await bob.push({ kind: 'alert', payload: { aps: { badge: 0, 'content-available': 1 } }, headers: {} });
    const afterwards = bob.phone.view().badge;
    await receive(bob, 'm3');

    // Assess
    expect([afterwards, bob.phone.view().badge]).toEqual([0, expected]);
  });

  it('counts on when the lab is started again', async () => {
    // Prepare
    const bob = testPhone();
    await receive(bob, 'm1');

    // Act
    const again = testPhone(structuredClone(bob.phone.record()));
    await receive(again, 'm1');
    await receive(again, 'm2');

    // Assess
    expect(again.phone.view().badge).toBe(2);
  });

  it('begins at zero with the data of an earlier version', async () => {
    // Prepare
    const bob = testPhone({ tray: { shown: [], history: [], badge: 0 } });

    // Act
    await receive(bob, 'm1');

    // Assess
    expect(bob.phone.view().badge).toBe(1);
    expect(new NotificationTray({ shown: [], history: [], badge: 4 }).view().badge).toBe(4);
  });
});
