/** What a phone shows of a message, who is reached, and what explain says of it, whole, over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import {
  anybody,
  type LabPhone,
  makePhone,
  makeUser,
  pushesTo,
  screenOf,
  text,
  until,
  userClient,
} from '../support/lab/labClient.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

const alert = { alert: true };

/** A phone that a user registers with these facts, and that Apple knows. */
async function phoneOf(userId: string, facts: object, { alert: hasAlert } = alert): Promise<LabPhone> {
  const phone = await makePhone(lab, {});
  const tokens = hasAlert ? { alert: { token: phone.tokens.alert } } : {};
  const answer = await userClient(lab, userId)('PUT', `/v1/devices/${phone.deviceId}`, {
    appId: phone.appId,
    tokens,
    ...facts,
  });
  expect(answer.status).toBe(200);
  return phone;
}

const shownOn = async (phone: LabPhone) =>
  (
    await until(
      () => screenOf(lab, phone),
      ({ notifications }) => notifications.length > 0,
    )
  ).notifications[0];

describe('a message', () => {
  test('is read in the language of each phone', async () => {
    // Prepare
    const [alice, bob] = [makeUser('alice'), makeUser('bob')];
    const phones = await Promise.all(
      ['zh-Hans-CN', 'zh_Hant_TW', 'en-GB', 'fr'].map((locale) => phoneOf(bob, { locale })),
    );
    const sender = userClient(lab, alice);
    await sender('PUT', '/v1/profile', { nickname: 'Alice' });
    const elements = [
      { type: 'image' },
      { type: 'text', text: ' and ' },
      { type: 'voice' },
      { type: 'custom', data: 1 },
    ];
    // Act
    await sender('POST', '/v1/messages', { to: { userId: bob }, elements });
    // Assess
    const bodies = await Promise.all(phones.map(async (phone) => (await shownOn(phone)).body));
    expect(bodies).toEqual([
      'Alice:[图片] and [语音]',
      'Alice:[圖片] and [語音]',
      'Alice:[Image] and [Voice]',
      'Alice:[Image] and [Voice]',
    ]);
  });

  test('shows a sound of the app, a thread, and the texts of its sender', async () => {
    // Prepare
    const bob = makeUser('bob');
    const phone = await phoneOf(bob, { locale: 'en' });
    const offlinePush = {
      title: 'For {{name}}',
      subtitle: 'S',
      texts: { en: { desc: 'Hello {{name}}' } },
      variables: { name: 'Bob' },
      sound: 'ring.caf',
      threadId: 'room-7',
    };
    // Act
    await userClient(lab, makeUser('alice'))('POST', '/v1/messages', {
      to: { userId: bob },
      ...text('hi'),
      offlinePush,
    });
    // Assess
    expect(await shownOn(phone)).toMatchObject({
      title: 'For Bob',
      subtitle: 'S',
      body: 'Hello Bob',
      sound: 'ring.caf',
      threadId: 'room-7',
    });
  });

  test('of custom elements is not pushed without a desc', async () => {
    // Prepare
    const bob = makeUser('bob');
    await phoneOf(bob, {});
    const alice = userClient(lab, makeUser('alice'));
    const custom = { to: { userId: bob }, elements: [{ type: 'custom', data: { gift: 1 } }] };
    // Act
    const without = await alice('POST', '/v1/messages', custom);
    const withDesc = await alice('POST', '/v1/messages', { ...custom, offlinePush: { desc: 'A gift' } });
    // Assess
    expect(without.body.targets).toMatchObject([{ userId: bob, outcome: 'skipped', reason: 'no_desc' }]);
    expect(withDesc.body.summary.accepted).toBe(1);
  });

  test('delivered twice is seen once', async () => {
    // Prepare
    const bob = makeUser('bob');
    const phone = await phoneOf(bob, {});
    const alice = userClient(lab, makeUser('alice'));
    const toBob = { to: { userId: bob }, ...text('hi'), offlinePush: { collapseId: 'room-7' } };
    // Act
    await alice('POST', '/v1/messages', toBob);
    await alice('POST', '/v1/messages', { ...toBob, ...text('hi again') });
    // Assess
    const { notifications } = await until(
      () => screenOf(lab, phone),
      (screen) => screen.notifications[0]?.body === 'hi again',
    );
    expect(notifications).toHaveLength(1);
  });
});

describe('the badge', () => {
  test('goes up on all phones of a user, and down when one of them reports its unread count', async () => {
    // Prepare
    const bob = makeUser('bob');
    const phones = await Promise.all([phoneOf(bob, {}), phoneOf(bob, {})]);
    const alice = userClient(lab, makeUser('alice'));
    const badges = async (wanted: number) =>
      Promise.all(
        phones.map(
          async (phone) =>
            (
              await until(
                () => screenOf(lab, phone),
                ({ badge }) => badge === wanted,
              )
            ).badge,
        ),
      );
    const say = () => alice('POST', '/v1/messages', { to: { userId: bob }, ...text('hi') });
    // Act
    for (let count = 0; count < 3; count += 1) await say();
    const before = await badges(3);
    const background = { state: 'background', unreadCount: 0 };
    await userClient(lab, bob)('PUT', `/v1/devices/${phones[0].deviceId}/presence`, background);
    // The other phone's badge follows by a worker, which must not overtake the next message.
    await until(
      () => screenOf(lab, phones[1]),
      ({ badge }) => badge === 0,
    );
    await say();
    // Assess
    expect(before).toEqual([3, 3]);
    expect(await badges(1)).toEqual([1, 1]);
  });

  test('is counted by the phones themselves, and set again when one of them is opened', async () => {
    // Prepare
    const bob = makeUser('bob');
    const phones = await Promise.all([makePhone(lab, { userId: bob }), makePhone(lab, { userId: bob })]);
    const alice = userClient(lab, makeUser('alice'));
    const offlinePush = { badge: { mode: 'app' } };
    const say = () => alice('POST', '/v1/messages', { to: { userId: bob }, ...text('hi'), offlinePush });
    const screens = (wanted: number) =>
      Promise.all(
        phones.map((phone) =>
          until(
            () => screenOf(lab, phone),
            ({ badge }) => badge === wanted,
          ),
        ),
      );
    // Act
    for (let count = 0; count < 2; count += 1) await say();
    await screens(2);
    await anybody(lab)('PATCH', `/lab/phones/${phones[0].phoneId}`, { state: 'foreground' });
    await screens(0);
    await anybody(lab)('PATCH', `/lab/phones/${phones[0].phoneId}`, { state: 'background' });
    await say();
    // Assess
    expect((await screens(1)).map(({ badge }) => badge)).toEqual([1, 1]);
    const payloads = (await pushesTo(lab, phones[1])).map(({ payload }) => payload);
    expect(payloads).toHaveLength(4);
    expect(payloads.filter(({ aps }) => aps.badge !== undefined)).toEqual([
      { aps: { badge: 0, 'content-available': 1 } },
    ]);
  });
});

describe('who is reached', () => {
  test("depends on each device's setting for staying quiet while the user is online elsewhere", async () => {
    // Prepare
    const bob = makeUser('bob');
    const [desk, pocket, tablet] = await Promise.all([
      phoneOf(bob, { platform: 'desktop' }),
      phoneOf(bob, { platform: 'phone' }),
      phoneOf(bob, { platform: 'tablet', quietWhenOnlineOn: 'this' }),
    ]);
    await userClient(lab, bob)('PUT', `/v1/devices/${desk.deviceId}/presence`, { state: 'foreground' });
    // Act
    const { body } = await userClient(lab, makeUser('alice'))('POST', '/v1/messages', {
      to: { userId: bob },
      ...text('hi'),
    });
    // Assess
    const outcomes = new Map(body.targets.map((target: { deviceId: string }) => [target.deviceId, target]));
    expect(outcomes.get(desk.deviceId)).toMatchObject({ outcome: 'skipped', reason: 'online' });
    expect(outcomes.get(pocket.deviceId)).toMatchObject({ outcome: 'skipped', reason: 'online' });
    expect(outcomes.get(tablet.deviceId)).toMatchObject({ outcome: 'accepted' });
  });

  test('excludes users in quiet hours, except for mentions', async () => {
    // Prepare
    const bob = makeUser('bob');
    await phoneOf(bob, {});
    const windows = [
      { start: '00:00', end: '12:00' },
      { start: '12:00', end: '00:00' },
    ];
    await userClient(lab, bob)('PUT', '/v1/profile', { doNotDisturb: { windows, allowMentions: true } });
    const alice = userClient(lab, makeUser('alice'));
    // Act
    const plain = await alice('POST', '/v1/messages', { to: { userId: bob }, ...text('hi') });
    const mention = await alice('POST', '/v1/messages', { to: { userId: bob }, ...text('hi'), mentions: [bob] });
    // Assess
    expect(plain.body.targets).toMatchObject([{ outcome: 'skipped', reason: 'do_not_disturb' }]);
    expect(mention.body.targets).toMatchObject([{ outcome: 'accepted' }]);
  });
});

describe('explain', () => {
  test('predicts what a send then does, without any effect', async () => {
    // Prepare
    const [alice, bob, carol] = [makeUser('alice'), makeUser('bob'), makeUser('carol')];
    const phone = await phoneOf(bob, { locale: 'zh-TW', permission: 'denied' });
    await phoneOf(carol, {}, { alert: false });
    const sender = userClient(lab, alice);
    const message = {
      to: { userIds: [bob, carol, alice] },
      elements: [{ type: 'voice' }],
      offlinePush: { ext: { room: 7 }, ttlSeconds: 60 },
    };
    const before = (await anybody(lab)('GET', '/lab/pushes')).body.next;
    // Act
    const explained = await sender('POST', '/v1/messages?explain=true', message);
    const after = (await anybody(lab)('GET', '/lab/pushes')).body.next;
    const sent = await sender('POST', '/v1/messages', message);
    // Assess
    expect(explained.status).toBe(200);
    expect(after).toBe(before);
    const [toBob, toCarol, toAlice] = explained.body.targets;
    expect(toBob).toMatchObject({
      userId: bob,
      decision: 'push',
      rule: 'offline',
      truncated: false,
      notes: ['permission_denied'],
    });
    expect([toCarol, toAlice]).toMatchObject([
      { decision: 'skip', rule: 'no_token' },
      { decision: 'skip', rule: 'sender' },
    ]);
    expect(sent.body.targets).toMatchObject([{ outcome: 'accepted' }, { reason: 'no_token' }, { reason: 'sender' }]);
    const [push] = await pushesTo(lab, phone);
    const { messageId } = sent.body;
    expect(push.payload).toEqual({
      ...toBob.payload,
      // The ticket is for this message, and each has an ID of its own.
      ringpost: { messageId, conversationId: `user:${alice}`, receipt: expect.stringMatching(/^[\w-]+$/) },
    });
    expect(toBob.payload).toMatchObject({ aps: { alert: { body: '[語音]' }, badge: 1 }, ext: { room: 7 } });
    expect(toBob.bytes).toBe(Buffer.byteLength(JSON.stringify(push.payload)));
    expect(toBob.cost.dollars).toBeGreaterThan(0);
  });
});
