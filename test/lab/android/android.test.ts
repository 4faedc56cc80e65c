/** Android devices of a lab, whose pushes the guide's function sends to a stand-in of FCM. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBody } from '../../../lab/aws/protocol/readBody.ts';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { anybody, makeUser, serverClient, text, until, userClient } from '../../support/lab/labClient.ts';
import { type FcmMessage, startFakeFcm } from './fakeFcm.ts';

const file = fileURLToPath(new URL('fcm.mjs', import.meta.url));
const appId = 'com.example.ringpost';

let lab: Lab;
let fcm: Awaited<ReturnType<typeof startFakeFcm>>;
let receiver: Server;
// biome-ignore lint/suspicious/noExplicitAny: it is plain JavaScript, as its readers copy it.
let handler: any;
/** Tokens whose pushes nobody sends. */
const unsent = new Set<string>();
const statuses: number[] = [];

beforeAll(async () => {
  [lab, fcm] = await Promise.all([startLab({ port: 0 }), startFakeFcm()]);
  const { createFcmFunction } = await import(file);
  receiver = createServer(async (request, response) => {
    const body = String(await readBody(request, 1_000_000));
    const isUnsent = unsent.has(JSON.parse(body).data.token);
    const { statusCode } = isUnsent ? { statusCode: 204 } : await handler({ headers: request.headers, body });
    statuses.push(statusCode);
    response.writeHead(statusCode).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  const { secret } = (await serverClient(lab)('PUT', '/v1/server/webhooks/fcm', { url, events: ['push.wanted'] })).body;
  const { serviceAccount, url: fcmUrl } = fcm;
  handler = createFcmFunction({ ringpost: lab, serviceAccount, fcmUrl, webhookSecret: secret });
}, 120_000);
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  fcm.stop();
  await lab.stop();
});

let devices = 0;

/** A user with an Android device. */
async function anAndroidUser(name = 'bob'): Promise<{ userId: string; deviceId: string; token: string }> {
  devices += 1;
  const userId = makeUser(name);
  const [deviceId, token] = [`android-${devices}`, `fcm-token-${devices}:APA91b`];
  const { status } = await userClient(lab, userId)('PUT', `/v1/devices/${deviceId}`, {
    appId,
    tokens: { external: { token } },
    locale: 'en',
  });
  expect(status).toBe(200);
  return { userId, deviceId, token };
}

const sendTo = (userId: string, query = '') =>
  serverClient(lab)('POST', `/v1/server/messages${query}`, {
    from: 'alice',
    to: { userId },
    ...text('hi'),
    offlinePush: { title: 'Alice', desc: 'hi' },
  });
const readMessage = async (messageId: string) =>
  (await serverClient(lab)('GET', `/v1/server/messages/${messageId}`)).body;
const messagesTo = (token: string): FcmMessage[] => fcm.messages.filter((message) => message.token === token);
const wantedFor = async (token: string) => {
  const { events } = (await anybody(lab)('GET', '/lab/events')).body;
  return events
    .filter((event: { detail: { token?: string } }) => event.detail.token === token)
    .map(({ detail }: { detail: Record<string, unknown> }) => detail);
};

describe('an Android device', { timeout: 240_000 }, () => {
  it('gets a message from FCM, and the message shows that FCM took it', async () => {
    // Prepare
    const { userId, deviceId, token } = await anAndroidUser();

    // Act
    const sent = await sendTo(userId);
    const { messageId } = sent.body;
    const seen = await until(
      () => readMessage(messageId),
      ({ targets }) => targets[0].outcome === 'accepted',
      60_000,
    );

    // Assess
    expect(sent).toMatchObject({
      status: 202,
      body: { targets: [{ userId, deviceId, kind: 'external', outcome: 'handedOver' }], summary: { handedOver: 1 } },
    });
    expect(messagesTo(token)).toMatchObject([
      { data: { purpose: 'message' }, android: { priority: 'HIGH', notification: { title: 'Alice', body: 'hi' } } },
    ]);
    const { receipt } = JSON.parse(messagesTo(token)[0]?.data['ringpost'] ?? '{}').ringpost;
    expect((await anybody(lab)('POST', `/v1/receipts/${receipt}`, { event: 'shown', at: seen.createdAt })).status).toBe(
      202,
    );
    expect(seen.summary).toEqual({ accepted: 1, skipped: 0, rejected: 0, failed: 0, retrying: 0 });
    expect(seen.timeline.map(({ event }: { event: string }) => event)).toEqual(['received', 'handedOver', 'accepted']);
    const [wanted] = await wantedFor(token);
    expect(wanted).toMatchObject({ purpose: 'message', messageId, attempt: 1, title: 'Alice', body: 'hi', badge: 1 });
    expect(lab.apple.pushes().filter(({ payload }) => JSON.stringify(payload).includes(messageId))).toEqual([]);
  });

  it('is explained like any other, with the content of the event', async () => {
    // Prepare
    const { userId, deviceId, token } = await anAndroidUser();

    // Act
    const { body } = await sendTo(userId, '?explain=true');
    const call = await serverClient(lab)('POST', '/v1/server/calls?explain=true', { from: 'alice', to: { userId } });

    // Assess
    const explained = { userId, deviceId, kind: 'external', decision: 'push', event: 'push.wanted' };
    expect(body.targets).toMatchObject([
      { ...explained, payload: { purpose: 'message', body: 'hi', priority: 'high' } },
    ]);
    expect(call.body.targets).toMatchObject([{ ...explained, payload: { purpose: 'ring' } }]);
    expect(messagesTo(token)).toEqual([]);
  });

  it('loses a token that FCM does not know any more', async () => {
    // Prepare
    const { userId, deviceId } = await anAndroidUser();
    fcm.faults.push({ status: 404, errorCode: 'UNREGISTERED' });

    // Act
    const { messageId } = (await sendTo(userId)).body;
    const seen = await until(
      () => readMessage(messageId),
      ({ targets }) => targets[0].outcome !== 'handedOver',
      60_000,
    );
    const next = await sendTo(userId);

    // Assess
    expect(seen.targets).toMatchObject([{ outcome: 'rejected', reason: 'UNREGISTERED', repair: 'dropped' }]);
    expect(next.body.targets).toEqual([{ userId, deviceId, kind: 'alert', outcome: 'skipped', reason: 'no_token' }]);
  });

  it('gets a message at a later attempt, when FCM could not take the first', async () => {
    // Prepare
    const { userId, token } = await anAndroidUser();
    fcm.faults.push({ status: 503, errorCode: 'UNAVAILABLE' });

    // Act
    const { messageId } = (await sendTo(userId)).body;
    const seen = await until(
      () => readMessage(messageId),
      ({ targets }) => targets[0].outcome === 'accepted',
      120_000,
    );

    // Assess
    expect(messagesTo(token)).toHaveLength(2);
    expect(await wantedFor(token)).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
    expect(new Set((await wantedFor(token)).map(({ wantedId }: { wantedId: string }) => wantedId)).size).toBe(1);
    expect(seen.summary.accepted).toBe(1);
  });

  it('rings, stops to ring, and shows the missed call', async () => {
    // Prepare
    const { userId, token } = await anAndroidUser();
    const alice = makeUser('alice');
    const purposes = () => messagesTo(token).map(({ data }) => data['purpose']);

    // Act
    const { callId } = (await userClient(lab, alice)('POST', '/v1/calls', { to: { userId }, callerName: 'Alice' }))
      .body;
    await until(
      async () => purposes(),
      (seen) => seen.includes('ring'),
      60_000,
    );
    await userClient(lab, alice)('POST', `/v1/calls/${callId}/cancel`, {});
    await until(
      async () => purposes(),
      (seen) => seen.includes('ringEnded') && seen.includes('missedCall'),
      120_000,
    );

    // Assess
    const [ring] = messagesTo(token);
    expect(ring?.android.notification).toBeUndefined();
    expect(JSON.parse(ring?.data['ringpost'] ?? '')).toMatchObject({ callId, callerName: 'Alice' });
    const call = await until(
      async () => (await serverClient(lab)('GET', `/v1/server/calls/${callId}`)).body,
      ({ timeline }) => timeline.filter(({ event }: { event: string }) => event === 'accepted').length === 3,
      60_000,
    );
    expect(call.targets).toMatchObject([{ kind: 'external', outcome: 'accepted' }]);
  });

  it('keeps an unknown outcome unknown, until one is reported for its token', async () => {
    // Prepare
    const { userId, token } = await anAndroidUser("o'neill 丽");
    unsent.add(token);
    const { messageId } = (await sendTo(userId)).body;
    const [wanted] = await until(
      () => wantedFor(token),
      (events) => events.length > 0,
      60_000,
    );
    const path = `/v1/server/users/~${Buffer.from(userId).toString('base64url')}/pushes/${wanted.wantedId}/outcome`;
    const report = (body: object) => serverClient(lab)('POST', path, body);
    const before = await readMessage(messageId);

    // Act
    const ofOther = await report({ token: 'another-token', outcome: 'accepted' });
    const tooEarly = await report({ token, outcome: 'accepted', attempt: 2 });
    const first = await report({ token, outcome: 'failed', reason: 'SENDER_ID_MISMATCH' });
    const again = await report({ token, outcome: 'failed', reason: 'SENDER_ID_MISMATCH' });
    const other = await report({ token, outcome: 'accepted' });
    const after = await readMessage(messageId);

    // Assess
    expect(before.targets).toMatchObject([{ outcome: 'handedOver' }]);
    expect([ofOther, tooEarly, other].map(({ status, body }) => `${status} ${body.code}`)).toEqual([
      '409 other_token',
      '409 other_attempt',
      '409 outcome_known',
    ]);
    expect(first).toMatchObject({ status: 200, body: { outcome: 'failed', reason: 'SENDER_ID_MISMATCH' } });
    expect(again).toEqual(first);
    expect(after.targets).toMatchObject([{ outcome: 'failed', reason: 'SENDER_ID_MISMATCH' }]);
    expect(after.timeline.filter(({ event }: { event: string }) => event === 'failed')).toHaveLength(1);
  });

  it('gets the recall of a message', async () => {
    // Prepare
    const { userId, token } = await anAndroidUser();
    const { messageId } = (await sendTo(userId)).body;
    await until(
      async () => messagesTo(token),
      (sent) => sent.length > 0,
      60_000,
    );

    // Act
    await serverClient(lab)('POST', `/v1/server/messages/${messageId}/recall`, { mode: 'withdraw' });

    // Assess
    const [, recall] = await until(
      async () => messagesTo(token),
      (sent) => sent.length > 1,
      60_000,
    );
    expect(recall?.data['purpose']).toBe('recall');
    expect(recall?.android.notification).toBeUndefined();
  });
});

describe('the function', () => {
  it('takes the event from the bus too', async () => {
    // Prepare
    const { userId, token } = await anAndroidUser();
    unsent.add(token);
    const { messageId } = (await sendTo(userId)).body;
    const [detail] = await until(
      () => wantedFor(token),
      (events) => events.length > 0,
      60_000,
    );

    // Act
    await handler({ source: 'ringpost', 'detail-type': 'push.wanted', detail });

    // Assess
    expect(messagesTo(token)).toHaveLength(1);
    expect((await readMessage(messageId)).targets).toMatchObject([{ outcome: 'accepted' }]);
  });

  it('takes no webhook that Ringpost has not signed', async () => {
    // Prepare
    const body = JSON.stringify({ type: 'push.wanted', data: { token: 'x' } });
    const headers = { 'webhook-id': '1', 'webhook-timestamp': String(Math.floor(Date.now() / 1000)) };

    // Act
    const answer = await handler({ headers: { ...headers, 'webhook-signature': 'v1,AAAA' }, body });

    // Assess
    expect(answer).toEqual({ statusCode: 401 });
    expect(messagesTo('x')).toEqual([]);
  });
});

it('a device has either an external token or those of Apple', async () => {
  // Act
  const { status, body } = await userClient(lab, makeUser('bob'))('PUT', '/v1/devices/both', {
    appId,
    tokens: { external: { token: 'fcm-token-x' }, alert: { token: 'ab'.repeat(32) } },
  });
  // Assess
  expect(status).toBe(400);
  expect(body.errors).toMatchObject([{ path: '/tokens/external' }]);
});
