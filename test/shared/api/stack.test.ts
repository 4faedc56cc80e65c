import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { callOperations } from '../../../shared/api/schemas/calls.ts';
import { deviceOperations } from '../../../shared/api/schemas/devices.ts';
import { messageOperations } from '../../../shared/api/schemas/messages.ts';
import { apiHandler } from '../../../shared/api/stack.ts';
import { callView } from '../../../shared/api/views.ts';
import type { Work } from '../../../shared/platform/ports.ts';
import { type RefusalCode, refuse } from '../../../shared/platform/refusal.ts';
import { type ApiRequestInput, apiEvent, lambdaContext, requestId } from '../../support/apiEvent.ts';
import { aCall, aCallRecord, tokenHex } from '../../support/factories.ts';
import { captureLog, type LogLine } from '../../support/memory/captureLog.ts';

const operations = {
  'PUT /v1/devices/{deviceId}/presence': deviceOperations['PUT /v1/devices/{deviceId}/presence'],
  'DELETE /v1/devices/{deviceId}': deviceOperations['DELETE /v1/devices/{deviceId}'],
  'POST /v1/server/messages': messageOperations['POST /v1/server/messages'],
  'GET /v1/calls/{callId}': callOperations['GET /v1/calls/{callId}'],
} as const;

const until = '2026-11-22T12:02:00.000Z';

interface Answered {
  answer: APIGatewayProxyStructuredResultV2;
  /** Parsed, if there is one. */
  body: unknown;
  /** What the endpoint was given, if it was called. */
  request: unknown;
  lines: readonly LogLine[];
  works: readonly Work[];
}

/** Sends one request through the stack, to endpoints that keep what they get, or answer as given. */
async function call(input: ApiRequestInput, act: () => unknown = () => undefined): Promise<Answered> {
  const log = captureLog();
  let request: unknown;
  const endpoint =
    <A>(answer: A) =>
    async (given: unknown) => {
      request = given;
      const acted = act();
      return (acted ?? answer) as A;
    };
  const handler = apiHandler(
    operations,
    {
      'PUT /v1/devices/{deviceId}/presence': endpoint({
        status: 200,
        body: { deviceId: 'phone-1', state: 'foreground', until },
      }),
      'DELETE /v1/devices/{deviceId}': endpoint({ status: 204, body: undefined }),
      'POST /v1/server/messages': endpoint({ status: 200, body: aSentMessage }),
      'GET /v1/calls/{callId}': endpoint({ status: 200, body: callView(aCallRecord(), { userId: 'bob' }) }),
    },
    log,
  );
  const answer = await handler(apiEvent(input), lambdaContext());
  return { answer, body: answer.body && JSON.parse(answer.body), request, lines: log.lines, works: log.works };
}
const aSentMessage = {
  messageId: 'm',
  targets: [],
  summary: { accepted: 0, skipped: 0, rejected: 0, failed: 0, retrying: 0 },
};

const presence: ApiRequestInput = {
  routeKey: 'PUT /v1/devices/{deviceId}/presence',
  path: { deviceId: 'phone-1' },
  body: { state: 'foreground' },
};
const problemHeaders = { 'content-type': 'application/problem+json' };
const aProblem = z.strictObject({
  type: z.url(),
  title: z.string().check(z.minLength(1)),
  status: z.int(),
  code: z.string().check(z.regex(/^[a-z_]+$/)),
  detail: z.string().check(z.minLength(1)),
  fix: z.string().check(z.minLength(1)),
  errors: z.optional(z.array(z.strictObject({ path: z.string(), message: z.string() }))),
});

const requestedAtMs = apiEvent(presence).requestContext.timeEpoch;

describe('a valid request', () => {
  it('reaches its endpoint with its parsed parts and the user', async () => {
    // Prepare: the request above

    // Act
    const { request } = await call({ ...presence, userId: 'bob' });

    // Assess
    expect(request).toEqual({
      requestId,
      requestedAtMs,
      userId: 'bob',
      path: { deviceId: 'phone-1' },
      query: undefined,
      body: { state: 'foreground', ttlSeconds: 120 },
    });
  });

  it('is answered with JSON', async () => {
    // Prepare: the request above

    // Act
    const { answer, body } = await call(presence);

    // Assess
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json' } });
    expect(body).toEqual({ deviceId: 'phone-1', state: 'foreground', until });
  });

  it('can be answered without a body', async () => {
    // Prepare
    const input: ApiRequestInput = { routeKey: 'DELETE /v1/devices/{deviceId}', path: { deviceId: 'phone-1' } };

    // Act
    const { answer, request } = await call(input);

    // Assess
    expect(answer).toEqual({ statusCode: 204 });
    expect(request).toMatchObject({ body: undefined });
  });

  it('of a server names no user, whatever the event says', async () => {
    // Prepare
    const body = { from: 'alice', to: { userId: 'bob' }, elements: [{ type: 'text', text: 'hi' }] };

    // Act
    const { request, answer } = await call({ routeKey: 'POST /v1/server/messages', body, userId: 'mallory' });

    // Assess
    expect(answer.statusCode).toBe(200);
    expect(request).not.toHaveProperty('userId');
    expect(request).toMatchObject({ body: { from: 'alice' } });
  });

  it.each([
    ['a query', { deviceId: 'phone-1' }, { deviceId: 'phone-1' }],
    ['no query', undefined, {}],
  ])('can have %s', async (_what, query, expected) => {
    // Prepare
    const { callId } = aCall();
    const routeKey = 'GET /v1/calls/{callId}';

    // Act
    const { request } = await call({ routeKey, path: { callId: callId.toUpperCase() }, ...(query && { query }) });

    // Assess
    const parsed = { path: { callId }, query: expected, body: undefined };
    expect(request).toEqual({ requestId, requestedAtMs, userId: 'bob', ...parsed });
  });

  it('with an invalid query is refused with its place', async () => {
    // Prepare
    const input = { routeKey: 'GET /v1/calls/{callId}', path: { callId: aCall().callId } } as const;

    // Act
    const { answer, body } = await call({ ...input, query: { deviceId: 'phone 1', colour: 'red' } });

    // Assess
    expect(answer.statusCode).toBe(400);
    expect(body).toMatchObject({ errors: [{ path: 'query.deviceId' }, { path: 'query.colour' }] });
  });

  it('can be in base64', async () => {
    // Prepare
    const rawBody = Buffer.from(JSON.stringify({ state: 'background', ttlSeconds: 60 })).toString('base64');

    // Act
    const { request } = await call({ ...presence, rawBody, isBase64Encoded: true });

    // Assess
    expect(request).toMatchObject({ body: { state: 'background', ttlSeconds: 60 } });
  });
});

describe('a bad request', () => {
  const path = (deviceId: string) => ({ path: { deviceId } });
  const body = (value: unknown) => ({ body: value });
  const raw = (rawBody: string) => ({ rawBody });

  it.each<[string, Partial<ApiRequestInput>, number, string, string?]>([
    ['wrong JSON', raw('{"state":'), 400, 'invalid_json'],
    ['an unknown field', body({ state: 'foreground', colour: 'red' }), 400, 'invalid_request', '/colour'],
    [
      'the name of a prototype as a field',
      raw('{"state":"foreground","__proto__":1}'),
      400,
      'invalid_request',
      '/__proto__',
    ],
    ['a wrong type', body({ state: 1 }), 400, 'invalid_request', '/state'],
    ['a wrong value', body({ state: 'asleep' }), 400, 'invalid_request', '/state'],
    ['no body', body(undefined), 400, 'invalid_request', ''],
    ['an empty body', raw(''), 400, 'invalid_request', ''],
    ['a body that is not an object', body([]), 400, 'invalid_request', ''],
    ['a body that is null', raw('null'), 400, 'invalid_request', ''],
    ['a body of 300 KB', body({ state: 'x'.repeat(300 * 1024) }), 413, 'payload_too_large'],
    ['deep nesting', raw('['.repeat(10_000) + ']'.repeat(10_000)), 400, 'invalid_json'],
    ['a lone surrogate', raw('{"state":"\\ud83d"}'), 400, 'invalid_json'],
    ['base64 that holds no JSON', { ...raw('!!!'), isBase64Encoded: true }, 400, 'invalid_json'],
    ['a wrong path parameter', path('phone 1'), 400, 'invalid_request', 'path.deviceId'],
    ['a path parameter that is too long', path('x'.repeat(129)), 400, 'invalid_request', 'path.deviceId'],
    ['a JWT without sub', { claims: { iss: 'https://issuer.example.com' } }, 401, 'unauthenticated'],
    ['a JWT with an empty sub', { claims: { sub: '' } }, 401, 'unauthenticated'],
    ['a JWT whose sub is not text', { claims: { sub: 7 } }, 401, 'unauthenticated'],
    ['a JWT whose sub is longer than any user ID', { claims: { sub: 'x'.repeat(256) } }, 401, 'unauthenticated'],
    ['a JWT whose sub holds a control character', { claims: { sub: 'alice\nbob' } }, 401, 'unauthenticated'],
    ['a JWT whose sub holds half a character', { claims: { sub: 'alice\ud83d' } }, 401, 'unauthenticated'],
  ])('is refused with a problem and its fix: %s', async (_what, change, status, code, field) => {
    // Prepare
    const input = { ...presence, ...change };

    // Act
    const { answer, body: problem, request, lines } = await call(input);

    // Assess
    expect(answer).toMatchObject({ statusCode: status, headers: problemHeaders });
    expect(aProblem.safeParse(problem).error).toBeUndefined();
    expect(problem).toMatchObject({ status, code, ...(field && { errors: [{ path: field }] }) });
    expect(request).toBeUndefined();
    const fields = { requestId, route: presence.routeKey, status, code };
    expect(lines).toEqual([{ level: 'info', message: 'request', fields }]);
  });
});

describe('a refusal of the domain', () => {
  const codes: [RefusalCode, number, string?][] = [
    ['app_of_other_stage', 400, 'unknown_app'],
    ['unknown_app', 404],
    ['unknown_device', 404],
    ['device_app', 409],
    ['already_registered', 409],
    ['unknown_message', 404],
    ['unknown_call', 404],
    ['call_exists', 409],
    ['call_state', 409],
    ['call_side', 409],
    ['push_too_large', 400],
    ['idempotency_key_reused', 422],
    ['idempotency_in_progress', 409],
  ];

  it.each(codes)('is answered with its code and fix: %s', async (refused, status, code = refused) => {
    // Prepare
    const refusal = refuse(refused, 'What happened.');

    // Act
    const { answer, body, lines } = await call(presence, () => refusal);

    // Assess
    expect(answer).toMatchObject({ statusCode: status, headers: problemHeaders });
    expect(aProblem.safeParse(body).error).toBeUndefined();
    expect(body).toMatchObject({ status, code, detail: 'What happened.' });
    expect(lines).toMatchObject([{ level: 'info', message: 'request', fields: { status, code } }]);
  });

  it('can have more fields, such as the state of the call', async () => {
    // Prepare
    const refusal = refuse('call_state', 'Too late.', { state: 'ended' });

    // Act
    const { body } = await call(presence, () => refusal);

    // Assess
    expect(body).toMatchObject({ code: 'call_state', state: 'ended' });
  });

  it('can have the seconds to wait, also as a header', async () => {
    // Prepare
    const refusal = refuse('idempotency_in_progress', 'Not yet.', { retryAfterSeconds: 7 });

    // Act
    const { answer, body } = await call(presence, () => refusal);

    // Assess
    expect(answer).toMatchObject({ headers: { 'retry-after': '7' } });
    expect(body).toMatchObject({ retryAfterSeconds: 7 });
  });
});

describe('an unexpected error', () => {
  const secret = 'meet me at eight';
  const failing = () => {
    throw new TypeError(`cannot send ${secret}`);
  };

  it('is a 500 that shows only where to look', async () => {
    // Prepare: the error above

    // Act
    const { answer, body } = await call(presence, failing);

    // Assess
    expect(answer).toMatchObject({ statusCode: 500, headers: problemHeaders });
    expect(aProblem.safeParse(body).error).toBeUndefined();
    expect(body).toMatchObject({ status: 500, code: 'internal_error', detail: expect.stringContaining(requestId) });
    expect(answer.body).not.toContain(secret);
    expect(answer.body).not.toContain('TypeError');
  });

  it('is logged as an error with its name and place', async () => {
    // Prepare: the error above

    // Act
    const { lines } = await call(presence, failing);

    // Assess
    expect(lines).toEqual([
      {
        level: 'error',
        message: 'request failed',
        fields: {
          requestId,
          route: presence.routeKey,
          status: 500,
          error: 'TypeError',
          stack: expect.stringContaining('stack.test.ts'),
        },
      },
    ]);
  });

  it('includes a route that the function does not have', async () => {
    // Prepare
    const input: ApiRequestInput = { routeKey: 'GET /v1/profile' };

    // Act
    const { answer, lines } = await call(input);

    // Assess
    expect(answer.statusCode).toBe(500);
    expect(lines).toMatchObject([{ level: 'error', fields: { route: 'GET /v1/profile' } }]);
  });
});

describe('the log', () => {
  it('names the request and its time in all work that follows from it', async () => {
    // Prepare
    const { timeEpoch } = apiEvent(presence).requestContext;

    // Act
    const { works } = await call(presence);

    // Assess
    expect(works).toEqual([{ origin: { requestId, requestedAtMs: timeEpoch } }]);
  });

  it("has one line for a request, without the request's contents", async () => {
    // Prepare
    const text = 'meet me at eight';
    const body = { from: 'alice', to: { userId: 'bob' }, elements: [{ type: 'text', text }] };

    // Act
    const { lines } = await call({ routeKey: 'POST /v1/server/messages', body });

    // Assess
    const fields = { requestId, route: 'POST /v1/server/messages', status: 200 };
    expect(lines).toEqual([{ level: 'info', message: 'request', fields }]);
  });

  it.each([
    ['a device token in a wrong place', { state: tokenHex('A') }],
    ['a message text in a wrong place', { state: 'foreground', ttlSeconds: 'meet me at eight' }],
    ['an unknown field named like a token', { state: 'foreground', [tokenHex('A')]: 1 }],
  ])('of a bad request contains no %s', async (_what, body) => {
    // Prepare
    const secrets = [tokenHex('A'), 'meet me at eight'];

    // Act
    const { lines } = await call({ ...presence, body });

    // Assess
    expect(lines).toHaveLength(1);
    for (const secret of secrets) expect(JSON.stringify(lines)).not.toContain(secret);
  });
});
