/** Calls and server routes, whole, over HTTP: what docs/api.md and docs/calls.md promise of them. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import {
  type LabPhone,
  makePhone,
  makeUser,
  pushesTo,
  screenOf,
  serverClient,
  text,
  until,
  userClient,
} from '../support/lab/labClient.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

describe('calls', () => {
  test.each(['answer', 'decline', 'busy', 'leave', 'end'])(
    'an unregistered device cannot %s a call, which keeps ringing',
    async (action) => {
      // Prepare
      const [aliceId, userId] = [makeUser('alice'), makeUser('bob')];
      const phone = await makePhone(lab, { userId });
      const { body: call } = await userClient(lab, aliceId)('POST', '/v1/calls', { to: { userId } });
      const bob = userClient(lab, userId);
      // Act
      const answers = [
        await bob('POST', `/v1/calls/${call.callId}/${action}`, { deviceId: 'nonsense' }),
        await bob('POST', `/v1/calls/${call.callId}/${action}`, { deviceId: randomUUID() }),
      ];
      // Assess
      const refused = { status: 404, body: { code: 'unknown_device' } };
      expect(answers).toMatchObject([refused, refused]);
      const { body: seen } = await bob('GET', `/v1/calls/${call.callId}?deviceId=${phone.deviceId}`);
      expect(seen).toMatchObject({ state: 'ringing' });
      expect(seen).not.toHaveProperty('endedReason');
    },
  );

  test('a device that writes its ID in lower case is the one that answers', async () => {
    // Prepare
    const [aliceId, userId] = [makeUser('alice'), makeUser('bob')];
    const { deviceId } = await makePhone(lab, { userId });
    const { body: call } = await userClient(lab, aliceId)('POST', '/v1/calls', { to: { userId } });
    const bob = userClient(lab, userId);
    const path = `/v1/calls/${call.callId}`;
    // Act
    const answer = await bob('POST', `${path}/answer`, { deviceId: deviceId.toLowerCase() });
    // Assess
    expect(answer).toMatchObject({ status: 200, body: { state: 'answered' } });
    for (const spelling of [deviceId, deviceId.toLowerCase()]) {
      const { body: seen } = await bob('GET', `${path}?deviceId=${spelling}`);
      expect(seen).toMatchObject({ state: 'answered' });
      expect(seen).not.toHaveProperty('endedReason');
    }
    const { body: elsewhere } = await bob('GET', `${path}?deviceId=another`);
    expect(elsewhere).toMatchObject({ endedReason: 4 });
  });

  test('a call rings both phones; answered on one, the other stops with reason 4', async () => {
    // Prepare
    const [aliceId, userId] = [makeUser('alice'), makeUser('bob')];
    const alice = userClient(lab, aliceId);
    const phones = await Promise.all(['release', 'debug'].map((build) => makePhone(lab, { userId, build })));
    const [first, second] = phones as [LabPhone, LabPhone];
    // Act
    const call = await alice('POST', '/v1/calls', { to: { userId }, callerName: 'Alice', hasVideo: true });
    const { callId } = call.body;
    const ringing = await Promise.all(
      phones.map((phone) =>
        until(
          () => screenOf(lab, phone),
          (screen) => screen.call?.state === 'ringing',
        ),
      ),
    );
    const answer = await userClient(lab, userId)('POST', `/v1/calls/${callId}/answer`, { deviceId: first.deviceId });
    const stopped = await until(
      () => screenOf(lab, second),
      (screen) => screen.call?.state !== 'ringing',
    );
    // Assess
    expect(call.status).toBe(201);
    expect(call.body).toMatchObject({
      state: 'ringing',
      from: aliceId,
      participants: [{ userId, state: 'ringing' }],
      targets: [{ outcome: 'accepted' }, { outcome: 'accepted' }],
    });
    expect(ringing.map(({ call: shown }) => shown)).toMatchObject([
      { callId, callerName: 'Alice', hasVideo: true },
      { callId, callerName: 'Alice', hasVideo: true },
    ]);
    expect(answer).toMatchObject({ status: 200, body: { callId, state: 'answered' } });
    expect(stopped.call).toMatchObject({ callId, endedReason: 4 });
  });

  test('the push has everything that CallKit needs and is not stored', async () => {
    // Prepare
    const userId = makeUser('bob');
    const phone = await makePhone(lab, { userId });
    const callId = randomUUID();
    const details = {
      handle: { type: 'emailAddress', value: 'alice@example.com' },
      callerName: 'Alice',
      hasVideo: false,
      supportsHolding: true,
      supportsGrouping: false,
      supportsUngrouping: false,
      supportsDTMF: true,
      ext: { room: 7 },
    };
    // Act
    const call = await userClient(lab, makeUser('alice'))('POST', '/v1/calls', {
      to: { userId },
      callId: callId.toUpperCase(),
      timeoutSeconds: 30,
      ...details,
    });
    // Assess
    const [push] = await pushesTo(lab, phone);
    expect(push.headers).toMatchObject({
      'apns-topic': `${phone.appId}.voip`,
      'apns-push-type': 'voip',
      'apns-priority': '10',
      'apns-expiration': '0',
    });
    expect(push.payload).toEqual({
      ringpost: 1,
      callId,
      ...details,
      sentAt: expect.any(Number),
      expiresAt: expect.any(Number),
      ticket: expect.stringMatching(/^[\w-]{63}$/),
      live: {
        url: expect.stringMatching(/^wss?:/),
        host: expect.any(String),
        channel: expect.stringMatching(/^\/rings\//),
      },
    });
    expect(Date.parse(call.body.expiresAt) / 1000).toBeLessThanOrEqual(push.payload.expiresAt);
    expect(push.payload.expiresAt - push.payload.sentAt).toBeGreaterThanOrEqual(30);
  });

  test.each([
    ['the caller cancels', 'cancel', 'cancelled', 2],
    ['the other phone declines', 'decline', 'declined', 5],
  ])('when %s, a ringing phone stops with reason', async (_what, action, state, endedReason) => {
    // Prepare
    const [aliceId, userId] = [makeUser('alice'), makeUser('bob')];
    const phones = await Promise.all([makePhone(lab, { userId }), makePhone(lab, { userId })]);
    const call = await userClient(lab, aliceId)('POST', '/v1/calls', { to: { userId } });
    await until(
      () => screenOf(lab, phones[1]),
      (screen) => screen.call?.state === 'ringing',
    );
    const actor = action === 'cancel' ? aliceId : userId;
    // Act
    const acted = await userClient(lab, actor)('POST', `/v1/calls/${call.body.callId}/${action}`, {
      deviceId: action === 'cancel' ? undefined : phones[0].deviceId,
    });
    const stopped = await until(
      () => screenOf(lab, phones[1]),
      (screen) => screen.call?.state !== 'ringing',
    );
    // Assess
    expect(acted).toMatchObject({ status: 200, body: { state } });
    expect(stopped.call).toMatchObject({ state, endedReason });
  });

  test('an action that comes too late gets 409 with the state of the call', async () => {
    // Prepare
    const [aliceId, userId] = [makeUser('alice'), makeUser('bob')];
    const phone = await makePhone(lab, { userId });
    const alice = userClient(lab, aliceId);
    const { body: call } = await alice('POST', '/v1/calls', { to: { userId } });
    await alice('POST', `/v1/calls/${call.callId}/cancel`);
    // Act
    const late = await userClient(lab, userId)('POST', `/v1/calls/${call.callId}/answer`, { deviceId: phone.deviceId });
    // Assess
    expect(late).toMatchObject({ status: 409, body: { code: 'call_state', state: 'cancelled' } });
  });

  test('both sides can end an answered call, and read it', async () => {
    // Prepare
    const [aliceId, userId] = [makeUser('alice'), makeUser('bob')];
    const phone = await makePhone(lab, { userId });
    const [alice, bob] = [userClient(lab, aliceId), userClient(lab, userId)];
    const { body: call } = await alice('POST', '/v1/calls', { to: { userId } });
    await bob('POST', `/v1/calls/${call.callId}/answer`, { deviceId: phone.deviceId });
    // Act
    const ended = await alice('POST', `/v1/calls/${call.callId}/end`);
    const seen = await bob('GET', `/v1/calls/${call.callId}?deviceId=${phone.deviceId}`);
    const stranger = await userClient(lab, makeUser('eve'))('GET', `/v1/calls/${call.callId}`);
    // Assess
    expect(ended.body.state).toBe('ended');
    expect(seen.body).toMatchObject({ state: 'ended', endedReason: 2 });
    expect(seen.body).not.toHaveProperty('targets');
    expect(stranger.status).toBe(404);
  });

  test('a call that reaches nobody is reported at once', async () => {
    // Act
    const call = await userClient(lab, makeUser('alice'))('POST', '/v1/calls', { to: { userId: makeUser('nobody') } });
    // Assess
    expect(call).toMatchObject({ status: 201, body: { state: 'failed', endedReason: 1 } });
    expect(call.body.targets).toMatchObject([{ outcome: 'skipped', reason: 'no_device' }]);
  });
});

describe('server routes', () => {
  test('a signed server sends messages and calls as a user', async () => {
    // Prepare
    const [aliceId, userId] = [makeUser('alice'), makeUser('bob')];
    const phone = await makePhone(lab, { userId });
    await userClient(lab, aliceId)('PUT', '/v1/profile', { nickname: 'Alice' });
    const server = serverClient(lab);
    // Act
    const message = await server('POST', '/v1/server/messages', { from: aliceId, to: { userId }, ...text('hi') });
    const call = await server('POST', '/v1/server/calls', { from: aliceId, to: { userId } });
    const screen = await until(
      () => screenOf(lab, phone),
      ({ call: shown }) => shown?.state === 'ringing',
    );
    // Assess
    expect(message).toMatchObject({ status: 200, body: { summary: { accepted: 1 } } });
    expect(call).toMatchObject({ status: 201, body: { from: aliceId, state: 'ringing' } });
    expect(screen).toMatchObject({ notifications: [{ body: 'Alice:hi' }], call: { callerName: 'Alice' } });
  });
});
