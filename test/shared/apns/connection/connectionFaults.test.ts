/**
 * What connections do to pushes (docs/apns-coverage.md, "Connections"): each case tells the outcome, what APNs saw, and
 * what the next push goes over.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Credential } from '../../../../shared/apns/rules/credential.ts';
import { type AppleWorld, bundleId, certificateOf, pushTo, startAppleWorld } from '../../../support/apns/appleWorld.ts';
import { countingConnections } from '../../../support/apns/connections.ts';
import { startRawHost } from '../../../support/apns/rawHost.ts';
import { startTcpProxy } from '../../../support/apns/tcpProxy.ts';

let world: AppleWorld;
beforeAll(async () => {
  world = await startAppleWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.apple.clearFaults());

const lastSeen = () => world.apple.pushes().at(-1)?.n ?? 0;

/** The VoIP certificate is good for alerts too. */
const authentications = [
  { how: 'a provider token', credentialOf: ({ tokenCredential }: AppleWorld): Credential => tokenCredential },
  { how: 'a certificate', credentialOf: ({ certificateCredential }: AppleWorld): Credential => certificateCredential },
];

describe.each(authentications)('stream limits, with $how', ({ credentialOf }) => {
  test('ten pushes at once are all accepted over a connection that allows one stream at first', async () => {
    // Prepare
    const phone = world.phone();
    const client = world.pusher([credentialOf(world)]);
    // Act
    const { result, opened } = await countingConnections(() =>
      Promise.all(Array.from({ length: 10 }, () => client.push(pushTo(phone.installation.tokens.alert)))),
    );
    // Assess
    expect(result.map(({ kind }) => kind)).toEqual(Array.from({ length: 10 }, () => 'accepted'));
    expect(opened).toHaveLength(1);
  });

  test('a limit that drops to 1 after a rejection and recovers loses nothing and opens nothing', async () => {
    // Prepare
    const throttling = await startAppleWorld({ throttlesAfterRefusal: true });
    onTestFinished(() => throttling.stop());
    const phone = throttling.phone();
    const client = throttling.pusher([credentialOf(throttling)]);
    await client.push(pushTo(phone.installation.tokens.alert));
    throttling.apple.addFault({ kind: 'status', status: 400, reason: 'BadCollapseId', count: 2 });
    // Act
    const { result, opened } = await countingConnections(() =>
      Promise.all(Array.from({ length: 300 }, () => client.push(pushTo(phone.installation.tokens.alert)))),
    );
    // Assess
    expect(result.filter(({ kind }) => kind === 'rejected')).toHaveLength(2);
    expect(result.filter(({ kind }) => kind === 'accepted')).toHaveLength(298);
    expect(phone.received).toHaveLength(299);
    expect(opened).toEqual([]);
  });
});

describe.each(authentications)('GOAWAY, with $how', ({ credentialOf }) => {
  test.each([
    ['plain text', 'Maximum active streams violated for this endpoint.'],
    ['nothing', ''],
  ])('with %s as its reason makes the push go over a new connection', async (_what, debugData) => {
    // Prepare
    const host = await startRawHost((session, stream) => {
      if (host.sessions() > 1) return stream.respond({ ':status': 200 }, { endStream: true });
      session.goaway(0, 0x7fff_ffff, Buffer.from(debugData));
      return stream.close(7);
    });
    const push = pushTo('ab'.repeat(32));
    // Act
    const outcome = await world.pusher([credentialOf(world)], host).push(push);
    // Assess
    expect(outcome).toEqual({ kind: 'accepted', status: 200, apnsId: push.headers['apns-id'] });
    expect(host.sessions()).toBe(2);
  });

  test('lets earlier pushes finish, and refused ones go over a new connection with the same apns-id', async () => {
    // Prepare
    const client = world.pusher([credentialOf(world)]);
    const phone = world.phone();
    const token = phone.installation.tokens.alert;
    await client.push(pushTo(token));
    const pushes = [pushTo(token), pushTo(token), pushTo(token)];
    const [before, refused, behind] = pushes.map(({ headers }) => headers['apns-id']);
    world.apple.addFault({ kind: 'delay', delayMs: 100, match: before ?? '' });
    world.apple.addFault({ kind: 'goaway', match: refused ?? '', count: 1 });
    const since = lastSeen();
    // Act
    const { result, opened } = await countingConnections(() => Promise.all(pushes.map((push) => client.push(push))));
    // Assess
    expect(result.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted']);
    const seen = world.apple.pushes(since).map(({ apnsId }) => apnsId);
    expect(seen.toSorted()).toEqual([before, refused, behind].toSorted());
    expect(phone.received).toHaveLength(4);
    expect(opened).toHaveLength(1);
  });

  test('twice in a row has the same effect as once', async () => {
    // Prepare
    const host = await startRawHost((session, stream) => {
      if (host.sessions() > 1) return stream.respond({ ':status': 200 }, { endStream: true });
      const shutdown = Buffer.from(JSON.stringify({ reason: 'Shutdown' }));
      session.goaway(0, 0x7fff_ffff, shutdown);
      session.goaway(0, 1, shutdown);
      return stream.close(7);
    });
    const push = pushTo('ab'.repeat(32));
    // Act
    const outcome = await world.pusher([credentialOf(world)], host).push(push);
    // Assess
    expect(outcome).toMatchObject({ kind: 'accepted', apnsId: push.headers['apns-id'] });
    expect(host.sessions()).toBe(2);
  });

  test('with an error code leaves open pushes with an unknown outcome, and the next push takes a new connection', async () => {
    // Prepare
    const host = await startRawHost((session, stream) => {
      if (host.sessions() > 1) stream.respond({ ':status': 200 }, { endStream: true });
      else session.goaway(2);
    });
    const client = world.pusher([credentialOf(world)], host);
    const push = pushTo('ab'.repeat(32));
    // Act
    const outcomes = [await client.push(push), await client.push(pushTo('ab'.repeat(32)))];
    // Assess
    expect(outcomes).toMatchObject([
      { kind: 'unanswered', sent: 'maybe', cause: 'connection_lost', apnsId: push.headers['apns-id'] },
      { kind: 'accepted' },
    ]);
    expect(host.sessions()).toBe(2);
  });

  test('a push to a host that refuses every stream ends as not sent', async () => {
    // Prepare
    const host = await startRawHost((_session, stream) => stream.close(7));
    const push = pushTo('ab'.repeat(32));
    // Act
    const outcome = await world.pusher([credentialOf(world)], host).push(push);
    // Assess
    const apnsId = push.headers['apns-id'];
    expect(outcome).toEqual({ kind: 'unanswered', sent: 'no', cause: 'goaway', apnsId });
  });
});

describe.each(authentications)('connections that break, with $how', ({ credentialOf }) => {
  test('cut before the answer: the outcome is unknown, the push is not resent, the next one takes a new connection', async () => {
    // Prepare
    const proxy = await startTcpProxy(world.apple.origins.production);
    onTestFinished(() => proxy.stop());
    const client = world.pusher([credentialOf(world)], { origin: proxy.origin });
    const phone = world.phone();
    const token = phone.installation.tokens.alert;
    await client.push(pushTo(token));
    const push = pushTo(token);
    world.apple.addFault({ kind: 'blackhole', match: push.headers['apns-id'] });
    // Act
    const sending = client.push(push);
    // The round trip of another push: by then the first one has reached the host.
    await client.push(pushTo(token));
    proxy.cut();
    const outcomes = [await sending, await client.push(pushTo(token))];
    // Assess
    expect(outcomes).toMatchObject([
      { kind: 'unanswered', sent: 'maybe', cause: 'connection_lost' },
      { kind: 'accepted' },
    ]);
    expect(proxy.connections()).toBe(2);
    expect(phone.received).toHaveLength(3);
  });

  test('cut while others wait their turn: those take a new connection', async () => {
    // Prepare
    const host = await startRawHost((session, stream) => {
      if (host.sessions() > 1) stream.respond({ ':status': 200 }, { endStream: true });
      else session.socket.destroy();
    });
    const client = world.pusher([credentialOf(world)], host);
    // Act
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => client.push(pushTo('ab'.repeat(32)))));
    // Assess
    expect(outcomes[0]).toMatchObject({ kind: 'unanswered', sent: 'maybe', cause: 'connection_lost' });
    expect(outcomes.slice(1).map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
    expect(host.sessions()).toBe(2);
  });

  test('silent from one moment on: its push ends at the deadline, and the next one takes a new connection', async () => {
    // Prepare
    const client = world.pusher([credentialOf(world)]);
    const phone = world.phone();
    const token = phone.installation.tokens.alert;
    await client.push(pushTo(token));
    const push = pushTo(token, { deadlineMs: Date.now() + 200 });
    const apnsId = push.headers['apns-id'];
    world.apple.addFault({ kind: 'blackhole', scope: 'connection', match: apnsId });
    // Act
    const { result, opened } = await countingConnections(async () => [
      await client.push(push),
      await client.push(pushTo(token)),
    ]);
    // Assess
    expect(result).toMatchObject([
      { kind: 'unanswered', sent: 'maybe', cause: 'deadline', apnsId },
      { kind: 'accepted' },
    ]);
    expect(phone.received).toHaveLength(2);
    expect(opened).toHaveLength(1);
  });

  test('silently dead after a freeze: a PING detects it, and the push takes a new connection', async () => {
    // Prepare
    const proxy = await startTcpProxy(world.apple.origins.production);
    onTestFinished(() => proxy.stop());
    const client = world.pusher([credentialOf(world)], { origin: proxy.origin });
    const phone = world.phone();
    await client.push(pushTo(phone.installation.tokens.alert));
    proxy.freeze();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const push = pushTo(phone.installation.tokens.alert);
    // Act
    const outcome = await client.push(push);
    // Assess
    expect(outcome).toMatchObject({ kind: 'accepted', apnsId: push.headers['apns-id'] });
    expect(proxy.connections()).toBe(2);
    expect(phone.received).toHaveLength(2);
  });

  test('alive after a long silence: a PING confirms it, and the push uses it', async () => {
    // Prepare
    const client = world.pusher([credentialOf(world)]);
    const phone = world.phone();
    await client.push(pushTo(phone.installation.tokens.alert));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    // Act
    const push = pushTo(phone.installation.tokens.alert);
    const { result, opened } = await countingConnections(() => client.push(push));
    // Assess
    expect(result.kind).toBe('accepted');
    expect(opened).toEqual([]);
  });

  test('no host: connecting is retried with pauses, and the push leaves once the host is up', async () => {
    // Prepare
    const proxy = await startTcpProxy(world.apple.origins.production);
    onTestFinished(() => proxy.stop());
    proxy.mute();
    const client = world.pusher([credentialOf(world)], { origin: proxy.origin });
    const phone = world.phone();
    // Act
    const sending = client.push(pushTo(phone.installation.tokens.alert));
    await vi.waitUntil(() => proxy.connections() === 1, 10_000);
    proxy.speak();
    proxy.cut();
    const outcome = await sending;
    // Assess
    expect(outcome.kind).toBe('accepted');
    expect(proxy.connections()).toBe(2);
  });

  test('a host that accepts connections but stays silent is replaced before the deadline', async () => {
    // Prepare
    const proxy = await startTcpProxy(world.apple.origins.production);
    onTestFinished(() => proxy.stop());
    proxy.mute();
    const client = world.pusher([credentialOf(world)], { origin: proxy.origin });
    const phone = world.phone();
    // Act
    const sending = client.push(pushTo(phone.installation.tokens.alert, { deadlineMs: Date.now() + 20_000 }));
    await vi.waitUntil(() => proxy.connections() === 1, 10_000);
    proxy.speak();
    const outcome = await sending;
    // Assess
    expect(outcome.kind).toBe('accepted');
    expect(proxy.connections()).toBe(2);
    expect(phone.received).toHaveLength(1);
  });
});

describe.each(authentications)('a host that is far away, with $how', ({ credentialOf }) => {
  test.each([
    ['300 ms', 300],
    // TLS and SETTINGS take two round trips: longer than a connection that is open may be silent.
    ['a second', 1000],
  ])('is reached: %s there and back', async (_what, roundTripMs) => {
    // Prepare
    const proxy = await startTcpProxy(world.apple.origins.production);
    onTestFinished(() => proxy.stop());
    proxy.roundTrip(roundTripMs);
    const client = world.pusher([credentialOf(world)], { origin: proxy.origin });
    const phone = world.phone();
    // Act
    const outcome = await client.push(pushTo(phone.installation.tokens.alert, { deadlineMs: Date.now() + 20_000 }));
    // Assess
    expect(outcome.kind).toBe('accepted');
    expect(phone.received).toHaveLength(1);
  });
});

describe('the credential of a connection', () => {
  test('a certificate of the other environment gets GOAWAY: its reason is reported, and nothing is retried', async () => {
    // Prepare
    const issued = world.apple.makeCertificate({ kind: 'development', bundleId });
    const credential: Credential = { ...certificateOf(issued), environments: ['production', 'development'] };
    const push = pushTo(world.phone().installation.tokens.alert);
    const since = lastSeen();
    // Act
    const { result, opened } = await countingConnections(() => world.pusher([credential]).push(push));
    // Assess
    const apnsId = push.headers['apns-id'];
    expect(result).toEqual({ kind: 'rejected', reason: 'BadCertificateEnvironment', apnsId });
    expect(opened).toHaveLength(1);
    expect(world.apple.pushes(since)).toEqual([]);
  });

  test('keys of two teams have one connection each, in any order of their pushes', async () => {
    // Prepare
    const { keyId, teamId, privateKeyPem } = world.apple.makeTokenKey({ teamId: 'OTHERTEAM0' });
    const other: Credential = { ...world.tokenCredential, kind: 'token', keyId, teamId, privateKeyPem, topics: 'any' };
    let current = world.tokenCredential;
    const client = world.pusher(undefined, { credentialsOf: async () => [current] });
    const token = world.phone().installation.tokens.alert;
    // Act
    const { result, opened } = await countingConnections(async () => {
      const outcomes = [];
      for (const credential of [world.tokenCredential, other, world.tokenCredential, other]) {
        current = credential;
        outcomes.push(await client.push(pushTo(token)));
      }
      return outcomes;
    });
    // Assess
    expect(result.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
    expect(opened).toHaveLength(2);
  });
});
