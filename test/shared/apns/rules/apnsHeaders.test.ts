/**
 * Every push type (Apple: "Sending notification requests to APNs") with both ways to authenticate: what the outcome is,
 * what APNs saw and the phone got, and over which connection the next one goes.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AcceptedPush, CertificateKind } from '../../../../lab/apple/apple.ts';
import { type TopicKind, topicFor } from '../../../../lab/apple/pushTypes.ts';
import type { HostPush } from '../../../../shared/apns/ports.ts';
import type { CertificateCredential } from '../../../../shared/apns/rules/credential.ts';
import { apnsHeaders, type PushType, pushTypeRules, pushTypes } from '../../../../shared/apns/rules/pushTypes.ts';
import { type AppleWorld, bundleId, certificateOf, pushTo, startAppleWorld } from '../../../support/apns/appleWorld.ts';
import { countingConnections } from '../../../support/apns/connections.ts';

let world: AppleWorld;
beforeAll(async () => {
  world = await startAppleWorld();
});
afterAll(() => world.stop());

interface Row {
  pushType: PushType;
  topicKind: TopicKind;
  priority: string;
  refusedPriorities: readonly string[];
  maxBytes: number;
  isStored: boolean;
  /** The kind of certificate that lists the topic, if there is one. */
  certificate?: CertificateKind;
  payload: object;
  appId?: string;
}

const usual = { priority: '10', refusedPriorities: ['9'], maxBytes: 4096, isStored: true, payload: { aps: {} } };
const changed = { aps: { 'content-changed': true } };
const activity = { aps: { timestamp: 1, event: 'update', 'content-state': { score: 1 } } };

const rows: readonly Row[] = [
  { ...usual, pushType: 'alert', topicKind: 'alert', certificate: 'production', payload: { aps: { alert: 'hi' } } },
  {
    ...usual,
    pushType: 'background',
    topicKind: 'alert',
    priority: '5',
    refusedPriorities: ['10', '1'],
    certificate: 'production',
    payload: { aps: { 'content-available': 1 } },
  },
  { ...usual, pushType: 'voip', topicKind: 'voip', maxBytes: 5120, isStored: false, certificate: 'voip' },
  { ...usual, pushType: 'complication', topicKind: 'complication', certificate: 'universal' },
  { ...usual, pushType: 'fileprovider', topicKind: 'fileprovider' },
  {
    ...usual,
    pushType: 'mdm',
    topicKind: 'alert',
    certificate: 'production',
    payload: { mdm: 'push-magic' },
    appId: 'com.apple.mgmt.External.4b3c',
  },
  { ...usual, pushType: 'location', topicKind: 'location', refusedPriorities: ['1'], isStored: false },
  { ...usual, pushType: 'liveactivity', topicKind: 'liveactivity', refusedPriorities: ['1'], payload: activity },
  { ...usual, pushType: 'pushtotalk', topicKind: 'pushtotalk', isStored: false },
  { ...usual, pushType: 'widgets', topicKind: 'widgets', payload: changed },
  { ...usual, pushType: 'controls', topicKind: 'controls', payload: changed },
];
const withCertificate = rows.filter(({ certificate }) => certificate !== undefined);
const withKeyOnly = rows.filter(({ certificate }) => certificate === undefined);

/** An app on a phone with one token of the kind that the push type is for. */
function install({ topicKind, appId = bundleId }: Row) {
  const received: AcceptedPush[] = [];
  const keep = (push: AcceptedPush) => received.push(push);
  const installation = world.apple.install({
    bundleId: appId,
    environment: 'production',
    phoneId: randomUUID(),
    onPush: keep,
  });
  const isUsual = topicKind === 'alert' || topicKind === 'voip';
  return { received, token: isUsual ? installation.tokens[topicKind] : installation.addToken(topicKind, keep) };
}

function pushOf({ pushType, payload, appId = bundleId }: Row, token: string, priority?: string): HostPush {
  const headers = apnsHeaders(appId, pushType, randomUUID(), Date.now());
  const changes = priority === undefined ? {} : { 'apns-priority': priority };
  return pushTo(token, { appId, headers: { ...headers, ...changes }, payload });
}

function certificateFor({ certificate = 'universal', appId = bundleId }: Row): CertificateCredential {
  return certificateOf(world.apple.makeCertificate({ kind: certificate, bundleId: appId }));
}

const lastSeen = () => world.apple.pushes().at(-1)?.n ?? 0;

test('the table has every push type', () => {
  // Act
  const tested = rows.map(({ pushType }) => pushType);
  // Assess
  expect(tested.toSorted()).toEqual(pushTypes.toSorted());
});

describe.each([
  { how: 'a provider token', served: rows, credentialOf: () => world.tokenCredential },
  { how: 'a certificate', served: withCertificate, credentialOf: certificateFor },
])('with $how', ({ served, credentialOf }) => {
  test.each([...served])('$pushType is accepted, and the next one goes over the same connection', async (row) => {
    // Prepare
    const { pushType, topicKind, priority, isStored, payload, appId = bundleId } = row;
    const { received, token } = install(row);
    const client = world.pusher([credentialOf(row)]);
    const pushes = [pushOf(row, token), pushOf(row, token)];
    const since = lastSeen();
    // Act
    const { result, opened } = await countingConnections(async () => {
      const outcomes = [];
      for (const push of pushes) outcomes.push(await client.push(push));
      return outcomes;
    });
    // Assess
    const ids = pushes.map(({ headers }) => headers['apns-id']);
    expect(result).toEqual(ids.map((apnsId) => ({ kind: 'accepted', status: 200, apnsId })));
    expect(world.apple.pushes(since).map(({ apnsId }) => apnsId)).toEqual(ids);
    expect(received.map(({ headers }) => headers)).toEqual(
      ids.map((apnsId) => ({
        'apns-topic': topicFor(appId, topicKind),
        'apns-push-type': pushType,
        'apns-priority': priority,
        'apns-expiration': isStored ? expect.stringMatching(/^[1-9]\d{9}$/) : '0',
        'apns-id': apnsId,
      })),
    );
    expect(received[0]?.payload).toEqual(payload);
    expect(opened).toEqual([world.apple.origins.production]);
  });
});

describe('with a certificate alone', () => {
  test.each([...withKeyOnly])('$pushType is neither sent nor connected for', async (row) => {
    // Prepare
    const client = world.pusher([certificateFor(row)]);
    const push = pushOf(row, install(row).token);
    const since = lastSeen();
    // Act
    const { result, opened } = await countingConnections(() => client.push(push));
    // Assess
    expect(result).toMatchObject({ kind: 'no_credential', apnsId: push.headers['apns-id'] });
    expect(world.apple.pushes(since)).toEqual([]);
    expect(opened).toEqual([]);
  });

  test.each(withKeyOnly.filter(({ pushType }) => !pushTypeRules[pushType].tokenOnly))(
    '$pushType is rejected by APNs when the certificate is stored with a topic that it does not list',
    async (row) => {
      // Prepare
      const { token } = install(row);
      const push = pushOf(row, token);
      const client = world.pusher([{ ...certificateFor(row), topics: [push.headers['apns-topic']] }]);
      const since = lastSeen();
      // Act
      const outcome = await client.push(push);
      // Assess
      const apnsId = push.headers['apns-id'];
      expect(outcome).toEqual({ kind: 'rejected', status: 400, reason: 'TopicDisallowed', apnsId });
      expect(world.apple.pushes(since)).toHaveLength(1);
    },
  );
});

describe('the limits of each type', () => {
  test.each([...rows])('$pushType: $maxBytes bytes are accepted and one more is not', async (row) => {
    // Prepare
    const { token } = install(row);
    const client = world.pusher();
    const payloadOf = (bytes: number) => ({ x: 'x'.repeat(bytes - '{"x":""}'.length) });
    // Act
    const outcomes = [];
    for (const bytes of [row.maxBytes, row.maxBytes + 1]) {
      outcomes.push(await client.push(pushOf({ ...row, payload: payloadOf(bytes) }, token)));
    }
    // Assess
    expect(outcomes).toMatchObject([{ kind: 'accepted' }, { kind: 'rejected', reason: 'PayloadTooLarge' }]);
    expect(pushTypeRules[row.pushType].maxPayloadBytes).toBe(row.maxBytes);
  });

  test.each([...rows])('$pushType: legal priorities are accepted, $refusedPriorities are not', async (row) => {
    // Prepare
    const { token } = install(row);
    const client = world.pusher();
    const priorities = pushTypeRules[row.pushType].priorities.map(String);
    // Act
    const legal = await Promise.all(priorities.map((priority) => client.push(pushOf(row, token, priority))));
    const illegal = await Promise.all(
      row.refusedPriorities.map((priority) => client.push(pushOf(row, token, priority))),
    );
    // Assess
    expect(legal.map(({ kind }) => kind)).toEqual(priorities.map(() => 'accepted'));
    expect(illegal).toMatchObject(row.refusedPriorities.map(() => ({ kind: 'rejected', reason: 'BadPriority' })));
  });
});
