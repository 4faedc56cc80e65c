/**
 * The fake APNs refuses what it should: a request as our own client makes it, with one thing broken at a time, gets
 * Apple's reason ("Handling notification responses from APNs"), with both ways to authenticate.
 */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Reason, statusOfReason } from '../../../../lab/apple/reasons.ts';
import { DeviceRequest } from '../../../../shared/apns/client/devicePush.ts';
import { Dispatcher } from '../../../../shared/apns/connection/dispatcher.ts';
import { openDispatcher } from '../../../../shared/apns/connection/openDispatcher.ts';
import { ProviderTokens } from '../../../../shared/apns/connection/providerToken.ts';
import type { TransportRequest } from '../../../../shared/apns/connection/transport.ts';
import { transports } from '../../../../shared/apns/connection/transports.ts';
import type { Credential, TokenCredential } from '../../../../shared/apns/rules/credential.ts';
import type { ApnsOutcome } from '../../../../shared/apns/rules/outcome.ts';
import {
  type AppleWorld,
  bundleId,
  certificateOf,
  type Phone,
  pushTo,
  startAppleWorld,
} from '../../../support/apns/appleWorld.ts';
import { testedTransport } from '../../../support/apns/testedTransport.ts';

const minuteMs = 60_000;

let world: AppleWorld;
let phone: Phone;
beforeAll(async () => {
  world = await startAppleWorld();
  phone = world.phone();
});
afterAll(() => world.stop());

type OwnRequest = TransportRequest<ApnsOutcome & { kind: 'accepted' }>;

/** What our client would hand to its connection for a good alert push to the phone. */
function ownRequest(deviceToken = phone.installation.tokens.alert): OwnRequest {
  const made = new DeviceRequest(pushTo(deviceToken));
  const { method, path, id, accept } = made;
  // With what all requests share as members of its own, so that a copy has them too.
  return { ...made, method, path, id, accept };
}

function dispatcher(
  credential: Credential,
  changes: { origin?: string; nowMs?: number; ca?: string } = {},
): Dispatcher {
  const { origin = world.apple.origins.production, nowMs = Date.now(), ca = world.apple.caPem } = changes;
  return keep(openDispatcher({ origin, ca, transport: testedTransport }, credential, { nowMs: () => nowMs }));
}

/** A connection that authenticates with the given header, if any. */
function dispatcherWith(header: () => string | undefined): Dispatcher {
  const openProof = () => ({ isSpent: false, header, answered: () => {} });
  const host = { origin: world.apple.origins.production, ca: world.apple.caPem };
  return keep(
    new Dispatcher({ ...host, loadTransport: transports[testedTransport], openProof, clock: { nowMs: Date.now } }),
  );
}

function keep(made: Dispatcher): Dispatcher {
  onTestFinished(() => made.close());
  return made;
}

const lastSeen = () => world.apple.pushes().at(-1)?.n ?? 0;

type Break = (request: OwnRequest) => OwnRequest;
const withHeaders =
  (changes: Record<string, string>): Break =>
  (request) => ({ ...request, headers: { ...request.headers, ...changes } });
const without =
  (name: string): Break =>
  (request) => {
    const headers = Object.entries(request.headers).filter(([header]) => header !== name);
    return { ...request, headers: Object.fromEntries(headers) };
  };
const withPath =
  (path: () => string): Break =>
  (request) => ({ ...request, path: path(), pathEnd: undefined });
const withBody =
  (body: string): Break =>
  (request) => ({ ...request, body });

const brokenRequests: readonly [Reason, string, Break][] = [
  ['BadCollapseId', 'a collapse ID of 65 bytes', withHeaders({ 'apns-collapse-id': 'x'.repeat(65) })],
  ['BadCollapseId', 'a collapse ID of 22 characters in 66 bytes', withHeaders({ 'apns-collapse-id': '文'.repeat(22) })],
  ['BadDeviceToken', 'an unknown device token', withPath(() => `/3/device/${'00'.repeat(32)}`)],
  ['BadDeviceToken', 'a device token that is not hex', withPath(() => `/3/device/${'zz'.repeat(32)}`)],
  [
    'BadDeviceToken',
    'a device token of the other host',
    withPath(() => `/3/device/${world.phone('development').installation.tokens.alert}`),
  ],
  ['BadExpirationDate', 'an expiration that is not a number', withHeaders({ 'apns-expiration': 'soon' })],
  ['BadExpirationDate', 'a negative expiration', withHeaders({ 'apns-expiration': '-1' })],
  ['BadMessageId', 'an apns-id that is not a UUID', withHeaders({ 'apns-id': 'one' })],
  ['BadPriority', 'an invalid priority', withHeaders({ 'apns-priority': '9' })],
  ['BadPriority', 'a background push at once', withHeaders({ 'apns-push-type': 'background' })],
  ['BadTopic', 'a topic that is not a bundle ID', withHeaders({ 'apns-topic': 'com.example_app' })],
  [
    'DeviceTokenNotForTopic',
    'an alert token with the topic of calls',
    withHeaders({ 'apns-topic': `${bundleId}.voip`, 'apns-push-type': 'voip' }),
  ],
  [
    'DeviceTokenNotForTopic',
    'a VoIP token with the topic of alerts',
    withPath(() => `/3/device/${phone.installation.tokens.voip}`),
  ],
  ['DuplicateHeaders', 'a header sent twice', withHeaders({ 'Apns-Priority': '10' })],
  ['InvalidPushType', 'an unknown push type', withHeaders({ 'apns-push-type': 'loud' })],
  ['InvalidPushType', 'a push type in capitals', withHeaders({ 'apns-push-type': 'Alert' })],
  ['InvalidPushType', 'a push type that is not for the topic', withHeaders({ 'apns-push-type': 'voip' })],
  ['MissingDeviceToken', 'no device token', withPath(() => '/3/device/')],
  ['MissingTopic', 'no topic', without('apns-topic')],
  ['PayloadEmpty', 'no payload', withBody('')],
  ['PayloadEmpty', 'a payload that is not JSON', withBody('{"aps":')],
  ['PayloadEmpty', 'a payload that is not a dictionary', withBody('["aps"]')],
  ['BadPath', 'a path that APNs does not have', withPath(() => `/3/devices/${phone.installation.tokens.alert}`)],
  ['MethodNotAllowed', 'another method', (request) => ({ ...request, method: 'DELETE' })],
  ['PayloadTooLarge', 'a payload of 4,097 bytes', withBody(JSON.stringify({ x: 'x'.repeat(4097 - 8) }))],
];

const credentials = {
  'a provider token': (): Credential => world.tokenCredential,
  'a certificate': () => certificateOf(world.apple.makeCertificate({ kind: 'universal', bundleId })),
};

describe.each(Object.entries(credentials))('with %s', (_how, credential) => {
  test('the unchanged request is accepted', async () => {
    // Prepare
    const request = ownRequest();
    // Act
    const { outcome } = await dispatcher(credential()).request(request);
    // Assess
    expect(outcome).toEqual({ kind: 'accepted', status: 200, apnsId: request.id });
  });

  test.each(brokenRequests)('%s: %s', async (reason, _what, breakIt) => {
    // Prepare
    const request = breakIt(ownRequest());
    const receivedBefore = phone.received.length;
    const since = lastSeen();
    // Act
    const { outcome } = await dispatcher(credential()).request(request);
    // Assess
    expect(outcome).toEqual({ kind: 'rejected', status: statusOfReason[reason], reason, apnsId: request.id });
    expect(world.apple.pushes(since)).toMatchObject([{ status: statusOfReason[reason], reason }]);
    expect(phone.received).toHaveLength(receivedBefore);
  });

  test.each([
    ['Unregistered', 'uninstall'],
    ['ExpiredToken', 'expireTokens'],
  ] as const)('%s: %s, with its time', async (reason, die) => {
    // Prepare
    const { installation } = world.phone();
    const request = ownRequest(installation.tokens.alert);
    const beforeMs = Date.now();
    installation[die]();
    // Act
    const { outcome } = await dispatcher(credential()).request(request);
    // Assess
    expect(outcome).toMatchObject({ kind: 'rejected', status: 410, reason, timestampMs: expect.any(Number) });
    const { timestampMs = 0 } = outcome as { timestampMs?: number };
    expect(timestampMs).toBeGreaterThanOrEqual(beforeMs);
    expect(timestampMs).toBeLessThanOrEqual(Date.now());
  });
});

test.each<[Reason, keyof typeof credentials]>([
  ['DeviceTokenNotForTopic', 'a provider token'],
  ['TopicDisallowed', 'a certificate'],
])("%s: another app's topic with %s", async (reason, how) => {
  // Prepare
  const request = withHeaders({ 'apns-topic': 'com.example.other' })(ownRequest());
  // Act
  const { outcome } = await dispatcher(credentials[how]()).request(request);
  // Assess
  expect(outcome).toEqual({ kind: 'rejected', status: 400, reason, apnsId: request.id });
});

/** Signed by the fake Apple's key for the moment so many minutes from now. */
const tokenOf = (minutesFromNow: number) => {
  const atMs = Date.now() + minutesFromNow * minuteMs;
  return new ProviderTokens(world.tokenCredential).latestAt(atMs).header;
};
const keyFor = (scope: Parameters<AppleWorld['apple']['makeTokenKey']>[0]): TokenCredential => ({
  ...world.tokenCredential,
  ...world.apple.makeTokenKey(scope),
});

const brokenProofs: readonly [Reason, string, () => Dispatcher, requests?: number][] = [
  ['TopicDisallowed', 'a key for other topics', () => dispatcher(keyFor({ topics: ['com.example.other'] }))],
  [
    'TopicDisallowed',
    "another app's certificate",
    () => dispatcher(certificateOf(world.apple.makeCertificate({ kind: 'universal', bundleId: 'com.example.other' }))),
  ],
  ['MissingProviderToken', 'neither token nor certificate', () => dispatcherWith(() => undefined)],
  ['MissingProviderToken', 'another scheme', () => dispatcherWith(() => 'basic YTpi')],
  // The client makes a new connection and retries once, without success.
  [
    'ExpiredProviderToken',
    'a clock that is two hours late',
    () => dispatcher(world.tokenCredential, { nowMs: Date.now() - 120 * minuteMs }),
    2,
  ],
  [
    'ExpiredProviderToken',
    'a clock that is two hours early',
    () => dispatcher(world.tokenCredential, { nowMs: Date.now() + 120 * minuteMs }),
    2,
  ],
  ['InvalidProviderToken', 'an unknown key ID', () => dispatcher({ ...world.tokenCredential, keyId: 'UNKNOWN000' })],
  ['InvalidProviderToken', 'another team', () => dispatcher({ ...world.tokenCredential, teamId: 'OTHERTEAM0' })],
  [
    'InvalidProviderToken',
    'the signature of another key',
    () => dispatcher({ ...world.tokenCredential, privateKeyPem: world.apple.makeTokenKey().privateKeyPem }),
  ],
  ['InvalidProviderToken', 'a token cut short', () => dispatcherWith(() => tokenOf(0).slice(0, -1))],
  ['BadEnvironmentKeyInToken', 'a key for the other host', () => dispatcher(keyFor({ environments: ['development'] }))],
];

describe('broken provider credentials', () => {
  test.each(brokenProofs)('%s: %s', async (reason, _what, open, requests = 1) => {
    // Prepare: it is not overdue by the clock that is two hours early, either.
    const request = { ...ownRequest(), deadlineMs: Date.now() + 180 * minuteMs };
    const since = lastSeen();
    // Act
    const { outcome } = await open().request(request);
    // Assess
    expect(outcome).toEqual({ kind: 'rejected', status: statusOfReason[reason], reason, apnsId: request.id });
    expect(world.apple.pushes(since).map((seen) => seen.reason)).toEqual(
      Array.from({ length: requests }, () => reason),
    );
  });

  test.each<[Reason, string, () => string]>([
    ['UnrelatedKeyIdInToken', 'a second key', () => new ProviderTokens(keyFor(undefined)).latestAt(Date.now()).header],
    [
      'InvalidProviderToken',
      "a second team's key",
      () => new ProviderTokens(keyFor({ teamId: 'OTHERTEAM0' })).latestAt(Date.now()).header,
    ],
    // What we sign half an hour later.
    ['TooManyProviderTokenUpdates', 'a second token within 20 minutes', () => tokenOf(30)],
  ])('%s: %s on one connection', async (reason, _what, second) => {
    // Prepare
    const other = second();
    const proofs = [tokenOf(0), other];
    const connection = dispatcherWith(() => proofs.shift() ?? other);
    await connection.request(ownRequest());
    const since = lastSeen();
    // Act
    const { outcome } = await connection.request(ownRequest());
    // Assess
    const [refused] = world.apple.pushes(since);
    expect(refused).toMatchObject({ status: statusOfReason[reason], reason });
    // The first is asked once more over a connection that the second key has to itself.
    expect(outcome.kind).toBe(reason === 'UnrelatedKeyIdInToken' ? 'accepted' : 'rejected');
  });

  test('BadCertificateEnvironment: a certificate for the other host, by GOAWAY', async () => {
    // Prepare
    const certificate = certificateOf(world.apple.makeCertificate({ kind: 'development', bundleId }));
    const request = ownRequest();
    const since = lastSeen();
    // Act
    const { outcome } = await dispatcher(certificate).request(request);
    // Assess
    expect(outcome).toEqual({ kind: 'rejected', reason: 'BadCertificateEnvironment', apnsId: request.id });
    expect(world.apple.pushes(since)).toEqual([]);
  });

  test('BadEnvironmentKeyIdInToken: a key for the other host, in the spelling that Apple documents', async () => {
    // Prepare
    const other = await startAppleWorld({ environmentKeyReason: 'BadEnvironmentKeyIdInToken' });
    onTestFinished(() => other.stop());
    const key = { ...other.tokenCredential, ...other.apple.makeTokenKey({ environments: ['development'] }) };
    const hosts = { origin: other.apple.origins.production, ca: other.apple.caPem };
    // Act
    const { outcome } = await dispatcher(key, hosts).request(ownRequest(other.phone().installation.tokens.alert));
    // Assess
    expect(outcome).toMatchObject({ kind: 'rejected', status: 403, reason: 'BadEnvironmentKeyIdInToken' });
  });
});

test('every reason of Apple is reached above, or depends on the host and not on the request', () => {
  // Prepare
  const ofTheHost = [
    // Only faults give these: the fake APNs has no limits on rate and idleness, and does not break by itself.
    'IdleTimeout',
    'TooManyRequests',
    'InternalServerError',
    'ServiceUnavailable',
    'Shutdown',
    // Apple does not say what causes it.
    'Forbidden',
    // A certificate that is not Apple's, or not valid any more, is refused before there is an HTTP answer.
    'BadCertificate',
  ];
  const byTheTests = [
    'Unregistered',
    'ExpiredToken',
    'UnrelatedKeyIdInToken',
    'TooManyProviderTokenUpdates',
    'BadCertificateEnvironment',
    'BadEnvironmentKeyIdInToken',
  ];
  // Act
  const byTheTables = [...brokenRequests, ...brokenProofs].map(([reason]) => reason);
  // Assess
  const reached = new Set([...byTheTables, ...byTheTests, ...ofTheHost]);
  expect([...reached].toSorted()).toEqual(Object.keys(statusOfReason).toSorted());
});
