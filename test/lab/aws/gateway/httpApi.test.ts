import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GatewayEvent } from '../../../../lab/aws/gateway/event.ts';
import { type ApiWorld, accessKey, startApiWorld } from '../apiWorld.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await startApiWorld();
});
afterAll(() => world.stop());
beforeEach(() => {
  world.log.length = 0;
});

interface Sending {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
  userId?: string;
  expiresInSeconds?: number;
}

/** Calls as Alice unless another token is given. */
async function call(
  path: string,
  { method = 'GET', headers = {}, body, userId = 'alice', expiresInSeconds }: Sending = {},
) {
  const token = await world.issuer.issue(userId, { ...(expiresInSeconds !== undefined && { expiresInSeconds }) });
  return fetch(world.url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, ...headers },
    ...(body !== undefined && { body }),
  });
}
const answerWith = (answer: unknown) =>
  call('/v1/profile', { headers: { 'x-answer': typeof answer === 'string' ? answer : JSON.stringify(answer) } });

async function signed(path: string, body: string, secretAccessKey = accessKey.secretAccessKey) {
  const { host, hostname } = new URL(world.url);
  const [pathOnly = '', search = ''] = path.split('?');
  const signer = new SignatureV4({
    credentials: { ...accessKey, secretAccessKey },
    region: 'us-east-1',
    service: 'execute-api',
    sha256: Sha256,
  });
  const { headers } = await signer.sign(
    {
      method: 'POST',
      protocol: 'http:',
      hostname,
      path: pathOnly,
      query: Object.fromEntries(new URLSearchParams(search)),
      headers: { host, 'content-type': 'application/json' },
      body,
    },
    { signingDate: new Date(world.clock.nowMs()) },
  );
  const { host: _setByFetch, ...others } = headers;
  return { method: 'POST', headers: others, body };
}

describe('the event', () => {
  it('has all of payload format 2.0 for a route with a user', async () => {
    // Prepare
    const body = '{"state":"foreground"}';

    // Act
    const response = await call('/v1/devices/phone%20%C3%BC-1/presence?a=1&b=%C3%BC&a=2', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', 'X-Custom': 'Value', cookie: 'one=1; two=2' },
      body,
    });

    // Assess
    const event = (await response.json()) as GatewayEvent;
    expect(event).toEqual({
      version: '2.0',
      routeKey: 'PUT /v1/devices/{deviceId}/presence',
      rawPath: '/v1/devices/phone ü-1/presence',
      rawQueryString: 'a=1&b=%C3%BC&a=2',
      cookies: ['one=1', 'two=2'],
      headers: expect.objectContaining({
        authorization: expect.stringMatching(/^Bearer /),
        'content-type': 'application/json',
        'content-length': String(body.length),
        host: new URL(world.url).host,
        'x-custom': 'Value',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
      }),
      queryStringParameters: { a: '1,2', b: 'ü' },
      pathParameters: { deviceId: 'phone ü-1' },
      requestContext: {
        accountId: '000000000000',
        apiId: 'lab',
        authorizer: { jwt: { claims: expect.objectContaining({ sub: 'alice', aud: 'ringpost' }), scopes: null } },
        domainName: new URL(world.url).host,
        domainPrefix: 'lab',
        http: {
          method: 'PUT',
          path: '/v1/devices/phone ü-1/presence',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: expect.any(String),
        },
        requestId: response.headers.get('apigw-requestid'),
        routeKey: 'PUT /v1/devices/{deviceId}/presence',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: world.clock.nowMs(),
      },
      body,
      isBase64Encoded: false,
    });
    expect(event.headers).not.toHaveProperty('cookie');
  });

  it('leaves out what the request does not have', async () => {
    // Prepare
    const path = '/v1/health';

    // Act
    const event = (await (await fetch(world.url + path)).json()) as GatewayEvent;

    // Assess
    for (const absent of ['body', 'cookies', 'queryStringParameters', 'pathParameters']) {
      expect(event).not.toHaveProperty(absent);
    }
    expect(event).toMatchObject({ rawQueryString: '', isBase64Encoded: false, headers: { 'content-length': '0' } });
    expect(event.requestContext).not.toHaveProperty('authorizer');
  });

  it('joins repeated headers by commas', async () => {
    // Prepare
    const { hostname, port } = new URL(world.url);
    const request = httpRequest({ hostname, port, path: '/v1/health', headers: { 'X-Many': ['one', 'two'] } });

    // Act
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];

    // Assess
    const chunks = await response.toArray();
    expect(JSON.parse(Buffer.concat(chunks).toString()).headers['x-many']).toBe('one,two');
  });

  it.each([
    ['application/json', false],
    ['application/json; charset=utf-8', false],
    ['text/plain', false],
    ['application/xml', false],
    ['application/octet-stream', true],
    ['application/x-www-form-urlencoded', true],
    ['image/png', true],
  ])('has a body of type %s as base64: %s', async (contentType, isBase64Encoded) => {
    // Prepare
    const body = '{"text":"ü⚡"}';

    // Act
    const response = await call('/v1/messages', { method: 'POST', headers: { 'content-type': contentType }, body });

    // Assess
    const event = (await response.json()) as GatewayEvent;
    expect(event.isBase64Encoded).toBe(isBase64Encoded);
    expect(Buffer.from(event.body ?? '', isBase64Encoded ? 'base64' : 'utf8').toString()).toBe(body);
  });

  it('has a body without a type as base64', async () => {
    // Prepare
    const body = Uint8Array.of(0, 255, 10);

    // Act
    const event = await (await call('/v1/messages', { method: 'POST', body })).json();

    // Assess
    expect(event).toMatchObject({ isBase64Encoded: true, body: Buffer.from(body).toString('base64') });
  });

  it('of a server route names the signer', async () => {
    // Prepare
    const path = '/v1/server/messages?explain=true&x=%C3%BC%20y';

    // Act
    const response = await fetch(world.url + path, await signed(path, '{"from":"alice"}'));

    // Assess
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      requestContext: { authorizer: { iam: { accessKey: 'LABKTEST' } } },
    });
  });
});

describe('the response', () => {
  it("is the function's result", async () => {
    // Prepare
    const answer = {
      statusCode: 201,
      headers: { 'Content-Type': 'application/problem+json', 'X-Number': 5 },
      cookies: ['a=1; Path=/', 'b=2'],
      body: '{"ü":1}',
    };

    // Act
    const response = await answerWith(answer);

    // Assess
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('x-number')).toBe('5');
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
    expect(await response.json()).toEqual({ ü: 1 });
  });

  it('can be bytes', async () => {
    // Prepare
    const body = Buffer.from([0, 255, 128]);

    // Act
    const response = await answerWith({ statusCode: 200, body: body.toString('base64'), isBase64Encoded: true });

    // Assess
    expect(Buffer.from(await response.arrayBuffer())).toEqual(body);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });

  it('has no body when its status allows none', async () => {
    // Prepare
    const answer = { statusCode: 204, body: 'ignored' };

    // Act
    const response = await answerWith(answer);

    // Assess
    expect(response.status).toBe(204);
    expect(await response.text()).toBe('');
    expect(response.headers.get('content-type')).toBeNull();
  });

  it('is 200 with JSON when the function returned no status', async () => {
    // Prepare
    const answer = { hello: 'world' };

    // Act
    const response = await answerWith(answer);

    // Assess
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual(answer);
  });

  it('computes the length of the body itself', async () => {
    // Prepare
    const answer = {
      statusCode: 200,
      headers: { 'Content-Length': '1', 'Transfer-Encoding': 'chunked' },
      body: 'whole',
    };

    // Act
    const response = await answerWith(answer);

    // Assess
    expect(await response.text()).toBe('whole');
  });
});

describe('a refusal', () => {
  const problem = (status: number, code: string) => ({
    type: `https://ringpost.dev/problems/${code}`,
    title: expect.any(String),
    status,
    code,
    detail: expect.any(String),
    fix: expect.any(String),
  });

  it.each<[string, () => Promise<Response>, number, string]>([
    ['no token', () => fetch(`${world.url}/v1/profile`), 401, 'unauthenticated'],
    ['an invalid token', () => call('/v1/profile', { headers: { authorization: 'Bearer x' } }), 401, 'unauthenticated'],
    ['an expired token', () => call('/v1/profile', { expiresInSeconds: -1 }), 401, 'token_expired'],
    ['an unsigned server route', () => call('/v1/server/messages', { method: 'POST', body: '{}' }), 403, 'forbidden'],
    [
      'a wrongly signed server route',
      async () => fetch(`${world.url}/v1/server/messages`, await signed('/v1/server/messages', '{}', 'wrong')),
      403,
      'forbidden',
    ],
    [
      'a body changed after it was signed',
      async () =>
        fetch(`${world.url}/v1/server/messages`, { ...(await signed('/v1/server/messages', '{}')), body: '{"a":1}' }),
      403,
      'forbidden',
    ],
    ['an unknown route', () => call('/v1/none'), 404, 'unknown_route'],
    ['another method', () => call('/v1/profile', { method: 'DELETE' }), 404, 'unknown_route'],
    ['a malformed path', () => call('/v1/devices/%zz', { method: 'PUT' }), 400, 'invalid_request'],
    ['a function that throws', () => answerWith('throw'), 500, 'internal_error'],
    ['an invalid status', () => answerWith({ statusCode: 'ok' }), 502, 'internal_error'],
    ['a status out of range', () => answerWith({ statusCode: 99 }), 502, 'internal_error'],
    ['a body that is not text', () => answerWith({ statusCode: 200, body: { a: 1 } }), 502, 'internal_error'],
    ['invalid headers', () => answerWith({ statusCode: 200, headers: ['a'] }), 502, 'internal_error'],
    [
      'a header that HTTP cannot say',
      () => answerWith({ statusCode: 200, headers: { x: 'a\nb' } }),
      500,
      'internal_error',
    ],
  ])('of %s is a problem with a fix', async (_what, act, status, code) => {
    // Prepare
    const expected = problem(status, code);

    // Act
    const response = await act();

    // Assess
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toEqual(expected);
  });

  it('lists the methods of the path', async () => {
    // Prepare
    const path = '/v1/profile';

    // Act
    const response = await call(path, { method: 'DELETE' });

    // Assess
    expect(await response.json()).toMatchObject({ fix: 'This path supports GET, PUT.' });
  });

  it('hides an error of the function from the caller and logs it', async () => {
    // Prepare
    const secret = 'what only the log may say';

    // Act
    const text = await (await answerWith('throw')).text();

    // Assess
    expect(text).not.toContain(secret);
    await vi.waitUntil(() => world.log.some((line) => line.includes(secret)));
  });

  it('of a slow function is 504', async () => {
    // Prepare
    await answerWith({ statusCode: 200 });
    const slow = answerWith('hang');
    await vi.waitUntil(() => world.clock.pending > 0);

    // Act
    world.clock.advance(10_000);

    // Assess
    const response = await slow;
    expect(response.status).toBe(504);
    expect(await response.json()).toEqual(problem(504, 'internal_error'));
  });
});

describe('a large body', () => {
  const limitBytes = 10 * 1024 * 1024;
  const post = (body: Uint8Array<ArrayBuffer>) =>
    call('/v1/messages', { method: 'POST', headers: { 'x-answer': '{"statusCode":200}' }, body });

  it('of 10 MB is accepted', async () => {
    // Prepare
    const body = new Uint8Array(limitBytes);

    // Act
    const response = await post(body);

    // Assess
    expect(response.status).toBe(200);
  });

  it('over 10 MB is rejected', async () => {
    // Prepare
    const body = new Uint8Array(limitBytes + 1);

    // Act
    const response = await post(body);

    // Assess
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: 'payload_too_large', fix: expect.stringContaining('256 KB') });
  });

  it('of unknown length is rejected while it is still being sent', async () => {
    // Prepare
    const { hostname, port } = new URL(world.url);
    const authorization = `Bearer ${await world.issuer.issue('alice')}`;
    const request = httpRequest({ hostname, port, path: '/v1/messages', method: 'POST', headers: { authorization } });
    const answered = once(request, 'response') as Promise<[IncomingMessage]>;

    // Act
    request.write(Buffer.alloc(limitBytes));
    request.write('one more');
    const [response] = await answered;

    // Assess
    expect(response.statusCode).toBe(413);
    request.destroy();
  });
});

describe('the host', () => {
  it('hands over every other path', async () => {
    // Prepare
    const paths = ['/', '/lab/phones?x=1', '/v1', '/v10/devices', '/%zz'];

    // Act
    const answers = await Promise.all(paths.map(async (path) => (await fetch(world.url + path)).text()));

    // Assess
    expect(answers).toEqual(paths.map((path) => `fallback: GET ${path}`));
  });

  it('answers 500 and logs the reason when its delegate fails', async () => {
    // Prepare
    const path = '/breaks';

    // Act
    const response = await fetch(world.url + path);

    // Assess
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: 'internal_error' });
    expect(world.log).toEqual([expect.stringContaining('the fallback broke')]);
  });

  it('keeps running when a client disconnects in the middle of a request', async () => {
    // Prepare
    const { hostname, port } = new URL(world.url);
    const authorization = `Bearer ${await world.issuer.issue('alice')}`;
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');

    // Act
    socket.write(
      `POST /v1/messages HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ncontent-length: 9\r\n\r\n{`,
    );
    socket.end();
    await once(socket.resume(), 'close');

    // Assess
    expect((await fetch(`${world.url}/v1/health`)).status).toBe(200);
    expect(world.log).toEqual([]);
  });
});
