import type { OutgoingHttpHeaders } from 'node:http2';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AcceptedPush } from '../../../lab/apple/apple.ts';
import {
  broadcastPath,
  type ChannelRequests,
  channelRequests,
  channelsPath,
  unknownChannelId,
  update,
} from './channelRequests.ts';
import {
  bundleId,
  installPhone,
  minuteMs,
  openClient,
  startTestApple,
  type TestApple,
  type TestClient,
  type TestPhone,
  uuidPattern,
} from './support.ts';

const hourMs = 60 * minuteMs;

let lab: TestApple;
let client: TestClient;
let requests: ChannelRequests;
beforeAll(async () => {
  lab = await startTestApple();
  client = openClient(lab.apple);
  requests = channelRequests(lab, client);
});
afterAll(() => {
  client.close();
  return lab.apple.stop();
});

describe('a broadcast', () => {
  let phone: TestPhone;
  let received: AcceptedPush[];
  beforeEach(() => {
    phone = installPhone(lab.apple);
    received = [];
  });
  const inSeconds = (afterMs: number) => String(Math.floor((lab.clock.nowMs + afterMs) / 1000));
  const scores = () => received.map(({ payload }) => payload['score']);
  const scored = (score: number) => JSON.stringify({ aps: { event: 'update' }, score });

  it('is answered with its request ID and a unique ID, and reaches every follower of its channel', async () => {
    // Prepare
    const channelId = await requests.createChannel();
    const requestId = '123e4567-e89b-12d3-a456-426614174000';
    const other = installPhone(lab.apple);
    const onOther: AcceptedPush[] = [];
    lab.apple.followChannel(phone.tokens.alert, channelId, (push) => received.push(push));
    lab.apple.followChannel(other.tokens.alert, channelId, (push) => onOther.push(push));
    lab.apple.followChannel(installPhone(lab.apple).tokens.alert, await requests.createChannel(), (push) =>
      received.push(push),
    );

    // Act
    const answer = await requests.publish(channelId, { 'apns-request-id': requestId });

    // Assess
    expect(answer).toMatchObject({ status: 200, body: undefined, headers: { 'apns-request-id': requestId } });
    expect(answer.headers['apns-unique-id']).toMatch(uuidPattern);
    expect(received).toEqual(onOther);
    expect(received).toMatchObject([{ apnsId: requestId, payload: JSON.parse(update) }]);
    expect(received[0]?.headers).not.toHaveProperty('authorization');
  });

  it('no longer reaches a phone that stopped following or lost the app', async () => {
    // Prepare
    const channelId = await requests.createChannel();
    const unfollow = lab.apple.followChannel(phone.tokens.alert, channelId, (push) => received.push(push));
    const gone = installPhone(lab.apple);
    lab.apple.followChannel(gone.tokens.alert, channelId, (push) => received.push(push));

    // Act
    unfollow();
    gone.uninstall();
    const answer = await requests.publish(channelId);

    // Assess
    expect(answer.status).toBe(200);
    expect(received).toEqual([]);
  });

  it('is stored by a channel that stores: the newest one arrives once the phone is reachable', async () => {
    // Prepare
    const channelId = await requests.createChannel(1);
    lab.apple.followChannel(phone.tokens.alert, channelId, (push) => received.push(push));
    phone.setReachable(false);
    for (const score of [1, 2])
      await requests.publish(channelId, { 'apns-expiration': inSeconds(hourMs) }, scored(score));

    // Act
    phone.setReachable(true);
    phone.setReachable(false);
    phone.setReachable(true);

    // Assess
    expect(scores()).toEqual([2]);
  });

  it('is not stored by a channel that does not store', async () => {
    // Prepare
    const channelId = await requests.createChannel(0);
    lab.apple.followChannel(phone.tokens.alert, channelId, (push) => received.push(push));
    phone.setReachable(false);
    await requests.publish(channelId);

    // Act
    phone.setReachable(true);

    // Assess
    expect(received).toEqual([]);
  });

  it.each([
    ['until its expiration', hourMs, 2 * hourMs],
    ['for eight hours at most', 24 * hourMs, 9 * hourMs],
  ])('is stored %s', async (_how, expiresAfterMs, backAfterMs) => {
    // Prepare
    const channelId = await requests.createChannel(1);
    lab.apple.followChannel(phone.tokens.alert, channelId, (push) => received.push(push));
    phone.setReachable(false);
    await requests.publish(channelId, { 'apns-expiration': inSeconds(expiresAfterMs) });
    const startMs = lab.clock.nowMs;

    // Act
    lab.clock.nowMs += backAfterMs;
    phone.setReachable(true);
    lab.clock.nowMs = startMs;

    // Assess
    expect(received).toEqual([]);
  });

  it.each<[number, string, OutgoingHttpHeaders, string?]>([
    [400, 'MissingChannelId', { 'apns-channel-id': '' }],
    [400, 'BadChannelId', { 'apns-channel-id': '***' }],
    [400, 'ChannelNotRegistered', { 'apns-channel-id': unknownChannelId }],
    [400, 'BadRequestParams', { 'apns-topic': bundleId }],
    [400, 'BadMessageId', { 'apns-id': 'one' }],
    [400, 'MissingPushType', { 'apns-push-type': undefined }],
    [400, 'InvalidPushType', { 'apns-push-type': 'alert' }],
    [400, 'BadExpirationDate', { 'apns-expiration': undefined }],
    [400, 'BadExpirationDate', { 'apns-expiration': 'soon' }],
    [400, 'BadPriority', { 'apns-priority': undefined }],
    [400, 'BadPriority', { 'apns-priority': '7' }],
    [400, 'PayloadEmpty', {}, ''],
    [400, 'BadRequestPayload', {}, '"text"'],
    [400, 'BadRequestPayload', {}, '{"aps":{"event":"start"}}'],
    [413, 'PayloadTooLarge', {}, JSON.stringify({ aps: { event: 'update' }, text: 'x'.repeat(5120) })],
    [400, 'TopicDisallowed', { ':path': `${broadcastPath}.push-type.liveactivity` }],
    [404, 'BadPath', { ':path': `${broadcastPath}/` }],
  ])('is refused with %i %s: %j', async (status, reason, headers, body = update) => {
    // Prepare
    const channelId = await requests.createChannel();
    lab.apple.followChannel(phone.tokens.alert, channelId, (push) => received.push(push));

    // Act
    const answer = await requests.publish(channelId, headers, body);

    // Assess
    expect(answer).toMatchObject({ status, body: { reason } });
    expect(received).toEqual([]);
  });

  it('can be 5,120 bytes long', async () => {
    // Prepare
    const empty = JSON.stringify({ aps: { event: 'update' }, text: '' });

    // Act
    const answer = await requests.publish(
      await requests.createChannel(),
      {},
      empty.replace('""', `"${'x'.repeat(5120 - empty.length)}"`),
    );

    // Assess
    expect(answer.status).toBe(200);
  });

  it('is rejected when it asks a channel without storage to store it', async () => {
    // Prepare
    const channelId = await requests.createChannel(0);

    // Act
    const answer = await requests.publish(channelId, { 'apns-expiration': inSeconds(hourMs) });

    // Assess
    expect(answer.body?.reason).toBe('BadExpirationDate');
  });

  it('is logged with its path', async () => {
    // Prepare
    const since = lab.apple.pushes().at(-1)?.n;
    const channelId = await requests.createChannel();

    // Act
    const { headers } = await requests.publish(channelId);

    // Assess
    expect(lab.apple.pushes(since)).toMatchObject([
      { host: 'production', status: 201, method: 'POST', path: channelsPath },
      { host: 'production', status: 200, method: 'POST', path: broadcastPath, apnsId: headers['apns-request-id'] },
    ]);
  });

  it('is subject to faults like any push', async () => {
    // Prepare
    const channelId = await requests.createChannel();
    lab.apple.addFault({ kind: 'status', reason: 'TooManyRequests', match: '/4/broadcasts', count: 1 });

    // Act
    const answers = [await requests.publish(channelId), await requests.publish(channelId)];

    // Assess
    expect(answers.map(({ status }) => status)).toEqual([429, 200]);
    expect(answers[0]?.headers['apns-request-id']).toMatch(uuidPattern);
  });
});

describe('following a channel', () => {
  it('with an unknown device token is an error that says so', async () => {
    // Prepare
    const channelId = await requests.createChannel();

    // Act
    const follow = () => lab.apple.followChannel('00', channelId, () => {});

    // Assess
    expect(follow).toThrow('no phone has the device token');
  });

  it('in another environment, or on an unknown channel, is an error that says so', async () => {
    // Prepare
    const channelId = await requests.createChannel();
    const debugPhone = installPhone(lab.apple, 'development');

    // Act
    const follow = () => lab.apple.followChannel(debugPhone.tokens.alert, channelId, () => {});

    // Assess
    expect(follow).toThrow(`${bundleId} has no channel ${channelId} in development`);
  });
});
