import type { OutgoingHttpHeaders } from 'node:http2';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  alertPush,
  bundleId,
  installPhone,
  openClient,
  signToken,
  startTestApple,
  type TestApple,
  type TestClient,
  type TestPhone,
  unsignedAlertPush,
  uuidPattern,
  voipPush,
} from './support.ts';

let lab: TestApple;
let phone: TestPhone;
beforeAll(async () => {
  lab = await startTestApple();
  phone = installPhone(lab.apple);
});
afterAll(() => lab.apple.stop());

/** The two ways to prove oneself to APNs: the connection, and the headers that go with it. */
const authenticationKinds = {
  'a provider token': {
    open: () => openClient(lab.apple),
    authorize: (headers: OutgoingHttpHeaders) => ({ authorization: `bearer ${lab.providerToken}`, ...headers }),
  },
  'a universal certificate': {
    open: () => {
      const { p12, password } = lab.apple.makeCertificate({ kind: 'universal', bundleId });
      return openClient(lab.apple, 'production', { pfx: Buffer.from(p12), passphrase: password });
    },
    authorize: (headers: OutgoingHttpHeaders) => headers,
  },
};

describe.each(Object.entries(authenticationKinds))('over a connection with %s', (_kind, { open, authorize }) => {
  let client: TestClient;
  beforeAll(() => {
    client = open();
  });
  afterAll(() => client.close());

  const push = (headers: object = {}, body?: string | Uint8Array) =>
    client.request(authorize({ ...unsignedAlertPush(phone.tokens.alert), ...headers }), body);

  it('a good push is answered with 200, its own ID and an empty body', async () => {
    // Prepare
    const apnsId = '123e4567-e89b-12d3-a456-426614174000';

    // Act
    const answer = await push({ 'apns-id': apnsId });

    // Assess
    expect(answer).toMatchObject({ status: 200, headers: { 'apns-id': apnsId }, body: undefined });
    expect(answer.headers).not.toHaveProperty('apns-unique-id');
  });

  it.each<[number, string, object, (string | Uint8Array)?]>([
    [400, 'BadCollapseId', { 'apns-collapse-id': 'x'.repeat(65) }],
    [400, 'BadCollapseId', { 'apns-collapse-id': Buffer.from('文'.repeat(22)).toString('latin1') }],
    [400, 'BadDeviceToken', { ':path': `/3/device/${'00'.repeat(32)}` }],
    [400, 'BadExpirationDate', { 'apns-expiration': 'soon' }],
    [400, 'BadMessageId', { 'apns-id': 'one' }],
    [400, 'BadPriority', { 'apns-priority': '9' }],
    [400, 'BadPriority', { 'apns-push-type': 'background' }],
    [400, 'BadTopic', { 'apns-topic': 'com.example_app' }],
    [400, 'DeviceTokenNotForTopic', { 'apns-topic': `${bundleId}.complication`, 'apns-push-type': 'complication' }],
    [400, 'DeviceTokenNotForTopic', { 'apns-topic': `${bundleId}.voip`, 'apns-push-type': 'voip' }],
    [400, 'DuplicateHeaders', { 'apns-topic': [bundleId, bundleId] }],
    [400, 'InvalidPushType', { 'apns-push-type': 'loud' }],
    [400, 'InvalidPushType', { 'apns-push-type': 'voip' }],
    [400, 'MissingDeviceToken', { ':path': '/3/device/' }],
    [400, 'MissingTopic', { 'apns-topic': '' }],
    [400, 'PayloadEmpty', {}, ''],
    [400, 'PayloadEmpty', {}, '{"aps":{"alert":"hi"}'],
    [404, 'BadPath', { ':path': '/3/devices' }],
    [405, 'MethodNotAllowed', { ':method': 'PUT' }],
    [413, 'PayloadTooLarge', {}, JSON.stringify({ aps: {}, text: 'x'.repeat(4096) })],
    [413, 'PayloadTooLarge', {}, Buffer.alloc(300_000, 'x')],
  ])('answers %i %s to %j', async (status, reason, headers, body) => {
    // Prepare: the request of the table

    // Act
    const answer = await push(headers, body);

    // Assess
    expect(answer).toMatchObject({ status, body: { reason }, headers: { 'content-type': 'application/json' } });
    expect(answer.headers['apns-id']).toMatch(uuidPattern);
  });

  it('answers BadDeviceToken for a token of the other host', async () => {
    // Prepare
    const debugPhone = installPhone(lab.apple, 'development');

    // Act
    const answer = await push({ ':path': `/3/device/${debugPhone.tokens.alert}` });

    // Assess
    expect(answer).toMatchObject({ status: 400, body: { reason: 'BadDeviceToken' } });
  });

  it.each([
    ['Unregistered', 'uninstall'],
    ['ExpiredToken', 'expireTokens'],
  ] as const)('answers 410 %s with the moment in milliseconds', async (reason, die) => {
    // Prepare
    const gone = installPhone(lab.apple);
    const timestamp = lab.clock.nowMs;
    gone[die]();
    lab.clock.nowMs += 5000;

    // Act
    const answer = await push({ ':path': `/3/device/${gone.tokens.alert}` });

    // Assess
    expect(answer).toMatchObject({ status: 410, body: { reason, timestamp } });
  });

  it('accepts a VoIP payload of 5,120 bytes and rejects one byte more', async () => {
    // Prepare
    const headers = {
      ':path': `/3/device/${phone.tokens.voip}`,
      'apns-topic': `${bundleId}.voip`,
      'apns-push-type': 'voip',
    };
    const payload = (bytes: number) => `{"x":"${'x'.repeat(bytes - 8)}"}`;

    // Act
    const answers = [await push(headers, payload(5120)), await push(headers, payload(5121))];

    // Assess
    expect(answers.map(({ status }) => status)).toEqual([200, 413]);
  });

  it('answers every request with a valid apns-id, and echoes the one in the request', async () => {
    // Prepare
    const requests = fc.record({
      apnsId: fc.option(fc.oneof(fc.uuid(), fc.stringMatching(/^[0-9a-f-]{1,40}$/)), { nil: undefined }),
      priority: fc.constantFrom('10', '5', '1', '0'),
      token: fc.constantFrom(phone.tokens.alert, phone.tokens.voip, 'ff00', 'zz'),
    });

    // Act, Assess
    await fc.assert(
      fc.asyncProperty(requests, async ({ apnsId, priority, token }) => {
        const id = apnsId === undefined ? {} : { 'apns-id': apnsId };
        const answer = await push({ ...id, 'apns-priority': priority, ':path': `/3/device/${token}` });
        expect(answer.headers['apns-id']).toMatch(uuidPattern);
        if (answer.body?.reason !== 'BadMessageId' && apnsId) expect(answer.headers['apns-id']).toBe(apnsId);
      }),
      { numRuns: 40 },
    );
  });
});

describe('provider tokens over a connection', () => {
  it('are required without a certificate', async () => {
    // Prepare
    const client = openClient(lab.apple);

    // Act
    const answer = await client.request(unsignedAlertPush(phone.tokens.alert));

    // Assess
    expect(answer).toMatchObject({ status: 403, body: { reason: 'MissingProviderToken' } });
    client.close();
  });

  it('are checked before the device token, so that a probe with an impossible one shows whether the key is good', async () => {
    // Prepare
    const impossible = `/3/device/${'00'.repeat(32)}`;
    const clients = [openClient(lab.apple), openClient(lab.apple)];
    const stranger = {
      keyId: 'AAAAAAAAAA',
      teamId: 'BBBBBBBBBB',
      privateKeyPem: lab.apple.makeTokenKey().privateKeyPem,
    };
    const authorizations = [lab.providerToken, signToken(stranger, lab.clock)].map((token) => `bearer ${token}`);

    // Act
    const answers = await Promise.all(
      clients.map((client, index) =>
        client.request({ ...unsignedAlertPush(''), ':path': impossible, authorization: authorizations[index] }),
      ),
    );

    // Assess
    expect(answers.map(({ body }) => body?.reason)).toEqual(['BadDeviceToken', 'InvalidProviderToken']);
    for (const client of clients) client.close();
  });

  it('must not be repeated', async () => {
    // Prepare
    const client = openClient(lab.apple);
    const headers = alertPush(lab, phone.tokens.alert);

    // Act
    const answer = await client.request({ ...headers, 'apns-priority': ['10', '10'] });

    // Assess
    expect(answer).toMatchObject({ status: 400, body: { reason: 'DuplicateHeaders' } });
    client.close();
  });

  it('serve alert and VoIP topics, on both hosts', async () => {
    // Prepare
    const debugPhone = installPhone(lab.apple, 'development');
    const production = openClient(lab.apple, 'production');
    const development = openClient(lab.apple, 'development');

    // Act
    const answers = [
      await production.request(alertPush(lab, phone.tokens.alert)),
      await development.request(voipPush(lab, debugPhone.tokens.voip)),
    ];

    // Assess
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers.map(({ headers }) => 'apns-unique-id' in headers)).toEqual([false, true]);
    expect(answers[1]?.headers['apns-unique-id']).toMatch(uuidPattern);
    production.close();
    development.close();
  });
});

describe('certificates over a connection', () => {
  const open = (kind: 'voip' | 'development' | 'production', host: 'production' | 'development') => {
    const { certificatePem, privateKeyPem } = lab.apple.makeCertificate({ kind, bundleId });
    return openClient(lab.apple, host, { cert: certificatePem, key: privateKeyPem });
  };

  it.each([
    ['one topic stands for it', 'production', 200, undefined],
    ['several topics do not', 'voip', 400, 'MissingTopic'],
  ] as const)('without apns-topic: %s', async (_rule, kind, status, reason) => {
    // Prepare
    const client = open(kind, 'production');
    const { 'apns-topic': _, ...headers } = unsignedAlertPush(phone.tokens.alert);

    // Act
    const answer = await client.request(headers);

    // Assess
    expect(answer.status).toBe(status);
    expect(answer.body?.reason).toBe(reason);
    client.close();
  });

  it('cannot push to a topic that they do not list', async () => {
    // Prepare
    const client = open('production', 'production');

    // Act
    const answer = await client.request({
      ...unsignedAlertPush(phone.tokens.voip),
      'apns-topic': `${bundleId}.voip`,
      'apns-push-type': 'voip',
    });

    // Assess
    expect(answer).toMatchObject({ status: 400, body: { reason: 'TopicDisallowed' } });
    client.close();
  });

  it('make APNs ignore the authorization header', async () => {
    // Prepare
    const client = open('production', 'production');

    // Act
    const answer = await client.request({ ...unsignedAlertPush(phone.tokens.alert), authorization: 'bearer nonsense' });

    // Assess
    expect(answer.status).toBe(200);
    client.close();
  });
});
