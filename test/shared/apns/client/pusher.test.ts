import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Credential } from '../../../../shared/apns/rules/credential.ts';
import { PayloadTemplate } from '../../../../shared/apns/rules/preparedPayload.ts';
import {
  type AppleWorld,
  bundleId,
  pushTo,
  startAppleWorld,
  type TestPusher,
} from '../../../support/apns/appleWorld.ts';
import { countingConnections } from '../../../support/apns/connections.ts';
import { captureLog } from '../../../support/memory/captureLog.ts';

let world: AppleWorld;
beforeAll(async () => {
  world = await startAppleWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.apple.clearFaults());

const authentications = [
  { how: 'a provider token', pushType: 'alert' as const, kind: 'alert' as const },
  { how: 'a certificate', pushType: 'voip' as const, kind: 'voip' as const },
];

describe.each(authentications)('with $how', ({ pushType, kind }) => {
  const pusher = (): TestPusher =>
    world.pusher([kind === 'alert' ? world.tokenCredential : world.certificateCredential]);

  test('an accepted push arrives with its headers and payload, and the outcome has its apns-id', async () => {
    // Prepare
    const phone = world.phone();
    const push = pushTo(phone.installation.tokens[kind], { pushType, payload: { aps: {}, ext: { a: [1, '二'] } } });
    // Act
    const outcome = await pusher().push(push);
    // Assess
    expect(outcome).toEqual({ kind: 'accepted', status: 200, apnsId: push.headers['apns-id'] });
    expect(phone.received).toMatchObject([
      { kind, payload: { aps: {}, ext: { a: [1, '二'] } }, headers: push.headers },
    ]);
  });

  test('pushes that share a prepared payload arrive with their own values', async () => {
    // Prepare
    const phone = world.phone();
    const client = pusher();
    const template = new PayloadTemplate({ aps: { badge: 0 }, ext: { a: [1, '二'] } }, ['aps', 'badge']);
    // Act
    for (const badge of [7, 1234567]) {
      await client.push(pushTo(phone.installation.tokens[kind], { pushType, payload: template.with(badge) }));
    }
    // Assess
    expect(phone.received.map(({ payload }) => payload)).toEqual([
      { aps: { badge: 7 }, ext: { a: [1, '二'] } },
      { aps: { badge: 1234567 }, ext: { a: [1, '二'] } },
    ]);
  });

  test('a collapse ID in any script arrives unchanged', async () => {
    // Prepare
    const phone = world.phone();
    const push = pushTo(phone.installation.tokens[kind], { pushType });
    const headers = { ...push.headers, 'apns-collapse-id': 'Straße 文' };
    // Act
    const outcome = await pusher().push({ ...push, headers });
    // Assess
    expect(outcome.kind).toBe('accepted');
    expect(phone.received.map((received) => received.headers['apns-collapse-id'])).toEqual(['Straße 文']);
  });

  test('a rejection has status and reason, and a timestamp only if Apple gave one', async () => {
    // Prepare
    const phone = world.phone();
    const client = pusher();
    const unknown = pushTo('ab'.repeat(32), { pushType });
    const gone = pushTo(phone.installation.tokens[kind], { pushType });
    phone.installation.uninstall();
    // Act
    const outcomes = [await client.push(unknown), await client.push(gone)];
    // Assess
    expect(outcomes).toEqual([
      { kind: 'rejected', status: 400, reason: 'BadDeviceToken', apnsId: unknown.headers['apns-id'] },
      {
        kind: 'rejected',
        status: 410,
        reason: 'Unregistered',
        apnsId: gone.headers['apns-id'],
        timestampMs: expect.any(Number),
      },
    ]);
  });

  test('a hundred at once all arrive, although the host takes one stream at first', async () => {
    // Prepare
    const phones = Array.from({ length: 100 }, () => world.phone());
    const client = pusher();
    // Act
    const outcomes = await Promise.all(
      phones.map(({ installation }) => client.push(pushTo(installation.tokens[kind], { pushType }))),
    );
    // Assess
    expect(outcomes.filter((outcome) => outcome.kind === 'accepted')).toHaveLength(100);
    expect(phones.filter(({ received }) => received.length === 1)).toHaveLength(100);
  });

  test('a push that a GOAWAY left unprocessed is resent over a new connection with the same apns-id', async () => {
    // Prepare
    const phone = world.phone();
    const client = pusher();
    const token = phone.installation.tokens[kind];
    await client.push(pushTo(token, { pushType }));
    world.apple.addFault({ kind: 'goaway', match: token, count: 1 });
    const push = pushTo(token, { pushType });
    // Act
    const outcome = await client.push(push);
    // Assess
    expect(outcome).toMatchObject({ kind: 'accepted', apnsId: push.headers['apns-id'] });
    expect(phone.received.map(({ apnsId }) => apnsId)).toContain(push.headers['apns-id']);
    expect(phone.received).toHaveLength(2);
  });

  test('a push refused with Shutdown is resent over another connection', async () => {
    // Prepare
    const phone = world.phone();
    const token = phone.installation.tokens[kind];
    world.apple.addFault({ kind: 'status', status: 503, reason: 'Shutdown', match: token, count: 1 });
    const push = pushTo(token, { pushType });
    // Act
    const outcome = await pusher().push(push);
    // Assess
    expect(outcome.kind).toBe('accepted');
    expect(phone.received.map(({ apnsId }) => apnsId)).toEqual([push.headers['apns-id']]);
  });

  test('a push on a reset stream has an unknown outcome and is not resent', async () => {
    // Prepare
    const phone = world.phone();
    const token = phone.installation.tokens[kind];
    const client = pusher();
    await client.push(pushTo(token, { pushType }));
    world.apple.addFault({ kind: 'reset', match: token });
    const push = pushTo(token, { pushType });
    // Act
    const outcome = await client.push(push);
    // Assess
    const apnsId = push.headers['apns-id'];
    expect(outcome).toEqual({ kind: 'unanswered', sent: 'maybe', cause: 'stream_reset', apnsId });
    expect(phone.received).toHaveLength(1);
  });

  test('an unanswered push ends at its deadline, and others continue', async () => {
    // Prepare
    const silent = world.phone().installation.tokens[kind];
    const other = world.phone();
    const client = pusher();
    await client.push(pushTo(other.installation.tokens[kind], { pushType }));
    world.apple.addFault({ kind: 'blackhole', match: silent });
    const push = pushTo(silent, { pushType, deadlineMs: Date.now() + 300 });
    // Act
    const [outcome, next] = await Promise.all([
      client.push(push),
      client.push(pushTo(other.installation.tokens[kind], { pushType })),
    ]);
    // Assess
    const apnsId = push.headers['apns-id'];
    expect(outcome).toEqual({ kind: 'unanswered', sent: 'maybe', cause: 'deadline', apnsId });
    expect(next.kind).toBe('accepted');
  });
});

describe('provider tokens', () => {
  test('a connection stuck after ExpiredProviderToken is replaced', async () => {
    // Prepare
    const phone = world.phone();
    const client = world.pusher();
    const token = phone.installation.tokens.alert;
    await client.push(pushTo(token));
    world.apple.addFault({ kind: 'expiredToken', match: token, count: 1 });
    const push = pushTo(token);
    // Act
    const outcome = await client.push(push);
    // Assess
    expect(outcome).toMatchObject({ kind: 'accepted', apnsId: push.headers['apns-id'] });
  });

  test('a key that Apple does not know is refused without a retry loop', async () => {
    // Prepare
    const credential = { ...world.tokenCredential, keyId: 'UNKNOWNKEY' };
    const token = world.phone().installation.tokens.alert;
    const before = world.apple.pushes().length;
    // Act
    const outcome = await world.pusher([credential]).push(pushTo(token));
    // Assess
    expect(outcome).toMatchObject({ kind: 'rejected', status: 403, reason: 'InvalidProviderToken' });
    expect(world.apple.pushes().length - before).toBe(1);
  });
});

describe('rotation', () => {
  test('when APNs refuses a key, the second one takes over in the same push and comes first afterwards', async () => {
    // Prepare
    const revoked: Credential = { ...(await otherKey()), credentialId: 'old' };
    const phone = world.phone();
    const log = captureLog();
    const client = world.pusher([revoked, world.tokenCredential], { log });
    const token = phone.installation.tokens.alert;
    const before = world.apple.pushes().length;
    // Act
    const outcomes = [await client.push(pushTo(token)), await client.push(pushTo(token))];
    // Assess
    expect(outcomes).toMatchObject([{ kind: 'accepted' }, { kind: 'accepted' }]);
    expect(
      world.apple
        .pushes()
        .slice(before)
        .map(({ status }) => status),
    ).toEqual([403, 200, 200]);
    expect(phone.received).toHaveLength(2);
    // A person is notified, although no push has failed.
    const fields = { appId: bundleId, environment: 'production', topic: bundleId, reason: 'InvalidProviderToken' };
    expect(log.lines).toEqual([
      { level: 'warn', message: 'credential rejected', fields: { ...fields, credentialId: 'old' } },
    ]);
  });

  test('unusable credentials are an outcome, and nothing is sent', async () => {
    // Prepare
    const broken: Credential = { ...world.tokenCredential, privateKeyPem: 'no key' } as Credential;
    const push = pushTo(world.phone().installation.tokens.alert);
    // Act
    const outcome = await world.pusher([broken]).push(push);
    // Assess
    const apnsId = push.headers['apns-id'];
    expect(outcome).toEqual({ kind: 'unanswered', sent: 'no', cause: 'credentials_unavailable', apnsId });
  });
});

/** A key of another developer, which this Apple does not know. */
async function otherKey(): Promise<Credential> {
  const other = await startAppleWorld();
  await other.stop();
  return other.tokenCredential;
}

describe('connections', () => {
  test('pushes with one credential to one host share a connection', async () => {
    // Prepare
    const phone = world.phone();
    const client = world.pusher();
    // Act
    const { opened } = await countingConnections(async () => {
      for (let count = 0; count < 5; count += 1) await client.push(pushTo(phone.installation.tokens.alert));
    });
    // Assess
    expect(opened).toEqual([world.apple.origins.production]);
    expect(phone.received).toHaveLength(5);
  });

  test('a push that asks for another connection gets one, and later pushes use it', async () => {
    // Prepare
    const phone = world.phone();
    const client = world.pusher();
    const token = phone.installation.tokens.alert;
    await client.push(pushTo(token));
    const sinceMs = Date.now() + 1;
    // Act
    const { opened } = await countingConnections(async () => {
      await client.push(pushTo(token));
      await client.push({ ...pushTo(token), connectionSinceMs: sinceMs });
      await client.push(pushTo(token));
    });
    // Assess
    expect(opened).toEqual([world.apple.origins.production]);
    expect(phone.received).toHaveLength(4);
  });

  test('a push uses a connection that is new enough', async () => {
    // Prepare
    const phone = world.phone();
    const client = world.pusher();
    const sinceMs = Date.now();
    const token = phone.installation.tokens.alert;
    await client.push(pushTo(token));
    // Act
    const { opened } = await countingConnections(() => client.push({ ...pushTo(token), connectionSinceMs: sinceMs }));
    // Assess
    expect(opened).toEqual([]);
    expect(phone.received).toHaveLength(2);
  });

  test('each environment has its own host', async () => {
    // Prepare
    const client = world.pusher();
    const debug = world.phone('development');
    const release = world.phone('production');
    // Act
    await client.push(pushTo(debug.installation.tokens.alert, { environment: 'development' }));
    await client.push(pushTo(release.installation.tokens.alert, { environment: 'production' }));
    const crossed = await client.push(pushTo(debug.installation.tokens.alert, { environment: 'production' }));
    // Assess
    expect(debug.received).toHaveLength(1);
    expect(release.received).toHaveLength(1);
    expect(crossed).toMatchObject({ reason: 'BadDeviceToken' });
  });

  test('nothing is sent without a credential for the topic', async () => {
    // Prepare
    const token = world.phone().installation.tokens.alert;
    const before = world.apple.pushes().length;
    const push = pushTo(token);
    const voipOnly = { ...world.certificateCredential, topics: [`${bundleId}.voip`] };
    // Act
    const outcome = await world.pusher([voipOnly]).push(push);
    // Assess
    expect(outcome).toEqual({ kind: 'no_credential', gap: 'topic', apnsId: push.headers['apns-id'] });
    expect(world.apple.pushes()).toHaveLength(before);
  });

  test('a host whose certificate is not trusted is not pushed to', async () => {
    // Prepare
    const other = await startAppleWorld();
    const token = world.phone().installation.tokens.alert;
    const push = pushTo(token, { deadlineMs: Date.now() + 400 });
    // Act
    const outcome = await world.pusher(undefined, { ca: other.apple.caPem }).push(push);
    await other.stop();
    // Assess
    const apnsId = push.headers['apns-id'];
    expect(outcome).toEqual({ kind: 'unanswered', sent: 'no', cause: 'connect_failed', apnsId });
  });

  test('an answer that is not JSON has no reason and no timestamp', async () => {
    // Prepare
    const token = world.phone().installation.tokens.alert;
    world.apple.addFault({ kind: 'status', status: 400, match: token, count: 1 });
    const push = pushTo(token);
    // Act
    const outcome = await world.pusher().push(push);
    // Assess
    expect(outcome).toMatchObject({ kind: 'rejected', status: 400, apnsId: push.headers['apns-id'] });
    expect(outcome).not.toHaveProperty('timestampMs');
  });

  test("the caller's payload is not modified", async () => {
    // Prepare
    const token = world.phone().installation.tokens.alert;
    const payload = Object.freeze({ aps: Object.freeze({ alert: 'hi' }), id: randomUUID(), bundleId });
    // Act
    const outcome = await world.pusher().push(pushTo(token, { payload }));
    // Assess
    expect(outcome.kind).toBe('accepted');
    expect(payload.aps).toEqual({ alert: 'hi' });
  });
});
