import type { OutgoingHttpHeaders } from 'node:http2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChannels, maxChannels } from '../../../lab/apple/channels.ts';
import {
  broadcastPath,
  type ChannelRequests,
  channelRequests,
  channelsPath,
  listPath,
  unknownChannelId,
} from './channelRequests.ts';
import {
  bundleId,
  openClient,
  signToken,
  startTestApple,
  type TestApple,
  type TestClient,
  uuidPattern,
} from './support.ts';

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

describe('a channel', () => {
  it('is created with 201, its ID in a header and no body', async () => {
    // Prepare
    const requestId = '123e4567-e89b-12d3-a456-426614174000';

    // Act
    const answer = await requests.ask(
      'POST',
      channelsPath,
      { 'apns-request-id': requestId },
      '{"message-storage-policy":0,"push-type":"LiveActivity"}',
    );

    // Assess
    expect(answer).toMatchObject({ status: 201, body: undefined, headers: { 'apns-request-id': requestId } });
    expect(Buffer.from(String(answer.headers['apns-channel-id']), 'base64')).toHaveLength(16);
    expect(answer.headers).not.toHaveProperty('apns-id');
  });

  it.each([0, 1] as const)('is read back as it was created, with policy %i', async (storagePolicy) => {
    // Prepare
    const channelId = await requests.createChannel(storagePolicy);

    // Act
    const answer = await requests.ask('GET', channelsPath, { 'apns-channel-id': channelId });

    // Assess
    expect(answer).toMatchObject({
      status: 200,
      body: { 'message-storage-policy': storagePolicy, 'push-type': 'LiveActivity' },
    });
    expect(answer.headers['apns-request-id']).toMatch(uuidPattern);
  });

  it('is gone for good once deleted', async () => {
    // Prepare
    const channelId = await requests.createChannel();
    const named = { 'apns-channel-id': channelId };

    // Act
    const answers = [
      await requests.ask('DELETE', channelsPath, named),
      await requests.ask('GET', channelsPath, named),
      await requests.ask('DELETE', channelsPath, named),
      await requests.publish(channelId),
    ];

    // Assess
    expect(answers.map(({ status, body }) => [status, body?.reason])).toEqual([
      [204, undefined],
      [400, 'ChannelNotRegistered'],
      [400, 'ChannelNotRegistered'],
      [400, 'ChannelNotRegistered'],
    ]);
  });

  it('is in the list of its app', async () => {
    // Prepare
    const channelIds = [await requests.createChannel(), await requests.createChannel()];

    // Act
    const answer = await requests.ask('GET', listPath);

    // Assess
    expect(answer).toMatchObject({ status: 200, body: { channels: expect.arrayContaining(channelIds) } });
  });

  it('belongs to its app and to its environment', async () => {
    // Prepare
    const named = { 'apns-channel-id': await requests.createChannel() };
    const sandbox = openClient(lab.apple, 'development');

    // Act
    const otherApp = await requests.ask('GET', '/1/apps/com.example.other/channels', named);
    const otherEnvironment = await requests.ask('GET', channelsPath, named, '', sandbox);

    // Assess
    expect(otherApp.body?.reason).toBe('ChannelNotRegistered');
    expect(otherEnvironment.body?.reason).toBe('ChannelNotRegistered');
    sandbox.close();
  });

  it('cannot be created when the app has 10,000', () => {
    // Prepare
    const channels = createChannels(() => 0);
    for (let count = 0; count < maxChannels; count += 1) channels.create(bundleId, 0);

    // Act
    const oneMore = channels.create(bundleId, 0);
    const ofAnotherApp = channels.create('com.example.other', 0);

    // Assess
    expect(oneMore).toBeUndefined();
    expect(ofAnotherApp).toBeDefined();
  });
});

describe('management is refused', () => {
  it.each<[number, string, string, string, OutgoingHttpHeaders?, string?]>([
    [400, 'PayloadEmpty', 'POST', channelsPath],
    [400, 'BadRequestPayload', 'POST', channelsPath, {}, '[]'],
    [400, 'BadRequestPayload', 'POST', channelsPath, {}, 'LiveActivity'],
    [400, 'MissingPushType', 'POST', channelsPath, {}, '{"message-storage-policy":1}'],
    [400, 'InvalidPushType', 'POST', channelsPath, {}, '{"message-storage-policy":1,"push-type":"liveactivity"}'],
    [400, 'MissingChannelQueueSize', 'POST', channelsPath, {}, '{"push-type":"LiveActivity"}'],
    [
      400,
      'MissingChannelQueueSize',
      'POST',
      channelsPath,
      {},
      '{"message-storage-policy":2,"push-type":"LiveActivity"}',
    ],
    [400, 'MissingChannelId', 'GET', channelsPath],
    [400, 'MissingChannelId', 'DELETE', channelsPath],
    [400, 'BadChannelId', 'GET', channelsPath, { 'apns-channel-id': 'not base64' }],
    [400, 'ChannelNotRegistered', 'GET', channelsPath, { 'apns-channel-id': unknownChannelId }],
    [400, 'BadMessageId', 'GET', listPath, { 'apns-request-id': 'one' }],
    [400, 'BadRequestParams', 'GET', channelsPath, { 'apns-channel-id': [unknownChannelId, unknownChannelId] }],
    [400, 'TopicDisallowed', 'GET', `/1/apps/${bundleId}.push-type.liveactivity/all-channels`],
    [403, 'MissingProviderToken', 'GET', listPath, { authorization: '' }],
    [403, 'InvalidProviderToken', 'GET', listPath, { authorization: 'bearer a.b.c' }],
    [404, 'BadPath', 'GET', `/1/apps/${bundleId}`],
    [404, 'BadPath', 'GET', `/1/apps/${bundleId}/channels/all`],
    [405, 'MethodNotAllowed', 'PUT', channelsPath],
    [405, 'MethodNotAllowed', 'POST', listPath, {}, '{}'],
    [405, 'MethodNotAllowed', 'GET', broadcastPath],
  ])('with %i %s: %s %s %j %s', async (status, reason, method, path, headers = {}, body = '') => {
    // Act
    const answer = await requests.ask(method, path, headers, body);

    // Assess
    expect(answer).toMatchObject({ status, body: { reason } });
    expect(answer.headers['apns-request-id']).toMatch(uuidPattern);
  });

  it('with TopicMismatch for a key of another topic and a certificate of another app', async () => {
    // Prepare
    const key = lab.apple.makeTokenKey({ topics: ['com.example.other'] });
    const certificate = lab.apple.makeCertificate({ kind: 'universal', bundleId: 'com.example.other' });
    const certified = openClient(lab.apple, 'production', {
      cert: certificate.certificatePem,
      key: certificate.privateKeyPem,
    });
    const fresh = openClient(lab.apple);

    // Act
    const answers = [
      await requests.ask('GET', listPath, { authorization: `bearer ${signToken(key)}` }, '', fresh),
      await requests.ask('GET', listPath, {}, '', certified),
    ];

    // Assess
    expect(answers.map(({ status, body }) => [status, body?.reason])).toEqual([
      [403, 'TopicMismatch'],
      [403, 'TopicMismatch'],
    ]);
    for (const opened of [fresh, certified]) opened.close();
  });

  it('with FeatureNotEnabled while broadcasts are turned off, which deletes all channels', async () => {
    // Prepare
    const other = 'com.example.toggled';
    const body = '{"message-storage-policy":1,"push-type":"LiveActivity"}';
    await requests.ask('POST', `/1/apps/${other}/channels`, {}, body);
    lab.apple.setBroadcastCapability(other, false);

    // Act
    const whileOff = await requests.ask('POST', `/1/apps/${other}/channels`, {}, body);
    lab.apple.setBroadcastCapability(other, true);
    const after = await requests.ask('GET', `/1/apps/${other}/all-channels`);

    // Assess
    expect(whileOff).toMatchObject({ status: 400, body: { reason: 'FeatureNotEnabled' } });
    expect(after).toMatchObject({ status: 200, body: { channels: [] } });
  });
});

describe('a certificate of the app', () => {
  it('can manage its channels', async () => {
    // Prepare
    const { certificatePem: cert, privateKeyPem: key } = lab.apple.makeCertificate({ kind: 'universal', bundleId });
    const certified = openClient(lab.apple, 'production', { cert, key });

    // Act
    const answer = await certified.request({ ':method': 'GET', ':path': listPath }, '');

    // Assess
    expect(answer.status).toBe(200);
    certified.close();
  });
});
