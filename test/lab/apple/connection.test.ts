import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IssuedCertificate } from '../../../lab/apple/apple.ts';
import {
  alertPush,
  bundleId,
  installPhone,
  minuteMs,
  openClient,
  signToken,
  startTestApple,
  type TestApple,
  type TestClient,
  type TestPhone,
  unsignedAlertPush,
} from './support.ts';

let lab: TestApple;
let phone: TestPhone;
const clients: TestClient[] = [];
beforeAll(async () => {
  lab = await startTestApple();
  phone = installPhone(lab.apple);
});
afterAll(() => {
  for (const client of clients) client.close();
  return lab.apple.stop();
});

function open(...[host, options]: [host?: 'production' | 'development', options?: object]): TestClient {
  const client = openClient(lab.apple, host, options);
  clients.push(client);
  return client;
}

function withCertificate(host: 'production' | 'development', certificate: IssuedCertificate): TestClient {
  return open(host, { cert: certificate.certificatePem, key: certificate.privateKeyPem });
}

const pushWith = (client: TestClient, token: string) =>
  client.request({ ...unsignedAlertPush(phone.tokens.alert), authorization: `bearer ${token}` });

describe('SETTINGS', () => {
  it('are those observed from APNs, with one stream for a token connection', async () => {
    // Prepare
    const client = open();

    // Act
    const [settings] = await once(client.session, 'remoteSettings');

    // Assess
    expect(settings).toMatchObject({
      headerTableSize: 4096,
      initialWindowSize: 65_535,
      maxFrameSize: 16_384,
      maxHeaderListSize: 8000,
      maxConcurrentStreams: 1,
    });
  });

  it('raise the stream limit to 1,000 after the first accepted push, not after a rejected one', async () => {
    // Prepare
    const client = open();
    await client.request({ ...alertPush(lab, phone.tokens.alert), 'apns-priority': '9' });
    const before = [...client.streamLimits];

    // Act
    await client.request(alertPush(lab, phone.tokens.alert));
    await client.request(alertPush(lab, phone.tokens.alert));

    // Assess
    expect(before).toEqual([1]);
    expect(client.streamLimits).toEqual([1, 1000]);
  });

  it('give a certificate connection 1,000 streams from the start', async () => {
    // Prepare
    const client = withCertificate('production', lab.apple.makeCertificate({ kind: 'universal', bundleId }));

    // Act
    await client.request(unsignedAlertPush(phone.tokens.alert));

    // Assess
    expect(client.streamLimits).toEqual([1000]);
  });

  it('drop to one stream after a rejected push and go back after an accepted one, on request', async () => {
    // Prepare
    const throttling = await startTestApple({ throttlesAfterRefusal: true });
    const { tokens } = installPhone(throttling.apple);
    const gone = installPhone(throttling.apple);
    gone.uninstall();
    const client = openClient(throttling.apple);
    const push = alertPush(throttling, tokens.alert);
    await client.request(push);

    // Act
    await client.request({ ...push, ':path': `/3/device/${gone.tokens.alert}` });
    await client.request({ ...push, 'apns-priority': '9' });
    await client.request(push);
    await client.request(push);

    // Assess
    expect(client.streamLimits).toEqual([1, 1000, 1, 1000]);
    client.close();
    await throttling.apple.stop();
  });

  it('refuse the streams that an impatient client opens above the limit', async () => {
    // Prepare
    const client = open('production', { peerMaxConcurrentStreams: 100 });
    const headers = alertPush(lab, phone.tokens.alert);

    // Act
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => client.request(headers)));

    // Assess
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(9);
    for (const { reason } of refused as PromiseRejectedResult[]) {
      expect(reason).toMatchObject({ message: expect.stringContaining('NGHTTP2_REFUSED_STREAM') });
    }
  });

  it('accept all pushes of a patient client', async () => {
    // Prepare
    const client = open();
    const headers = alertPush(lab, phone.tokens.alert);

    // Act
    const answers = await Promise.all(Array.from({ length: 300 }, () => client.request(headers)));

    // Assess
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(300);
  });
});

describe('token connections', () => {
  it('answer another team with InvalidProviderToken and another key with UnrelatedKeyIdInToken', async () => {
    // Prepare
    const client = open();
    const { token } = lab.apple.credentials(bundleId);
    const otherKey = lab.apple.makeTokenKey();
    const otherTeam = lab.apple.makeTokenKey({ teamId: 'OTHERTEAM1' });

    // Act
    const answers = [];
    for (const key of [token, otherKey, otherTeam]) answers.push(await pushWith(client, signToken(key)));

    // Assess
    expect(answers.map(({ body }) => body?.reason)).toEqual([
      undefined,
      'UnrelatedKeyIdInToken',
      'InvalidProviderToken',
    ]);
  });

  it.each([
    ['BadEnvironmentKeyInToken', 403, { environments: ['development' as const] }],
    ['TopicDisallowed', 400, { topics: ['com.example.other'] }],
  ])('answer a key with another scope with %s (%i)', async (reason, status, scope) => {
    // Prepare
    const key = lab.apple.makeTokenKey(scope);

    // Act
    const answer = await pushWith(open(), signToken(key));

    // Assess
    expect(answer).toMatchObject({ status, body: { reason } });
  });

  it('answer a second token within 20 minutes with TooManyProviderTokenUpdates', async () => {
    // Prepare
    const client = open();
    const { token } = lab.apple.credentials(bundleId);
    await pushWith(client, signToken(token));

    // Act
    const answer = await pushWith(client, signToken(token));

    // Assess
    expect(answer).toMatchObject({ status: 429, body: { reason: 'TooManyProviderTokenUpdates' } });
  });

  it('answer everything after an expired token with ExpiredProviderToken, unlike a new connection', async () => {
    // Prepare
    const { token } = lab.apple.credentials(bundleId);
    const client = open();
    const good = signToken(token, { nowMs: lab.clock.nowMs });
    const old = signToken(token, { nowMs: lab.clock.nowMs - 61 * minuteMs });

    // Act
    const answers = [await pushWith(client, old), await pushWith(client, good), await pushWith(open(), good)];

    // Assess
    expect(answers.map(({ body }) => body?.reason)).toEqual([
      'ExpiredProviderToken',
      'ExpiredProviderToken',
      undefined,
    ]);
    expect(answers[0]?.status).toBe(403);
  });
});

describe('client certificates', () => {
  it('of the other environment get GOAWAY with the reason and no answer', async () => {
    // Prepare
    const client = withCertificate('production', lab.apple.makeCertificate({ kind: 'development', bundleId }));

    // Act
    const push = client.request(unsignedAlertPush(phone.tokens.alert));

    // Assess
    await expect(push).rejects.toThrow('NGHTTP2_REFUSED_STREAM');
    expect(client.goaways[0]).toEqual({
      errorCode: 0,
      lastStreamId: 0,
      debugData: '{"reason":"BadCertificateEnvironment"}',
    });
  });

  it.each(['voip', 'universal'] as const)('of kind %s serve both hosts', async (kind) => {
    // Prepare
    const certificate = lab.apple.makeCertificate({ kind, bundleId });
    const debugPhone = installPhone(lab.apple, 'development');

    // Act
    const answers = [
      await withCertificate('production', certificate).request(unsignedAlertPush(phone.tokens.alert)),
      await withCertificate('development', certificate).request(unsignedAlertPush(debugPhone.tokens.alert)),
    ];

    // Assess
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('of another authority are refused', async () => {
    // Prepare
    const other = await startTestApple();
    const client = withCertificate('production', other.apple.makeCertificate({ kind: 'universal', bundleId }));

    // Act
    const push = client.request(unsignedAlertPush(phone.tokens.alert));

    // Assess
    await expect(push).rejects.toThrow();
    expect(client.streamLimits).toEqual([]);
    await other.apple.stop();
  });

  it('that have expired are refused', async () => {
    // Prepare
    const certificate = lab.apple.makeCertificate({
      kind: 'universal',
      bundleId,
      notAfter: new Date(lab.clock.nowMs - 1000),
    });
    const client = withCertificate('production', certificate);

    // Act
    const push = client.request(unsignedAlertPush(phone.tokens.alert));

    // Assess
    await expect(push).rejects.toThrow();
    expect(client.streamLimits).toEqual([]);
  });
});

describe('TLS', () => {
  const portOf = (origin: string) => Number(new URL(origin).port);

  it.each([
    ['agrees on h2', { ALPNProtocols: ['h2'] }, 'h2'],
    ['accepts a client that offers nothing', {}, false],
  ])('%s', async (_what, options, protocol) => {
    // Prepare
    const port = portOf(lab.apple.origins.production);

    // Act
    const socket = connectTls({ host: '127.0.0.1', port, ca: lab.apple.caPem, ...options });
    await once(socket, 'secureConnect');

    // Assess
    expect(socket.alpnProtocol).toBe(protocol);
    expect(socket.getProtocol()).toMatch(/^TLSv1\.[23]$/);
    socket.destroy();
  });

  it.each([
    ['HTTP/1.1 only', { ALPNProtocols: ['http/1.1'] }],
    ['TLS 1.1', { minVersion: 'TLSv1.1' as const, maxVersion: 'TLSv1.1' as const, ALPNProtocols: ['h2'] }],
  ])('refuses %s', async (_what, options) => {
    // Prepare
    const port = portOf(lab.apple.origins.production);

    // Act
    const socket = connectTls({ host: '127.0.0.1', port, ca: lab.apple.caPem, ...options });

    // Assess
    await expect(once(socket, 'secureConnect')).rejects.toThrow(/alert|version|protocol/i);
  });

  it('is not trusted without the CA', async () => {
    // Prepare
    const port = portOf(lab.apple.origins.production);

    // Act
    const socket = connectTls({ host: '127.0.0.1', port, ALPNProtocols: ['h2'] });

    // Assess
    await expect(once(socket, 'secureConnect')).rejects.toThrow(/certificate/);
  });
});

describe('stopping', () => {
  it('ends open connections, even in the middle of a request', async () => {
    // Prepare
    const stopped = await startTestApple();
    const { tokens } = installPhone(stopped.apple);
    stopped.apple.addFault({ kind: 'blackhole' });
    const idle = openClient(stopped.apple, 'development');
    await once(idle.session, 'remoteSettings');
    const busy = openClient(stopped.apple);
    const waiting = busy.request(alertPush(stopped, tokens.alert)).catch((error: Error) => error);
    await once(busy.session, 'remoteSettings');

    // Act
    await stopped.apple.stop();

    // Assess
    expect(await waiting).toBeInstanceOf(Error);
    expect(idle.session.destroyed || (await once(idle.session, 'close'))).toBeTruthy();
  });
});

describe('sending connections away', () => {
  it('closes them with GOAWAY', async () => {
    // Prepare
    const client = open();
    await once(client.session, 'remoteSettings');

    // Act
    lab.apple.sendAway('Shutdown');

    // Assess
    await once(client.session, 'close');
    expect(client.goaways.map(({ debugData }) => debugData)).toEqual(['{"reason":"Shutdown"}']);
  });

  it.each(Array.from({ length: 8 }, (_, turns) => turns))(
    'does not fail over a client that left %i turns of the event loop ago',
    async (turns) => {
      // Prepare
      const client = open();
      await once(client.session, 'remoteSettings');
      client.close();
      for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);

      // Act
      const sending = () => lab.apple.sendAway('Shutdown');

      // Assess
      expect(sending).not.toThrow();
    },
  );
});
