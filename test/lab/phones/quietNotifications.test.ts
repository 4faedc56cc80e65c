/** How iOS presents a notification by its importance and by what the phone's user has set. */
import { describe, expect, it } from 'vitest';
import type { PhoneChange } from '../../../lab/phones/view.ts';
import { type TestPhone, testPhone } from './testPhone.ts';

/** A message's alert with a sound and badge 1. */
const message = (body: string, aps: object = {}, ringpost: object = {}) => ({
  kind: 'alert' as const,
  payload: {
    aps: { alert: { body }, sound: 'default', badge: 1, 'mutable-content': 1, ...aps },
    ringpost: { messageId: body, conversationId: 'user:alice', ...ringpost },
  },
  headers: { 'apns-collapse-id': body },
});

const ofAlice = { sender: { userId: 'alice', name: 'Alice' } };

async function phoneWith(change: PhoneChange): Promise<TestPhone> {
  const bobs = testPhone();
  await bobs.phone.change(change);
  return bobs;
}

const bodies = ({ phone }: TestPhone) => phone.view().notifications.map(({ body }) => body);
const receipts = ({ api }: TestPhone) => api.lines().filter((line) => line.includes('/receipts'));

describe('a notification', () => {
  it.each([
    // Everything is allowed.
    [{}, {}, {}, { sound: 'default' }],
    [{}, { 'interruption-level': 'passive' }, {}, { quiet: 'passive' }],
    // A Focus.
    [{ focus: true }, {}, {}, { quiet: 'focus' }],
    [{ focus: true }, { 'interruption-level': 'time-sensitive' }, {}, { sound: 'default' }],
    [{ focus: true }, { 'interruption-level': 'critical' }, {}, { sound: 'default' }],
    [{ focus: true }, { sound: { critical: 1, name: 'bell.caf' } }, {}, { sound: 'bell.caf' }],
    [{ focus: true }, {}, ofAlice, { quiet: 'focus' }],
    [{ focus: true, focusAllows: ['alice'] }, {}, ofAlice, { sound: 'default' }],
    [{ focus: true, focusAllows: ['alice'] }, {}, {}, { quiet: 'focus' }],
    [{ focus: true, focusAllows: ['carol'] }, {}, ofAlice, { quiet: 'focus' }],
    // The scheduled summary: what waits is not shown yet.
    [{ summary: true }, {}, {}, undefined],
    [{ summary: true }, { 'interruption-level': 'passive' }, {}, undefined],
    [{ summary: true }, { 'interruption-level': 'time-sensitive' }, {}, { sound: 'default' }],
    [{ summary: true }, {}, ofAlice, { sound: 'default' }],
    [{ summary: true, focus: true }, {}, {}, undefined],
    // The permission.
    [{ permission: 'provisional' }, {}, {}, { quiet: 'provisional' }],
    [{ permission: 'provisional' }, { 'interruption-level': 'time-sensitive' }, {}, { quiet: 'provisional' }],
    [{ permission: 'notDetermined' }, {}, {}, undefined],
    [{ permission: 'denied' }, {}, {}, undefined],
    // The app's own settings.
    [{ allowsAlerts: false }, {}, {}, undefined],
    [{ allowsSounds: false }, {}, {}, {}],
    [{ allowsSounds: false }, { sound: { critical: 1, name: 'bell.caf' } }, {}, { sound: 'bell.caf' }],
  ] as const)('of a phone with %j, with %j and %j, is shown as %j', async (change, aps, ringpost, shown) => {
    // Prepare
    const bobs = await phoneWith(change);

    // Act
    await bobs.push(message('hi', aps, ringpost));

    // Assess
    const found = bobs.phone.view().notifications.map(({ sound, quiet }) => ({ sound, quiet }));
    expect(found).toEqual(shown === undefined ? [] : [{ sound: undefined, quiet: undefined, ...shown }]);
  });

  it.each([
    [{}, 1],
    [{ allowsAlerts: false }, 1],
    [{ allowsBadges: false }, 0],
    [{ permission: 'denied' }, 0],
    [{ permission: 'notDetermined' }, 0],
    [{ focus: true }, 1],
    [{ summary: true }, 1],
  ] as const)(
    'of a phone with %j sets the badge to %j, counted by the server or by the phone',
    async (change, badge) => {
      // Prepare
      const [byServer, byPhone] = [await phoneWith(change), await phoneWith(change)];

      // Act
      await byServer.push(message('hi'));
      await byPhone.push(message('hi', { badge: undefined }, { badge: 'app' }));

      // Assess
      const runsExtension = !('allowsAlerts' in change);
      expect(byServer.phone.view().badge).toBe(badge);
      expect(byPhone.phone.view().badge).toBe(runsExtension ? badge : 0);
    },
  );

  it.each([
    ['runs', {}, 2],
    ['runs quietly', { permission: 'provisional' }, 2],
    ['does not run without alerts', { allowsAlerts: false }, 0],
    ['does not run without a permission', { permission: 'notDetermined' }, 0],
  ] as const)('%s the extension that reports it', async (_, change, count) => {
    // Prepare
    const bobs = await phoneWith(change);

    // Act
    await bobs.push(message('hi'));

    // Assess
    expect(receipts(bobs)).toHaveLength(Math.min(count, 1));
  });

  it('tells the server of the permission as the app reads it', async () => {
    // Prepare
    const bobs = await phoneWith({ permission: 'provisional' });

    // Act
    await bobs.phone.change({ territory: 'CN' });

    // Assess
    expect(bobs.api.requests.at(-1)?.body).toMatchObject({ permission: 'provisional', territory: 'CN' });
  });
});

describe('the scheduled summary', () => {
  it('holds notifications and delivers them by their relevance', async () => {
    // Prepare
    const bobs = await phoneWith({ summary: true });
    await bobs.push(message('little', { 'relevance-score': 0.1 }));
    await bobs.push(message('much', { 'relevance-score': 0.9 }));
    await bobs.push(message('none'));
    await bobs.push(message('now', { 'interruption-level': 'time-sensitive' }));
    const { waiting } = bobs.phone.view();
    const before = bodies(bobs);

    // Act
    await bobs.phone.act('deliverSummary');

    // Assess
    expect({ waiting, before }).toEqual({ waiting: 3, before: ['now'] });
    expect(bodies(bobs)).toEqual(['much', 'little', 'none', 'now']);
    expect(bobs.phone.view().notifications.map(({ quiet }) => quiet)).toEqual([
      'summary',
      'summary',
      'summary',
      undefined,
    ]);
    expect(bobs.phone.view().waiting).toBe(0);
  });

  it('comes when it is switched off, and a recalled message does not wait for it', async () => {
    // Prepare
    const bobs = await phoneWith({ summary: true });
    await bobs.push(message('stays'));
    await bobs.push(message('goes'));
    await bobs.push({
      kind: 'alert',
      payload: { aps: { 'content-available': 1 }, ringpost: { messageId: 'goes', recalled: true } },
    });

    // Act
    await bobs.phone.change({ summary: false });

    // Assess
    expect(bodies(bobs)).toEqual(['stays']);
  });
});

describe('the app’s extension', () => {
  const picture = 'https://pictures.example/1.png';
  const avatarUrl = 'https://pictures.example/alice.png';
  const rich = { image: picture, sender: { userId: 'alice', name: 'Alice', avatarUrl }, group: { name: 'Team' } };

  it('attaches the picture, and shows the sender as a person, with the group', async () => {
    // Prepare
    const bobs = testPhone();

    // Act
    await bobs.push(message('hi', {}, rich));

    // Assess
    expect(bobs.phone.view().notifications).toMatchObject([
      { title: 'Alice', subtitle: 'Team', image: picture, sender: { userId: 'alice', avatarUrl } },
    ]);
  });

  it('does not run without mutable-content', async () => {
    // Prepare
    const bobs = testPhone();

    // Act
    await bobs.push(message('hi', { 'mutable-content': undefined }, rich));

    // Assess
    const [shown] = bobs.phone.view().notifications;
    expect(shown).toMatchObject({ body: 'hi' });
    expect([shown?.title, shown?.image, shown?.sender]).toEqual([undefined, undefined, undefined]);
  });
});
