import { once } from 'node:events';
import type { OutgoingHttpHeaders } from 'node:http2';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  alertPush,
  installPhone,
  openClient,
  startTestApple,
  type TestApple,
  type TestClient,
  type TestPhone,
  uuidPattern,
} from './support.ts';

let lab: TestApple;
let phone: TestPhone;
let client: TestClient;
let headers: OutgoingHttpHeaders;
beforeAll(async () => {
  lab = await startTestApple();
});
beforeEach(async () => {
  phone = installPhone(lab.apple);
  headers = alertPush(lab, phone.tokens.alert);
  client = openClient(lab.apple);
  // The first accepted push lets the connection have more than one stream.
  await client.request(headers);
  await client.request(headers);
  phone.received.length = 0;
});
afterEach(() => {
  lab.apple.clearFaults();
  client.close();
});
afterAll(() => lab.apple.stop());

describe('a status fault', () => {
  it.each([
    [{ status: 503, reason: 'ServiceUnavailable' }, 503, 'ServiceUnavailable'],
    [{ status: 429 }, 429, 'TooManyRequests'],
    [{ reason: 'Shutdown' }, 503, 'Shutdown'],
    [{ reason: 'BadEnvironmentKeyIdInToken' }, 403, 'BadEnvironmentKeyIdInToken'],
    [{ status: 400, reason: 'ReasonOfTheFuture' }, 400, 'ReasonOfTheFuture'],
    [{ reason: 'ReasonOfTheFuture' }, 500, 'ReasonOfTheFuture'],
    [{}, 500, 'InternalServerError'],
  ])('%j answers %i %s, and nothing is delivered', async (fault, status, reason) => {
    // Prepare
    lab.apple.addFault({ kind: 'status', ...fault });

    // Act
    const answer = await client.request(headers);

    // Assess
    expect(answer).toMatchObject({ status, body: { reason } });
    expect(answer.headers['apns-id']).toMatch(uuidPattern);
    expect(phone.received).toEqual([]);
    expect(lab.apple.pushes().at(-1)).toMatchObject({ status, reason, phoneId: 'phone-1' });
  });

  it('with 410 has a timestamp in milliseconds', async () => {
    // Prepare
    lab.apple.addFault({ kind: 'status', status: 410 });

    // Act
    const answer = await client.request(headers);

    // Assess
    expect(answer.body).toEqual({ reason: 'Unregistered', timestamp: lab.clock.nowMs });
  });

  it('with a status that Apple does not have answers without a body', async () => {
    // Prepare
    lab.apple.addFault({ kind: 'status', status: 418 });

    // Act
    const answer = await client.request(headers);

    // Assess
    expect(answer).toMatchObject({ status: 418, body: undefined });
  });
});

describe('the requests that a fault hits', () => {
  const statusesOf = async (count: number, changes: OutgoingHttpHeaders = {}) => {
    const statuses: number[] = [];
    while (statuses.length < count) statuses.push((await client.request({ ...headers, ...changes })).status);
    return statuses;
  };

  it('are as many as its count', async () => {
    // Prepare
    lab.apple.addFault({ kind: 'status', status: 500, count: 2 });

    // Act
    const statuses = await statusesOf(3);

    // Assess
    expect(statuses).toEqual([500, 500, 200]);
  });

  it('are all without a count, until the fault is cleared', async () => {
    // Prepare
    lab.apple.addFault({ kind: 'status', status: 500 });

    // Act
    const before = await statusesOf(3);
    lab.apple.clearFaults();
    const after = await statusesOf(1);

    // Assess
    expect([before, after]).toEqual([[500, 500, 500], [200]]);
  });

  it('are those to its host', async () => {
    // Prepare
    lab.apple.addFault({ kind: 'status', status: 500, host: 'development' });
    const debugPhone = installPhone(lab.apple, 'development');
    const development = openClient(lab.apple, 'development');

    // Act
    const statuses = [
      (await client.request(headers)).status,
      (await development.request(alertPush(lab, debugPhone.tokens.alert))).status,
    ];

    // Assess
    expect(statuses).toEqual([200, 500]);
    development.close();
  });

  it.each<[string, (phone: TestPhone) => string, OutgoingHttpHeaders, boolean]>([
    ['its device token', ({ tokens }) => tokens.alert, {}, true],
    ['a part of its device token', ({ tokens }) => tokens.alert.slice(7, 30), {}, true],
    ['a header', () => 'chat-42', { 'apns-collapse-id': 'the-chat-42' }, true],
    ["the phone's ID", () => 'phone-1', {}, true],
    ['nothing of it', ({ tokens }) => tokens.voip, {}, false],
    ['the path around the token', () => '/3/device/', {}, false],
  ])('are those that match by %s', async (_what, matchOf, changes, hit) => {
    // Prepare
    lab.apple.addFault({ kind: 'status', status: 500, match: matchOf(phone) });

    // Act
    const [status] = await statusesOf(1, changes);

    // Assess
    expect(status).toBe(hit ? 500 : 200);
  });

  it('are for the older fault first', async () => {
    // Prepare
    lab.apple.addFault({ kind: 'status', status: 500, count: 1 });
    lab.apple.addFault({ kind: 'status', status: 503 });

    // Act
    const statuses = await statusesOf(2);

    // Assess
    expect(statuses).toEqual([500, 503]);
  });
});

describe('a delay', () => {
  it('delivers at once, lets other requests overtake, and answers later', async () => {
    // Prepare
    const order: string[] = [];
    lab.apple.addFault({ kind: 'delay', delayMs: 50, count: 1 });

    // Act
    const slow = client.request(headers).then(({ status }) => order.push(`slow ${status}`));
    const quick = client.request(headers).then(({ status }) => order.push(`quick ${status}`));
    await quick;
    const receivedBeforeSlow = phone.received.length;
    await slow;

    // Assess
    expect(order).toEqual(['quick 200', 'slow 200']);
    expect(receivedBeforeSlow).toBe(2);
  });

  it('is not answered, and not logged, when the client gives up before', async () => {
    // Prepare
    lab.apple.addFault({ kind: 'delay', delayMs: 60_000, count: 1 });
    const since = lab.apple.pushes().length;
    const stream = client.session.request({ ':method': 'POST', ...headers });
    stream.end('{}');

    // Act
    await client.request(headers);
    stream.close();
    await once(stream, 'close');
    await client.request(headers);

    // Assess
    expect(phone.received).toHaveLength(3);
    expect(lab.apple.pushes()).toHaveLength(since + 2);
  });
});

describe('a GOAWAY', () => {
  it('sends Shutdown, refuses its request and finishes earlier ones', async () => {
    // Prepare
    lab.apple.addFault({ kind: 'delay', delayMs: 50, count: 1 });
    lab.apple.addFault({ kind: 'goaway', count: 1 });
    const closed = once(client.session, 'close');

    // Act
    const [slow, refused] = await Promise.allSettled([client.request(headers), client.request(headers)]);
    await closed;

    // Assess: streams 1 and 3 were the first two pushes, 5 is the slow one and 7 the refused one
    expect(client.goaways[0]).toEqual({ errorCode: 0, lastStreamId: 5, debugData: '{"reason":"Shutdown"}' });
    expect(slow).toMatchObject({ status: 'fulfilled', value: { status: 200 } });
    expect(refused).toMatchObject({ reason: { message: expect.stringContaining('NGHTTP2_REFUSED_STREAM') } });
    expect(phone.received).toHaveLength(1);
  });

  it('refuses the first request of a connection', async () => {
    // Prepare
    lab.apple.addFault({ kind: 'goaway', reason: 'IdleTimeout', count: 1 });
    const fresh = openClient(lab.apple);

    // Act
    const push = fresh.request(headers);

    // Assess
    await expect(push).rejects.toThrow('NGHTTP2_REFUSED_STREAM');
    expect(fresh.goaways[0]?.debugData).toBe('{"reason":"IdleTimeout"}');
    expect(phone.received).toEqual([]);
  });

  it('ends only its connection', async () => {
    // Prepare
    lab.apple.addFault({ kind: 'goaway', count: 1 });
    const other = openClient(lab.apple);

    // Act
    await client.request(headers).catch(() => {});
    const answer = await other.request(headers);

    // Assess
    expect(answer.status).toBe(200);
    other.close();
  });
});

describe('a reset', () => {
  it('ends the stream and keeps the connection', async () => {
    // Prepare
    lab.apple.addFault({ kind: 'reset', count: 1 });
    const since = lab.apple.pushes().length;

    // Act
    const [reset, next] = await Promise.allSettled([client.request(headers), client.request(headers)]);

    // Assess
    expect(reset).toMatchObject({ reason: { message: expect.stringContaining('NGHTTP2_INTERNAL_ERROR') } });
    expect(next).toMatchObject({ value: { status: 200 } });
    expect(lab.apple.pushes()).toHaveLength(since + 1);
  });
});

describe('a black hole', () => {
  it('answers nothing, while other streams go on', async () => {
    // Prepare
    lab.apple.addFault({ kind: 'blackhole', count: 1 });
    let settled = false;
    const swallowed = client.request(headers).finally(() => {
      settled = true;
    });
    swallowed.catch(() => {});

    // Act
    const next = await client.request(headers);

    // Assess
    expect(next.status).toBe(200);
    expect(settled).toBe(false);
    expect(phone.received).toHaveLength(1);
  });
});

describe('a black hole of the whole connection', () => {
  it('answers nothing, not even PING or earlier requests, and leaves other connections alone', async () => {
    // Prepare
    const named = (name: string) => ({ ...headers, 'apns-collapse-id': name });
    lab.apple.addFault({ kind: 'delay', delayMs: 30, match: 'before' });
    lab.apple.addFault({ kind: 'blackhole', scope: 'connection', match: 'hole' });
    lab.apple.addFault({ kind: 'delay', delayMs: 60, match: 'elsewhere' });
    const other = openClient(lab.apple);
    const heard: string[] = [];

    // Act
    for (const name of ['before', 'hole', 'after']) {
      client.request(named(name)).then(
        () => heard.push(name),
        () => {},
      );
    }
    await other.request(named('elsewhere'));
    client.session.ping(() => heard.push('PING'));
    const elsewhere = await other.request(named('elsewhere'));

    // Assess
    expect(elsewhere.status).toBe(200);
    expect(heard).toEqual([]);
    expect(client.session.closed).toBe(false);
    other.close();
  });
});

describe('an expired token', () => {
  it('blocks its connection and no other', async () => {
    // Prepare
    lab.apple.addFault({ kind: 'expiredToken', count: 1 });
    const other = openClient(lab.apple);

    // Act
    const answers = [await client.request(headers), await client.request(headers), await other.request(headers)];

    // Assess
    expect(answers.map(({ body }) => body?.reason)).toEqual([
      'ExpiredProviderToken',
      'ExpiredProviderToken',
      undefined,
    ]);
    expect(answers[0]?.status).toBe(403);
    other.close();
  });
});
