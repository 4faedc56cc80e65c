import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AcceptedPush, AnsweredPush } from '../../../lab/apple/apple.ts';
import {
  alertPush,
  bundleId,
  installPhone,
  minuteMs,
  openClient,
  startTestApple,
  type TestApple,
  type TestClient,
  type TestPhone,
  unsignedAlertPush,
  voipPush,
} from './support.ts';

const dayMs = 24 * 60 * minuteMs;
let lab: TestApple;
let client: TestClient;
let phone: TestPhone;
let startMs: number;
beforeAll(async () => {
  lab = await startTestApple();
  const { p12, password } = lab.apple.makeCertificate({ kind: 'universal', bundleId });
  client = openClient(lab.apple, 'production', { pfx: Buffer.from(p12), passphrase: password });
  startMs = lab.clock.nowMs;
});
beforeEach(() => {
  lab.clock.nowMs = startMs;
  phone = installPhone(lab.apple);
});
afterAll(() => {
  client.close();
  return lab.apple.stop();
});

const inSeconds = (afterMs: number) => String(Math.floor((startMs + afterMs) / 1000));

/** Sends a push to the phone's alert token; `name` is its payload. Undefined expiration: no such header. */
async function send(name: string, expiration: string | undefined): Promise<void> {
  const { 'apns-expiration': _, ...headers } = unsignedAlertPush(phone.tokens.alert);
  const answer = await client.request(
    { ...headers, ...(expiration !== undefined && { 'apns-expiration': expiration }) },
    JSON.stringify({ aps: {}, name }),
  );
  expect(answer.status).toBe(200);
}

const names = (pushes: AcceptedPush[]) => pushes.map(({ payload }) => payload['name']);

describe('a push to a phone that can be reached', () => {
  it('arrives at once, with its headers but without authorization', async () => {
    // Prepare
    const tokenClient = openClient(lab.apple);
    const headers = { ...alertPush(lab, phone.tokens.alert), 'apns-collapse-id': 'chat-1' };

    // Act
    const answer = await tokenClient.request(headers, '{"aps":{"alert":"hi"},"ext":7}');

    // Assess
    expect(phone.received).toEqual([
      {
        kind: 'alert',
        apnsId: answer.headers['apns-id'],
        headers: {
          'apns-topic': bundleId,
          'apns-push-type': 'alert',
          'apns-priority': '10',
          'apns-expiration': '0',
          'apns-collapse-id': 'chat-1',
        },
        payload: { aps: { alert: 'hi' }, ext: 7 },
      },
    ]);
    tokenClient.close();
  });

  it('arrives even when its expiration has passed', async () => {
    // Prepare
    const expiration = inSeconds(-minuteMs);

    // Act
    await send('late', expiration);

    // Assess
    expect(names(phone.received)).toEqual(['late']);
  });

  it('does not arrive when APNs rejected it', async () => {
    // Prepare
    const headers = { ...unsignedAlertPush(phone.tokens.alert), 'apns-priority': '9' };

    // Act
    await client.request(headers);

    // Assess
    expect(phone.received).toEqual([]);
  });

  it('names the kind of its token', async () => {
    // Prepare
    const { authorization: _, ...headers } = voipPush(lab, phone.tokens.voip);

    // Act
    await client.request(headers);

    // Assess
    expect(phone.received).toMatchObject([{ kind: 'voip' }]);
  });
});

describe('a push to a phone that cannot be reached', () => {
  it.each([
    ['without expiration, within 30 days', undefined, 29 * dayMs, true],
    ['without expiration, after 30 days', undefined, 31 * dayMs, false],
    ['with an expiration, before it', 60 * minuteMs, 59 * minuteMs, true],
    ['with an expiration, after it', 60 * minuteMs, 61 * minuteMs, false],
    ['with an expiration beyond 30 days, after 30 days', 60 * dayMs, 31 * dayMs, false],
    ['with an expiration in the past', -minuteMs, 0, false],
  ])('%s', async (_case, expirationAfterMs, reachableAfterMs, comes) => {
    // Prepare
    phone.setReachable(false);
    await send('stored', expirationAfterMs === undefined ? undefined : inSeconds(expirationAfterMs));
    const receivedBefore = phone.received.length;

    // Act
    lab.clock.nowMs = startMs + reachableAfterMs;
    phone.setReachable(true);

    // Assess
    expect(receivedBefore).toBe(0);
    expect(names(phone.received)).toEqual(comes ? ['stored'] : []);
  });

  it('with expiration 0 is not stored, and leaves what is stored alone', async () => {
    // Prepare
    phone.setReachable(false);
    await send('stored', inSeconds(dayMs));
    await send('now or never', '0');

    // Act
    phone.setReachable(true);

    // Assess
    expect(names(phone.received)).toEqual(['stored']);
  });

  it('replaces the one stored before, and arrives once', async () => {
    // Prepare
    phone.setReachable(false);
    await send('first', inSeconds(dayMs));
    await send('second', inSeconds(dayMs));

    // Act
    phone.setReachable(true);
    phone.setReachable(false);
    phone.setReachable(true);

    // Assess
    expect(names(phone.received)).toEqual(['second']);
  });

  it('is stored for its own phone only', async () => {
    // Prepare
    const other = installPhone(lab.apple);
    phone.setReachable(false);
    other.setReachable(false);
    await send('for one', inSeconds(dayMs));

    // Act
    other.setReachable(true);

    // Assess
    expect(other.received).toEqual([]);
  });

  it('is gone when the app is', async () => {
    // Prepare
    phone.setReachable(false);
    await send('stored', inSeconds(dayMs));
    phone.uninstall();

    // Act
    phone.setReachable(true);

    // Assess
    expect(phone.received).toEqual([]);
  });
});

describe('device tokens', () => {
  it('are 32 bytes, and different for each kind and installation', () => {
    // Prepare
    const phones = [phone, installPhone(lab.apple)];

    // Act
    const tokens = phones.flatMap((each) => Object.values(each.tokens));

    // Assess
    expect(new Set(tokens).size).toBe(4);
    for (const token of tokens) expect(token).toMatch(/^[0-9a-f]{64}$/);
  });

  it('can be given, and become valid again after an uninstall', async () => {
    // Prepare
    const received: AcceptedPush[] = [];
    phone.uninstall();

    // Act
    const again = lab.apple.install({
      bundleId,
      environment: 'production',
      phoneId: 'phone-1',
      tokens: phone.tokens,
      onPush: (push) => received.push(push),
    });
    await send('back', '0');

    // Assess
    expect(again.tokens).toEqual(phone.tokens);
    expect(names(received)).toEqual(['back']);
  });

  it('of other kinds work with their own topic over a token connection', async () => {
    // Prepare
    const received: AcceptedPush[] = [];
    const token = phone.addToken('liveactivity', (push) => received.push(push));
    const tokenClient = openClient(lab.apple);
    const headers = { ...alertPush(lab, token), 'apns-push-type': 'liveactivity' };

    // Act
    const answers = [
      await tokenClient.request({ ...headers, 'apns-topic': `${bundleId}.push-type.liveactivity` }),
      await tokenClient.request({ ...headers, 'apns-push-type': 'alert' }),
    ];

    // Assess
    expect(answers.map(({ body }) => body?.reason)).toEqual([undefined, 'DeviceTokenNotForTopic']);
    expect(received).toHaveLength(1);
    tokenClient.close();
  });
});

describe('the log of answered pushes', () => {
  it('numbers the answers of both hosts and shows each request with its answer', async () => {
    // Prepare
    const debugPhone = installPhone(lab.apple, 'development');
    const development = openClient(lab.apple, 'development');
    const since = lab.apple.pushes().at(-1)?.n ?? 0;
    const heard: AnsweredPush[] = [];
    const unsubscribe = lab.apple.onAnswered((push) => heard.push(push));

    // Act
    await send('hi', '0');
    await development.request(alertPush(lab, debugPhone.tokens.alert), 'not JSON');
    unsubscribe();
    await client.request({ ...unsignedAlertPush('ff00') });

    // Assess
    const logged = lab.apple.pushes(since);
    expect(logged).toMatchObject([
      {
        n: since + 1,
        at: new Date(startMs).toISOString(),
        host: 'production',
        status: 200,
        apnsId: expect.any(String),
        headers: { 'apns-topic': bundleId },
        payload: { aps: {}, name: 'hi' },
        phoneId: 'phone-1',
      },
      { n: since + 2, host: 'development', status: 400, reason: 'PayloadEmpty', payload: 'not JSON' },
      { n: since + 3, status: 400, reason: 'BadDeviceToken' },
    ]);
    expect(logged[0]).toHaveProperty('reason', undefined);
    expect(logged[2]).toHaveProperty('phoneId', undefined);
    expect(heard).toEqual(logged.slice(0, 2));
    expect(JSON.stringify(logged)).not.toContain('bearer');
    development.close();
  });
});
