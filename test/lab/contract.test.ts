/** Devices and messages, whole, over HTTP: what docs/api.md promises of them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { anybody, makePhone, makeUser, pushesTo, screenOf, text, until, userClient } from '../support/lab/labClient.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

describe('devices', () => {
  test('a registered device is listed with its tokens shortened', async () => {
    // Prepare
    const user = userClient(lab, makeUser('bob'));
    const phone = await makePhone(lab);
    const tokens = { alert: { token: phone.tokens.alert.toUpperCase() }, voip: { token: phone.tokens.voip } };
    // Act
    const registered = await user('PUT', `/v1/devices/${phone.deviceId}`, { appId: phone.appId, tokens });
    const listed = await user('GET', '/v1/devices');
    // Assess
    expect(registered.status).toBe(200);
    expect(registered.body).toMatchObject({
      deviceId: phone.deviceId,
      appId: phone.appId,
      tokens: { alert: { environment: 'auto', state: 'unproven' }, voip: { environment: 'auto', state: 'unproven' } },
    });
    expect(registered.body.pushId).toEqual(expect.any(String));
    expect(listed.body.devices).toMatchObject([{ deviceId: phone.deviceId }]);
    expect(JSON.stringify(listed.body)).not.toContain(phone.tokens.alert);
    expect(listed.body.devices[0].tokens.alert.tokenStart).toBe(phone.tokens.alert.slice(0, 8));
  });

  test('registering twice is one device', async () => {
    // Prepare
    const userId = makeUser('bob');
    const user = userClient(lab, userId);
    const phone = await makePhone(lab);
    const body = { appId: phone.appId, tokens: { alert: { token: phone.tokens.alert, environment: 'production' } } };
    // Act
    const first = await user('PUT', `/v1/devices/${phone.deviceId}`, body);
    const second = await user('PUT', `/v1/devices/${phone.deviceId}`, body);
    const listed = await user('GET', '/v1/devices');
    // Assess
    expect(second.body).toEqual(first.body);
    expect(listed.body.devices).toHaveLength(1);
  });

  test('a token that another user registers moves to that user', async () => {
    // Prepare
    const [former, latter] = [makeUser('bob'), makeUser('carol')];
    const phone = await makePhone(lab, { userId: former });
    const tokens = { alert: { token: phone.tokens.alert, environment: 'production' } };
    // Act
    await userClient(lab, latter)('PUT', `/v1/devices/${phone.deviceId}`, { appId: phone.appId, tokens });
    const sender = userClient(lab, makeUser('alice'));
    const toFormer = await sender('POST', '/v1/messages', { to: { userId: former }, ...text('secret') });
    const toLatter = await sender('POST', '/v1/messages', { to: { userId: latter }, ...text('hi') });
    // Assess
    expect(toFormer.body.targets).toEqual([{ userId: former, outcome: 'skipped', reason: 'no_device' }]);
    expect(toLatter.body.summary.accepted).toBe(1);
  });

  test('is not pushed to after logout', async () => {
    // Prepare
    const userId = makeUser('bob');
    const phone = await makePhone(lab, { userId });
    // Act
    const logout = await userClient(lab, userId)('DELETE', `/v1/devices/${phone.deviceId}`);
    const sent = await userClient(lab, makeUser('alice'))('POST', '/v1/messages', { to: { userId }, ...text('hi') });
    // Assess
    expect(logout.status).toBe(204);
    expect(sent.body.summary).toMatchObject({ accepted: 0, skipped: 1 });
    expect(await pushesTo(lab, phone)).toEqual([]);
  });

  test('an invalidated VoIP token gets no more pushes: calls come as alerts, and messages continue', async () => {
    // Prepare
    const userId = makeUser('bob');
    const phone = await makePhone(lab, { userId });
    const alice = userClient(lab, makeUser('alice'));
    // Act
    const removed = await userClient(lab, userId)('DELETE', `/v1/devices/${phone.deviceId}/tokens/voip`);
    const call = await alice('POST', '/v1/calls', { to: { userId } });
    const message = await alice('POST', '/v1/messages', { to: { userId }, ...text('hi') });
    // Assess
    expect(removed.status).toBe(204);
    expect(call.body).toMatchObject({
      state: 'ringing',
      targets: [
        { kind: 'voip', outcome: 'skipped', reason: 'no_token' },
        { kind: 'alert', outcome: 'accepted' },
      ],
    });
    expect(message.body.summary.accepted).toBe(1);
  });
});

describe('environments', () => {
  test.each([
    ['release', 'production'],
    ['debug', 'development'],
  ])('a phone built as %s gets its pushes from the %s host', async (build, host) => {
    // Prepare
    const userId = makeUser('bob');
    const phone = await makePhone(lab, { userId, build });
    const alice = userClient(lab, makeUser('alice'));
    // Act
    const message = await alice('POST', '/v1/messages', { to: { userId }, ...text('hi') });
    const call = await alice('POST', '/v1/calls', { to: { userId } });
    // Assess
    expect(phone.environment).toBe(host);
    expect(message.body.targets).toMatchObject([{ outcome: 'accepted', environment: host, status: 200 }]);
    expect(call.body.targets).toMatchObject([{ outcome: 'accepted', environment: host, status: 200 }]);
    expect((await pushesTo(lab, phone)).map((push: { host: string }) => push.host)).toEqual([host, host]);
  });

  test('a token registered for the wrong environment is found on the other host, once and for good', async () => {
    // Prepare
    const userId = makeUser('bob');
    const bob = userClient(lab, userId);
    const phone = await makePhone(lab, { build: 'debug' });
    const tokens = { alert: { token: phone.tokens.alert, environment: 'production' } };
    await bob('PUT', `/v1/devices/${phone.deviceId}`, { appId: phone.appId, tokens });
    const alice = userClient(lab, makeUser('alice'));
    const since = (await anybody(lab)('GET', '/lab/pushes')).body.next;
    // Act
    const first = await alice('POST', '/v1/messages', { to: { userId }, ...text('one') });
    const second = await alice('POST', '/v1/messages', { to: { userId }, ...text('two') });
    // Assess
    const { pushes } = (await anybody(lab)('GET', `/lab/pushes?since=${since}`)).body;
    expect(first.body.targets).toMatchObject([{ outcome: 'accepted', environment: 'development' }]);
    expect(second.body.targets).toMatchObject([{ outcome: 'accepted', environment: 'development' }]);
    expect(pushes.map(({ host, status }: { host: string; status: number }) => [host, status])).toEqual([
      ['production', 400],
      ['development', 200],
      ['development', 200],
    ]);
    expect(pushes[0].apnsId).toBe(pushes[1].apnsId);
    const listed = await bob('GET', '/v1/devices');
    expect(listed.body.devices[0].tokens.alert).toMatchObject({ environment: 'development', state: 'proven' });
  });
});

describe('messages', () => {
  test("a killed app's phone shows nickname and text, and counts its badge", async () => {
    // Prepare
    const [aliceId, userId] = [makeUser('alice'), makeUser('bob')];
    const alice = userClient(lab, aliceId);
    await alice('PUT', '/v1/profile', { nickname: 'Alice' });
    const phone = await makePhone(lab, { userId });
    await anybody(lab)('PATCH', `/lab/phones/${phone.phoneId}`, { state: 'killed' });
    // Act
    const first = await alice('POST', '/v1/messages', { to: { userId }, ...text('hi') });
    const screen = await until(
      () => screenOf(lab, phone),
      ({ notifications }) => notifications.length === 1,
    );
    await alice('POST', '/v1/messages', { to: { userId }, ...text('again') });
    const later = await until(
      () => screenOf(lab, phone),
      ({ notifications }) => notifications.length === 2,
    );
    // Assess
    expect(first.status).toBe(200);
    expect(first.body.targets).toEqual([
      {
        userId,
        deviceId: phone.deviceId,
        kind: 'alert',
        outcome: 'accepted',
        apnsId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        environment: 'production',
        status: 200,
      },
    ]);
    expect(screen).toMatchObject({ notifications: [{ body: 'Alice:hi', sound: 'default' }], badge: 1 });
    expect(later.badge).toBe(2);
  });

  test('title is shown in addition, desc instead; ext arrives unchanged; the sound is named', async () => {
    // Prepare
    const userId = makeUser('bob');
    const phone = await makePhone(lab, { userId });
    const ext = { entity: { action: 1, content: 'x', nested: [null, true, 'é'] } };
    const offlinePush = { title: 'News', desc: 'Look here', ext, sound: 'ring.caf' };
    // Act
    const alice = userClient(lab, makeUser('alice'));
    await alice('POST', '/v1/messages', { to: { userId }, ...text('hidden'), offlinePush });
    const screen = await until(
      () => screenOf(lab, phone),
      ({ notifications }) => notifications.length === 1,
    );
    // Assess
    const [push] = await pushesTo(lab, phone);
    expect(screen.notifications).toMatchObject([{ title: 'News', body: 'Look here', sound: 'ring.caf' }]);
    expect(push.payload.ext).toEqual(ext);
    expect(JSON.stringify(push.payload)).not.toContain('hidden');
  });

  test('an online user is not pushed to, and the outcome names the reason', async () => {
    // Prepare
    const userId = makeUser('bob');
    const phone = await makePhone(lab, { userId });
    const bob = userClient(lab, userId);
    const alice = userClient(lab, makeUser('alice'));
    // Act
    const presence = await bob('PUT', `/v1/devices/${phone.deviceId}/presence`, { state: 'foreground' });
    const online = await alice('POST', '/v1/messages', { to: { userId }, ...text('hi') });
    await bob('PUT', `/v1/devices/${phone.deviceId}/presence`, { state: 'background' });
    const offline = await alice('POST', '/v1/messages', { to: { userId }, ...text('hi') });
    // Assess
    expect(presence.status).toBe(200);
    expect(online.body.targets).toMatchObject([{ outcome: 'skipped', reason: 'online' }]);
    expect(offline.body.targets).toMatchObject([{ outcome: 'accepted' }]);
  });

  test('the badge continues from the unread count that the app reports', async () => {
    // Prepare
    const userId = makeUser('bob');
    const phone = await makePhone(lab, { userId });
    const bob = userClient(lab, userId);
    // Act
    await bob('PUT', `/v1/devices/${phone.deviceId}/presence`, { state: 'background', unreadCount: 6 });
    await userClient(lab, makeUser('alice'))('POST', '/v1/messages', { to: { userId }, ...text('hi') });
    // Assess
    const [push] = await pushesTo(lab, phone);
    expect(push.payload.aps.badge).toBe(7);
  });

  test('pushType voip rings the phone', async () => {
    // Prepare
    const userId = makeUser('bob');
    const phone = await makePhone(lab, { userId });
    const voip = { handle: { type: 'phoneNumber', value: '8613800000000' }, callerName: 'Alice', hasVideo: true };
    // Act
    const sent = await userClient(lab, makeUser('alice'))('POST', '/v1/messages', {
      to: { userId },
      ...text('call'),
      offlinePush: { pushType: 'voip', voip },
    });
    // Assess
    const [push] = await pushesTo(lab, phone);
    expect(sent.body.targets).toMatchObject([{ kind: 'voip', outcome: 'accepted' }]);
    expect(push.headers).toMatchObject({ 'apns-push-type': 'voip', 'apns-topic': `${phone.appId}.voip` });
    expect(push.payload).toMatchObject({ ringpost: 1, callId: sent.body.messageId, ...voip });
  });

  test('only the sender can read the outcome of a message', async () => {
    // Prepare
    const userId = makeUser('bob');
    await makePhone(lab, { userId });
    const alice = userClient(lab, makeUser('alice'));
    const sent = await alice('POST', '/v1/messages', { to: { userId }, ...text('hi') });
    // Act
    const mine = await alice('GET', `/v1/messages/${sent.body.messageId}`);
    const notMine = await userClient(lab, userId)('GET', `/v1/messages/${sent.body.messageId}`);
    // Assess
    expect(mine.body).toMatchObject({ messageId: sent.body.messageId, to: [userId], targets: sent.body.targets });
    expect(mine.body.timeline.map(({ event }: { event: string }) => event)).toEqual(['received', 'accepted']);
    expect(notMine.status).toBe(404);
  });

  test('a push that APNs cannot take now is retried and answered with 202', async () => {
    // Prepare
    const userId = makeUser('bob');
    const phone = await makePhone(lab, { userId });
    const fault = { kind: 'status', status: 503, reason: 'ServiceUnavailable', match: phone.tokens.alert, count: 1 };
    await anybody(lab)('POST', '/lab/faults', fault);
    const alice = userClient(lab, makeUser('alice'));
    // Act
    const sent = await alice('POST', '/v1/messages', { to: { userId }, ...text('hi') });
    const done = await until(
      async () => (await alice('GET', `/v1/messages/${sent.body.messageId}`)).body,
      ({ targets }) => targets[0].outcome === 'accepted',
      20_000,
    );
    // Assess
    const pushes = await pushesTo(lab, phone);
    expect(sent.status).toBe(202);
    expect(sent.body.targets).toMatchObject([{ outcome: 'retrying', reason: 'ServiceUnavailable', status: 503 }]);
    expect(done.targets).toMatchObject([{ outcome: 'accepted', apnsId: sent.body.targets[0].apnsId }]);
    expect(pushes.map(({ status }: { status: number }) => status)).toEqual([503, 200]);
    expect(new Set(pushes.map(({ apnsId }: { apnsId: string }) => apnsId)).size).toBe(1);
  });
});
