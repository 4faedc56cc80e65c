import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotificationTray } from '../../../lab/phones/notificationTray.ts';
import { alertPush, testPhone } from './testPhone.ts';

describe('a phone that receives an alert push', () => {
  it('shows the text and sets the badge, also with its app killed', async () => {
    // Prepare
    const { phone, push } = testPhone({ state: 'killed' });

    // Act
    await push(alertPush({ alert: { body: 'Alice:hi' }, badge: 1, sound: 'default' }));

    // Assess
    const { notifications, badge, state } = phone.view();
    expect(notifications).toEqual([{ body: 'Alice:hi', sound: 'default', at: '2026-11-22T12:00:00.000Z' }]);
    expect(badge).toBe(1);
    expect(state).toBe('killed');
  });

  it('shows every field of an alert, newest first', async () => {
    // Prepare
    const { phone, push } = testPhone();

    // Act
    await push(alertPush({ alert: 'first' }));
    await push(
      alertPush({
        alert: { title: 'Team', subtitle: 'Lunch', body: 'now?' },
        sound: { critical: 1, name: 'bell.caf', volume: 1 },
        'thread-id': 'group:team',
      }),
    );

    // Assess
    expect(phone.view().notifications).toEqual([
      {
        title: 'Team',
        subtitle: 'Lunch',
        body: 'now?',
        sound: 'bell.caf',
        threadId: 'group:team',
        at: '2026-11-22T12:00:00.000Z',
      },
      { body: 'first', at: '2026-11-22T12:00:00.000Z' },
    ]);
  });

  it('silences it under a Focus, unless it is time-sensitive', async () => {
    // Prepare
    const { phone, push } = testPhone();
    await phone.change({ focus: true });

    // Act
    await push(alertPush({ alert: 'hi' }));
    await push(alertPush({ alert: 'now!', 'interruption-level': 'time-sensitive' }));

    // Assess
    const shown = phone.view().notifications.map(({ body, quiet }) => ({ body, quiet }));
    expect(shown).toEqual([
      { body: 'now!', quiet: undefined },
      { body: 'hi', quiet: 'focus' },
    ]);
  });

  it('replaces the notification that has the same collapse ID', async () => {
    // Prepare
    const { phone, push } = testPhone();
    await push(alertPush({ alert: 'other' }));
    await push(alertPush({ alert: 'before' }, { 'apns-collapse-id': 'm1' }));

    // Act
    await push(alertPush({ alert: 'after' }, { 'apns-collapse-id': 'm1' }));

    // Assess
    expect(phone.view().notifications.map(({ body }) => body)).toEqual(['after', 'other']);
  });

  it('shows nothing and keeps its badge when the user has denied permission', async () => {
    // Prepare
    const { phone, push } = testPhone({ permission: 'denied' });

    // Act
    await push(alertPush({ alert: 'hi', badge: 3 }));

    // Assess
    expect(phone.view()).toMatchObject({ notifications: [], badge: 0 });
  });

  it('applies a badge without a text silently', async () => {
    // Prepare
    const { phone, push } = testPhone();

    // Act
    await push(alertPush({ badge: 7, 'content-available': 1 }));

    // Assess
    expect(phone.view()).toMatchObject({ notifications: [], badge: 7 });
  });

  it('shows it as a banner in the foreground too', async () => {
    // Prepare
    const { phone, push } = testPhone();
    await phone.change({ state: 'foreground' });

    // Act
    await push(alertPush({ alert: 'hi', badge: 1 }));

    // Assess
    expect(phone.view()).toMatchObject({ state: 'foreground', notifications: [{ body: 'hi' }], badge: 1 });
  });

  it('clears notifications and badge when the app is opened, and keeps the conversation', async () => {
    // Prepare
    const { phone, push } = testPhone();
    await push(alertPush({ alert: 'hi', badge: 1 }));

    // Act
    await phone.act('open');

    // Assess
    expect(phone.view()).toMatchObject({ notifications: [], badge: 0, history: [{ body: 'hi' }], locked: false });
  });

  it('keeps the badge when only Notification Centre is cleared', async () => {
    // Prepare
    const { phone, push } = testPhone();
    await push(alertPush({ alert: 'hi', badge: 1 }));

    // Act
    await phone.act('clear');

    // Assess
    expect(phone.view()).toMatchObject({ notifications: [], badge: 1 });
  });

  it('loses everything when the app is uninstalled', async () => {
    // Prepare
    const { phone, push, installation } = testPhone();
    await push(alertPush({ alert: 'hi', badge: 1 }));

    // Act
    await phone.change({ uninstalled: true });

    // Assess
    expect(phone.view()).toMatchObject({ installed: false, state: 'killed', notifications: [], history: [], badge: 0 });
    expect(installation.uninstalled).toBe(true);
  });
});

describe('the notification tray', () => {
  it('shows every notification with a body, for any payload', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (payload, aps) => {
        // Prepare
        const tray = new NotificationTray();

        // Act
        tray.receive(
          { kind: 'alert', apnsId: 'a', headers: {}, payload: { ...payload, aps } },
          { at: 'now', steadyMs: 0 },
        );

        // Assess
        const { notifications, badge } = tray.view();
        expect(notifications.every(({ body }) => typeof body === 'string')).toBe(true);
        expect(typeof badge).toBe('number');
      }),
    );
  });
});
