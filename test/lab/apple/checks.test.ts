import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CheckContext, checkRequest, type KnownToken } from '../../../lab/apple/checks.ts';
import type { ConnectionAuth } from '../../../lab/apple/connectionAuth.ts';
import type { ApnsRequest } from '../../../lab/apple/request.ts';
import { bundleId } from './support.ts';

const deviceToken = 'ab'.repeat(32);
const nowMs = Date.parse('2026-11-22T10:00:00Z');
const allTopics = ['', '.voip', '.complication', '.pushkit.fileprovider', '.location-query', '.push-type.liveactivity']
  .concat(['.voip-ptt', '.push-type.widgets', '.push-type.controls'])
  .map((suffix) => bundleId + suffix);
const certificateConnection: ConnectionAuth = { certificate: { topics: allTopics, environments: ['production'] } };

function requestWith(changes: Partial<ApnsRequest> & { headers?: Record<string, string> } = {}): ApnsRequest {
  return {
    method: 'POST',
    path: `/3/device/${deviceToken}`,
    repeatedHeaders: [],
    payload: { aps: {} },
    bodyBytes: 10,
    ...changes,
    headers: { 'apns-topic': bundleId, ...changes.headers },
  };
}

function contextWith(token: Partial<KnownToken> | undefined = {}): CheckContext {
  const known = { environment: 'production' as const, topic: bundleId, ...token };
  return {
    nowMs,
    host: 'production',
    findTokenKey: () => undefined,
    findDeviceToken: (text) => (text === deviceToken ? known : undefined),
  };
}

function reasonFor(changes: Parameters<typeof requestWith>[0], token?: Partial<KnownToken>): string | undefined {
  return checkRequest(requestWith(changes), certificateConnection, contextWith(token)).reason;
}

describe('request checks', () => {
  it('accept a good push', () => {
    // Prepare
    const request = requestWith();

    // Act
    const verdict = checkRequest(request, certificateConnection, contextWith());

    // Assess
    expect(verdict).toEqual({ status: 200, connection: certificateConnection });
  });

  it.each<[string, number, Parameters<typeof requestWith>[0]]>([
    ['DuplicateHeaders', 400, { repeatedHeaders: ['apns-topic'] }],
    ['BadMessageId', 400, { headers: { 'apns-id': 'not-a-uuid' } }],
    ['BadMessageId', 400, { headers: { 'apns-id': '123e4567e89b12d3a456426614174000' } }],
    ['MethodNotAllowed', 405, { method: 'GET' }],
    ['BadTopic', 400, { headers: { 'apns-topic': 'com.example app' } }],
    ['BadCollapseId', 400, { headers: { 'apns-collapse-id': 'x'.repeat(65) } }],
    ['BadCollapseId', 400, { headers: { 'apns-collapse-id': '文'.repeat(22) } }],
    ['BadExpirationDate', 400, { headers: { 'apns-expiration': '-1' } }],
    ['BadExpirationDate', 400, { headers: { 'apns-expiration': 'tomorrow' } }],
    ['BadExpirationDate', 400, { headers: { 'apns-expiration': '' } }],
    ['BadPriority', 400, { headers: { 'apns-priority': '7' } }],
    ['BadPriority', 400, { headers: { 'apns-push-type': 'background', 'apns-priority': '10' } }],
    ['BadPriority', 400, { headers: { 'apns-push-type': 'background' } }],
    ['InvalidPushType', 400, { headers: { 'apns-push-type': 'Alert' } }],
    ['InvalidPushType', 400, { headers: { 'apns-push-type': 'constructor' } }],
    ['InvalidPushType', 400, { headers: { 'apns-push-type': 'voip' } }],
    ['InvalidPushType', 400, { headers: { 'apns-push-type': 'alert', 'apns-topic': `${bundleId}.voip` } }],
    ['InvalidPushType', 400, { headers: { 'apns-push-type': 'mdm' } }],
    ['BadPath', 404, { path: '/3/devices/ab' }],
    ['BadPath', 404, { path: `/3/device/${deviceToken}/` }],
    ['MissingDeviceToken', 400, { path: '/3/device/' }],
    ['BadDeviceToken', 400, { path: '/3/device/abc' }],
    ['BadDeviceToken', 400, { path: '/3/device/xyz0' }],
    ['PayloadEmpty', 400, { payload: '', bodyBytes: 0 }],
    ['PayloadEmpty', 400, { payload: '{"aps":' }],
    ['PayloadEmpty', 400, { payload: ['aps'] }],
    ['PayloadEmpty', 400, { payload: null }],
    ['PayloadTooLarge', 413, { bodyBytes: 4097 }],
  ])('refuse with %s (%i): %j', (reason, status, changes) => {
    // Prepare
    const request = requestWith(changes);

    // Act
    const verdict = checkRequest(request, certificateConnection, contextWith());

    // Assess
    expect(verdict).toMatchObject({ reason, status });
  });

  it.each([
    [{ 'apns-id': '123E4567-E89B-12D3-A456-426614174000' }],
    [{ 'apns-collapse-id': '文'.repeat(21) }],
    [{ 'apns-expiration': '0' }],
    [{ 'apns-expiration': '1795341600' }],
    [{ 'apns-priority': '1' }],
    [{ 'apns-push-type': 'background', 'apns-priority': '5' }],
  ])('accept the limits of what is legal: %j', (headers) => {
    // Prepare
    const request = requestWith({ headers: headers as Record<string, string> });

    // Act
    const { status } = checkRequest(request, certificateConnection, contextWith());

    // Assess
    expect(status).toBe(200);
  });

  it.each([
    ['alert', '', ['10', '5', '1']],
    ['background', '', ['5']],
    ['voip', '.voip', ['10', '5', '1']],
    ['complication', '.complication', ['10', '5', '1']],
    ['fileprovider', '.pushkit.fileprovider', ['10', '5', '1']],
    ['location', '.location-query', ['10', '5']],
    ['liveactivity', '.push-type.liveactivity', ['10', '5']],
    ['pushtotalk', '.voip-ptt', ['10', '5', '1']],
    ['widgets', '.push-type.widgets', ['10', '5', '1']],
    ['controls', '.push-type.controls', ['10', '5', '1']],
  ])('push type %s takes the topic <bundle ID>%s and its own priorities only', (pushType, suffix, priorities) => {
    // Prepare
    const ask = (topic: string, priority: string) =>
      reasonFor({ headers: { 'apns-push-type': pushType, 'apns-topic': topic, 'apns-priority': priority } }, { topic });

    // Act
    const legal = ['10', '5', '1', '3'].filter((priority) => ask(bundleId + suffix, priority) === undefined);
    const accepting = allTopics.filter((topic) => ask(topic, '5') === undefined);

    // Assess
    expect(legal).toEqual(priorities);
    expect(accepting).toEqual([bundleId + suffix]);
  });

  it('an MDM push goes to the UID of the MDM certificate', () => {
    // Prepare
    const topic = 'com.apple.mgmt.External.11111111-2222-3333-4444-555555555555';
    const connection: ConnectionAuth = { certificate: { topics: [topic], environments: ['production'] } };
    const request = requestWith({ headers: { 'apns-topic': topic, 'apns-push-type': 'mdm' } });

    // Act
    const { status } = checkRequest(request, connection, contextWith({ topic }));

    // Assess
    expect(status).toBe(200);
  });

  it.each([
    ['alert', bundleId, 4096],
    ['voip', `${bundleId}.voip`, 5120],
    [undefined, `${bundleId}.voip`, 5120],
    ['liveactivity', `${bundleId}.push-type.liveactivity`, 4096],
    ['pushtotalk', `${bundleId}.voip-ptt`, 4096],
  ])('push type %s to %s can have %i bytes and no more', (pushType, topic, maximumBytes) => {
    // Prepare
    const headers = { 'apns-topic': topic, ...(pushType && { 'apns-push-type': pushType }) };

    // Act
    const reasons = [maximumBytes, maximumBytes + 1].map((bodyBytes) => reasonFor({ headers, bodyBytes }, { topic }));

    // Assess
    expect(reasons).toEqual([undefined, 'PayloadTooLarge']);
  });
});

describe('device token checks', () => {
  it.each<[string, Partial<KnownToken>, object]>([
    ['of the other host', { environment: 'development' }, { status: 400, reason: 'BadDeviceToken' }],
    ['of another app', { topic: 'com.example.other' }, { status: 400, reason: 'DeviceTokenNotForTopic' }],
    ['of another kind', { topic: `${bundleId}.voip` }, { status: 400, reason: 'DeviceTokenNotForTopic' }],
    [
      'of an app that is gone',
      { dead: { reason: 'Unregistered', sinceMs: 1_700_000_000_123 } },
      { status: 410, reason: 'Unregistered', timestamp: 1_700_000_000_123 },
    ],
    [
      'that has expired',
      { dead: { reason: 'ExpiredToken', sinceMs: 1_700_000_000_123 } },
      { status: 410, reason: 'ExpiredToken', timestamp: 1_700_000_000_123 },
    ],
  ])('refuse a token %s', (_which, token, expected) => {
    // Prepare
    const context = contextWith(token);

    // Act
    const verdict = checkRequest(requestWith(), certificateConnection, context);

    // Assess
    expect(verdict).toMatchObject(expected);
  });

  it('treat upper-case hex as the same token', () => {
    // Prepare
    const path = `/3/device/${deviceToken.toUpperCase()}`;

    // Act
    const reason = reasonFor({ path });

    // Assess
    expect(reason).toBeUndefined();
  });

  it('answer BadDeviceToken for every token that is not installed, whatever its length', () => {
    // Prepare
    const tokens = fc.uint8Array({ minLength: 1, maxLength: 100 }).map((bytes) => Buffer.from(bytes).toString('hex'));

    // Act, Assess
    fc.assert(
      fc.property(tokens, (token) => {
        fc.pre(token !== deviceToken);
        expect(reasonFor({ path: `/3/device/${token}` })).toBe('BadDeviceToken');
      }),
    );
  });
});

describe('topics of certificates', () => {
  const connectionFor = (...topics: string[]): ConnectionAuth => ({ certificate: { topics, environments: [] } });

  it.each<[string, ConnectionAuth, string | undefined, string | undefined]>([
    ['one listed, none asked for: the listed one', connectionFor(bundleId), undefined, undefined],
    ['several listed, none asked for', connectionFor(bundleId, 'com.example.two'), undefined, 'MissingTopic'],
    ['one that is not listed', connectionFor('com.example.other'), bundleId, 'TopicDisallowed'],
    ['a listed one', connectionFor('com.example.other', bundleId), bundleId, undefined],
    ['no certificate, none asked for', {}, undefined, 'MissingTopic'],
    ['an empty one', connectionFor(bundleId, 'com.example.two'), '', 'MissingTopic'],
  ])('%s', (_case, connection, topic, reason) => {
    // Prepare
    const request: ApnsRequest = { ...requestWith(), headers: topic === undefined ? {} : { 'apns-topic': topic } };

    // Act
    const verdict = checkRequest(request, connection, contextWith());

    // Assess
    expect(verdict.reason).toBe(reason);
  });
});
