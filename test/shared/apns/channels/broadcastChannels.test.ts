/** Broadcast channels of Live Activities (Apple: "Sending channel management requests to APNs"), against the fake APNs. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AcceptedPush } from '../../../../lab/apple/apple.ts';
import { BroadcastChannels } from '../../../../shared/apns/channels/broadcastChannels.ts';
import type { Broadcast, ChannelRequest } from '../../../../shared/apns/rules/channelRequest.ts';
import type { Credential } from '../../../../shared/apns/rules/credential.ts';
import { answerOf } from '../../../../shared/apns/rules/outcome.ts';
import { type AppleWorld, bundleId, certificateOf, startAppleWorld } from '../../../support/apns/appleWorld.ts';
import { countingConnections } from '../../../support/apns/connections.ts';
import { testedTransport } from '../../../support/apns/testedTransport.ts';
import { captureLog } from '../../../support/memory/captureLog.ts';
import { channelRows } from '../answerRows.ts';

let world: AppleWorld;
const opened: BroadcastChannels[] = [];
beforeAll(async () => {
  world = await startAppleWorld();
});
afterAll(async () => {
  for (const channels of opened) channels.close();
  await world.stop();
});
beforeEach(() => world.apple.clearFaults());

const lastSeen = () => world.apple.pushes().at(-1)?.n ?? 0;

function channelsWith(
  credentials: readonly Credential[],
  changes: Partial<ConstructorParameters<typeof BroadcastChannels>[0]> = {},
): BroadcastChannels {
  const channels = new BroadcastChannels({
    clock: { nowMs: Date.now },
    log: captureLog(),
    credentials: { credentialsOf: () => credentials },
    channelOrigins: world.apple.origins,
    publishOrigins: world.apple.origins,
    ca: world.apple.caPem,
    transport: testedTransport,
    ...changes,
  });
  opened.push(channels);
  return channels;
}

const ask = (changes: Partial<ChannelRequest> = {}): ChannelRequest => ({
  appId: bundleId,
  environment: 'production',
  requestId: randomUUID(),
  deadlineMs: Date.now() + 10_000,
  ...changes,
});

const broadcast = (channelId: string, changes: Partial<Broadcast> = {}): Broadcast => ({
  channelId,
  priority: 10,
  expiration: 0,
  payload: { aps: { timestamp: 1, event: 'update', 'content-state': { score: 1 } } },
  ...changes,
});

const unknownChannelId = Buffer.alloc(16, 7).toString('base64');

/** Creates a channel. @returns its ID. */
async function newChannel(channels: BroadcastChannels, storagePolicy: 0 | 1 = 1): Promise<string> {
  const outcome = await channels.create(ask(), storagePolicy);
  return outcome.kind === 'accepted' ? outcome.channelId : '';
}

const authentications = {
  'a provider token': () => [world.tokenCredential],
  'a certificate': () => [certificateOf(world.apple.makeCertificate({ kind: 'universal', bundleId }))],
};

describe.each(Object.entries(authentications))('with %s', (_how, credentials) => {
  let channels: BroadcastChannels;
  beforeAll(() => {
    channels = channelsWith(credentials());
  });

  test('a channel is created, read, listed and deleted over one connection', async () => {
    // Prepare
    const requests = [ask(), ask(), ask(), ask(), ask()] as const;
    const fresh = channelsWith(credentials());
    const since = lastSeen();
    // Act
    const { result, opened: connections } = await countingConnections(async () => {
      const created = await fresh.create(requests[0], 0);
      const channelId = created.kind === 'accepted' ? created.channelId : '';
      const outcomes = [
        await fresh.read(requests[1], channelId),
        await fresh.list(requests[2]),
        await fresh.delete(requests[3], channelId),
        await fresh.read(requests[4], channelId),
      ];
      return { created, channelId, outcomes };
    });
    // Assess
    const { created, channelId, outcomes } = result;
    const ids = requests.map(({ requestId }) => requestId);
    expect(created).toEqual({ kind: 'accepted', status: 201, apnsId: ids[0], channelId: expect.any(String) });
    expect(outcomes).toEqual([
      { kind: 'accepted', status: 200, apnsId: ids[1], storagePolicy: 0 },
      { kind: 'accepted', status: 200, apnsId: ids[2], channelIds: expect.arrayContaining([channelId]) },
      { kind: 'accepted', status: 204, apnsId: ids[3] },
      { kind: 'rejected', status: 400, apnsId: ids[4], reason: 'ChannelNotRegistered' },
    ]);
    expect(world.apple.pushes(since).map(({ apnsId }) => apnsId)).toEqual(ids);
    expect(connections).toHaveLength(1);
  });

  test('a broadcast reaches the followers of the channel', async () => {
    // Prepare
    const channelId = await newChannel(channels);
    const received: AcceptedPush[] = [];
    world.apple.followChannel(world.phone().installation.tokens.alert, channelId, (push) => received.push(push));
    const request = ask();
    const sent = broadcast(channelId, { priority: 5, expiration: Math.floor(Date.now() / 1000) + 60 });
    // Act
    const outcome = await channels.publish(request, sent);
    // Assess
    expect(outcome).toEqual({
      kind: 'accepted',
      status: 200,
      apnsId: request.requestId,
      uniqueId: expect.any(String),
    });
    expect(received).toMatchObject([
      {
        payload: sent.payload,
        headers: { 'apns-channel-id': channelId, 'apns-priority': '5', 'apns-expiration': String(sent.expiration) },
      },
    ]);
    expect(received[0]?.headers).not.toHaveProperty('apns-topic');
  });

  test.each<[string, string, (channelId: string) => Partial<Broadcast>]>([
    ['an unknown channel', 'ChannelNotRegistered', () => ({ channelId: unknownChannelId })],
    ['no channel ID', 'MissingChannelId', () => ({ channelId: '' })],
    ['an invalid channel ID', 'BadChannelId', () => ({ channelId: 'x' })],
    ['storage that the channel lacks', 'BadExpirationDate', () => ({ expiration: 4_000_000_000 })],
    ['the start of an activity', 'BadRequestPayload', () => ({ payload: { aps: { event: 'start' } } })],
    ['5,121 bytes', 'PayloadTooLarge', () => ({ payload: { x: 'x'.repeat(5121 - '{"x":""}'.length) } })],
  ])('a broadcast with %s is rejected as %s, for its sender to fix', async (_what, reason, changes) => {
    // Prepare
    const channelId = await newChannel(channels, 0);
    const request = ask();
    // Act
    const outcome = await channels.publish(request, { ...broadcast(channelId), ...changes(channelId) });
    // Assess
    expect(outcome).toMatchObject({ kind: 'rejected', reason, apnsId: request.requestId });
    expect(answerOf(outcome).verdict.next).toBe('fix');
  });

  test.each([...channelRows])('$status $reason', async ({ status, reason, next, requests, leaves }) => {
    // Prepare
    await channels.list(ask());
    const request = ask();
    world.apple.addFault({ kind: 'status', status, reason, match: request.requestId });
    const since = lastSeen();
    // Act
    const { result, opened: connections } = await countingConnections(async () => {
      const outcome = await channels.list(request);
      const after = await channels.list(ask());
      return { outcome, after };
    });
    // Assess
    const apnsId = request.requestId;
    const { outcome, after } = result;
    const seen = world.apple.pushes(since).map((answered) => answered.apnsId);
    expect(outcome).toEqual({ kind: 'rejected', status, reason, apnsId });
    expect(answerOf(outcome).verdict).toMatchObject({ next, closeConnection: leaves });
    expect(seen).toEqual([...Array.from({ length: requests }, () => apnsId), after.apnsId]);
    expect(connections).toHaveLength(leaves ? requests : 0);
    expect(after.kind).toBe('accepted');
  });

  test('a request that a GOAWAY left unprocessed is resent over a new connection with the same request ID', async () => {
    // Prepare
    await channels.list(ask());
    const request = ask();
    world.apple.addFault({ kind: 'goaway', match: request.requestId, count: 1 });
    const since = lastSeen();
    // Act
    const { result, opened: connections } = await countingConnections(() => channels.create(request, 1));
    // Assess
    expect(result).toMatchObject({ kind: 'accepted', apnsId: request.requestId });
    expect(world.apple.pushes(since).map(({ apnsId }) => apnsId)).toEqual([request.requestId]);
    expect(connections).toHaveLength(1);
  });

  test('an app without the capability is an alarm', async () => {
    // Prepare
    world.apple.setBroadcastCapability(bundleId, false);
    // Act
    const outcome = await channels.create(ask(), 1);
    world.apple.setBroadcastCapability(bundleId, true);
    // Assess
    expect(outcome).toMatchObject({ kind: 'rejected', status: 400, reason: 'FeatureNotEnabled' });
    expect(answerOf(outcome).verdict.next).toBe('alarm');
  });

  test('a list of many channels is complete', async () => {
    // Prepare
    const all = await Promise.all(Array.from({ length: 700 }, () => newChannel(channels, 0)));
    // Act
    const outcome = await channels.list(ask());
    // Assess
    expect(outcome).toMatchObject({ kind: 'accepted', channelIds: expect.arrayContaining(all) });
  });
});

describe('credentials', () => {
  test('channels of one environment are unknown in the other', async () => {
    // Prepare
    const channels = channelsWith([world.tokenCredential]);
    const channelId = await newChannel(channels);
    // Act
    const outcome = await channels.read(ask({ environment: 'development' }), channelId);
    // Assess
    expect(outcome).toMatchObject({ kind: 'rejected', reason: 'ChannelNotRegistered' });
  });

  test.each([
    ['a key limited to other topics', (): Credential => ({ ...world.tokenCredential, topics: [bundleId] })],
    [
      "another app's certificate",
      () => certificateOf(world.apple.makeCertificate({ kind: 'universal', bundleId: 'com.example.other' })),
    ],
  ])('%s sends nothing', async (_which, credential) => {
    // Prepare
    const since = lastSeen();
    const request = ask();
    // Act
    const outcome = await channelsWith([credential()]).list(request);
    // Assess
    expect(outcome).toMatchObject({ kind: 'no_credential', apnsId: request.requestId });
    expect(world.apple.pushes(since)).toEqual([]);
  });

  test("when APNs refuses another app's certificate, the key takes over in the same request", async () => {
    // Prepare
    const other = certificateOf(world.apple.makeCertificate({ kind: 'universal', bundleId: 'com.example.other' }));
    const channels = channelsWith([{ ...other, topics: [bundleId] } as Credential, world.tokenCredential]);
    const since = lastSeen();
    // Act
    const outcome = await channels.list(ask());
    // Assess
    expect(outcome.kind).toBe('accepted');
    expect(world.apple.pushes(since).map(({ status, reason }) => reason ?? status)).toEqual(['TopicMismatch', 200]);
  });

  test('unusable credentials are an outcome, and nothing is sent', async () => {
    // Prepare
    const broken = { ...world.tokenCredential, privateKeyPem: 'no key' } as Credential;
    const request = ask();
    const since = lastSeen();
    // Act
    const outcome = await channelsWith([broken]).list(request);
    // Assess
    const apnsId = request.requestId;
    expect(outcome).toEqual({ kind: 'unanswered', sent: 'no', cause: 'credentials_unavailable', apnsId });
    expect(world.apple.pushes(since)).toEqual([]);
  });
});
