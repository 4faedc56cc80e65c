/** The TypeScript client against a server that the test plays. */
import { describe, expect, test } from 'vitest';
import { type ClientOptions, createClient, type Fetch } from '../../../client/js/src/index.ts';

interface Request {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
}
type Reply = { status: number; body?: unknown; retryAfter?: string } | 'no answer' | 'never';

const message = { to: { userId: 'bob' }, elements: [{ type: 'text' as const, text: 'hi' }] };
const problem = (status: number, code: string, more: object = {}) => ({
  status,
  body: { type: `https://example.com/${code}`, title: code, status, code, detail: 'd', fix: 'f', ...more },
});
const done: Reply = { status: 200, body: { state: 'answered' } };

/** @param replies one for each request; the last one answers all others. */
function play(replies: readonly Reply[], options: Partial<ClientOptions> = {}) {
  const requests: Request[] = [];
  const pausesMs: number[] = [];
  const refusedTokens: boolean[] = [];
  const answer: Fetch = async (url, { method, headers, body, signal }) => {
    requests.push({ method, url, headers, body: body === undefined ? undefined : JSON.parse(body) });
    const reply = replies[Math.min(requests.length, replies.length) - 1] ?? 'no answer';
    if (reply === 'no answer') throw new TypeError('the network is gone');
    if (reply === 'never') {
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    }
    const { status, body: answered, retryAfter = null } = reply as Exclude<Reply, string>;
    return {
      status,
      headers: { get: (name) => (name === 'retry-after' ? retryAfter : null) },
      text: async () =>
        typeof answered === 'string' ? answered : answered === undefined ? '' : JSON.stringify(answered),
    };
  };
  const client = createClient({
    apiUrl: 'https://api.example.com/',
    token: ({ isRefused }) => {
      refusedTokens.push(isRefused);
      return isRefused ? 'new' : 'old';
    },
    fetch: answer,
    wait: async (ms) => void pausesMs.push(ms),
    ...options,
  });
  return { client, requests, pausesMs, refusedTokens };
}

const keysOf = (requests: readonly Request[]) => requests.map(({ headers }) => headers['idempotency-key']);

describe('a request', () => {
  test('puts parameters in path and query, and other fields in the body', async () => {
    // Prepare
    const { client, requests } = play([done]);

    // Act
    await client.putGroupMember({ groupId: 'a/b', userId: 'bob?', card: 'Dad' });
    await client.putDirectoryNumber({ number: '+86 138', territory: 'CN', blocked: true });
    await client.listCalls({ limit: '5' });
    await client.answerCall({ callId: 'c', deviceId: 'd' });

    // Assess
    expect(requests.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['PUT', 'https://api.example.com/v1/groups/~YS9i/members/~Ym9iPw', { card: 'Dad' }],
      ['PUT', 'https://api.example.com/v1/call-directory/~Kzg2IDEzOA?territory=CN', { blocked: true }],
      ['GET', 'https://api.example.com/v1/calls?limit=5', undefined],
      ['POST', 'https://api.example.com/v1/calls/c/answer', { deviceId: 'd' }],
    ]);
  });

  test('carries the current token, and none on open routes', async () => {
    // Prepare
    let user = 'alice';
    const { client, requests } = play([done], { token: async () => user });

    // Act
    await client.getProfile();
    user = 'bob';
    await client.getProfile();
    await client.getRing({ ticket: 't' });
    await client.getHealth();
    await client.reportByTicket({ ticket: 't', event: 'shown', at: '2026-11-30T12:00:00Z' });

    // Assess
    const tokens = requests.map(({ headers }) => headers['authorization']);
    expect(tokens).toEqual(['Bearer alice', 'Bearer bob', undefined, undefined, undefined]);
  });

  test('throws without a parameter of its path', async () => {
    // Prepare
    const { client, requests } = play([done]);

    // Act
    const asking = async () => client.getGroup({ groupId: '' });

    // Assess
    await expect(asking).rejects.toThrow('groupId must be a text that is not empty');
    expect(requests).toEqual([]);
  });
});

describe('an answer', () => {
  test.each<[string, Reply, object]>([
    ['with a body', done, { ok: true, status: 200, value: { state: 'answered' } }],
    ['without a body', { status: 204 }, { ok: true, status: 204, value: undefined }],
    ['with a problem', problem(404, 'unknown_call'), { ok: false, status: 404, problem: { code: 'unknown_call' } }],
    [
      'of API Gateway itself',
      { status: 403, body: { message: 'Forbidden' } },
      { ok: false, status: 403, problem: { code: 'forbidden', detail: 'Forbidden' } },
    ],
    [
      'of something else, such as a portal of a hotel',
      { status: 200, body: '<html>' },
      { ok: false, status: 200, problem: { code: 'not_understood' } },
    ],
  ])('is a value: %s', async (_what, reply, expected) => {
    // Prepare
    const { client } = play([reply]);

    // Act
    const answer = await client.getCall({ callId: 'c' });

    // Assess
    expect(answer).toMatchObject(expected);
  });

  test.each<[string, ClientOptions['token']]>([
    ['gives none', () => undefined],
    ['throws', () => Promise.reject(new Error('the login is over'))],
  ])('is a problem when the token callback %s, without a request', async (_what, token) => {
    // Prepare
    const { client, requests } = play([done], { token });

    // Act
    const answer = await client.getProfile();

    // Assess
    expect(answer).toMatchObject({ ok: false, status: 0, problem: { code: 'no_token' } });
    expect(requests).toEqual([]);
  });
});

describe('a failed request', () => {
  test('says how old a tap and a report are at each try, by a clock that nobody sets', async () => {
    // Prepare
    let nowMs = 5000;
    const wait = async () => {
      nowMs += 700;
    };
    const { client, requests } = play(['no answer', done, 'no answer', done, 'no answer', done], {
      wait,
      steadyNowMs: () => nowMs,
    });
    const at = '2026-11-30T12:00:00Z';
    const receipt = { messageId: 'm', deviceId: 'd', event: 'shown', at } as const;

    // Act
    await client.startCall({ to: { userId: 'bob' }, tapAgeMs: 100, ext: { ageMs: 1 } });
    await client.reportByTicket({ ticket: 't', event: 'callReported', at, ageMs: 20 });
    await client.reportReceipts({ receipts: [{ ...receipt, ageMs: 3 }, receipt] });

    // Assess
    expect(requests.map(({ body }) => body)).toMatchObject([
      { tapAgeMs: 100, ext: { ageMs: 1 } },
      { tapAgeMs: 800, ext: { ageMs: 1 } },
      { ageMs: 20 },
      { ageMs: 720 },
      { receipts: [{ ageMs: 3 }, receipt] },
      { receipts: [{ ageMs: 703 }, receipt] },
    ]);
  });

  test.each<[string, Reply]>([
    ['no answer', 'no answer'],
    ['429 of API Gateway', { status: 429, body: { message: 'Too Many Requests' } }],
    ['500', problem(500, 'internal_error')],
    ['503', { status: 503, body: { message: 'Service Unavailable' } }],
    ['409 while it is carried out', problem(409, 'idempotency_in_progress', { retryAfterSeconds: 1 })],
  ])('is retried with the same key: %s', async (_what, reply) => {
    // Prepare
    const { client, requests } = play([reply, reply, { status: 200, body: {} }]);

    // Act
    const answer = await client.sendMessage(message);

    // Assess
    expect(answer.ok).toBe(true);
    expect(requests).toHaveLength(3);
    expect(new Set(keysOf(requests)).size).toBe(1);
    expect(keysOf(requests)[0]).toMatch(/^[\x21-\x7e]{20,}$/);
  });

  test.each([400, 403, 404, 409, 410, 413, 422])('is not retried when a retry cannot help: %i', async (status) => {
    // Prepare
    const { client, requests } = play([problem(status, 'invalid_request')]);

    // Act
    const answer = await client.sendMessage(message);

    // Assess
    expect(answer).toMatchObject({ ok: false, status });
    expect(requests).toHaveLength(1);
  });

  test("is given up after three tries, or after the app's own limit", async () => {
    // Prepare
    const usual = play(['no answer']);
    const patient = play(['no answer'], { mostTries: 5 });

    // Act
    const answers = await Promise.all([usual, patient].map(({ client }) => client.getProfile()));

    // Assess
    expect(answers).toEqual([
      expect.objectContaining({ ok: false, status: 0 }),
      expect.objectContaining({ ok: false }),
    ]);
    expect([usual.requests.length, patient.requests.length]).toEqual([3, 5]);
    expect(usual.pausesMs[1]).toBeGreaterThanOrEqual(300);
  });

  test('waits for Retry-After, but never longer than ten seconds', async () => {
    // Prepare
    const short = play([{ ...problem(429, 'rate_limited'), retryAfter: '7' }, done]);
    const long = play([{ ...problem(429, 'rate_limited'), retryAfter: '42' }, done]);

    // Act
    const answers = [await short.client.getProfile(), await long.client.getProfile()];

    // Assess
    expect(answers.map(({ ok }) => ok)).toEqual([true, false]);
    expect([short.pausesMs, long.pausesMs]).toEqual([[7000], []]);
  });

  test('is retried once with a new token when its token is refused', async () => {
    // Prepare
    const renewed = play([problem(401, 'token_expired'), done]);
    const refused = play([problem(401, 'unauthenticated')]);

    // Act
    const answers = [await renewed.client.getProfile(), await refused.client.getProfile()];

    // Assess
    expect(answers.map(({ ok }) => ok)).toEqual([true, false]);
    expect(renewed.requests.map(({ headers }) => headers['authorization'])).toEqual(['Bearer old', 'Bearer new']);
    expect(refused.refusedTokens).toEqual([false, true]);
  });

  test('gives up after its time limit', async () => {
    // Prepare
    const { client } = play(['never'], { timeoutMs: 1, mostTries: 1 });

    // Act
    const answer = await client.getProfile();

    // Assess
    expect(answer).toMatchObject({ ok: false, status: 0, problem: { code: 'unreachable' } });
  });

  test('ends when the app aborts it', async () => {
    // Prepare
    const abort = new AbortController();
    const { client, requests } = play(['never']);

    // Act
    const asking = client.getProfile({}, { signal: abort.signal });
    abort.abort();

    // Assess
    expect(await asking).toMatchObject({ ok: false, status: 0, problem: { code: 'aborted' } });
    expect(requests.length).toBeLessThanOrEqual(1);
  });

  test('that deletes counts as done when a retry finds nothing, but not when the first try does', async () => {
    // Prepare
    const lost = play(['no answer', problem(404, 'unknown_device')]);
    const wrong = play([problem(404, 'unknown_device')]);

    // Act
    const answers = await Promise.all([lost, wrong].map(({ client }) => client.logOutDevice({ deviceId: 'd' })));

    // Assess
    expect(answers.map(({ ok }) => ok)).toEqual([true, false]);
  });
});

describe('an idempotency key', () => {
  test('is new for each send and call, and absent elsewhere', async () => {
    // Prepare
    const { client, requests } = play([done]);

    // Act
    await client.sendMessage(message);
    await client.sendMessage(message);
    await client.startCall({ to: { userId: 'bob' } });
    await client.explainMessage(message);
    await client.explainCall({ to: { userId: 'bob' } });
    await client.endCall({ callId: 'c' });

    // Assess
    const keys = keysOf(requests);
    expect(new Set(keys.slice(0, 3)).size).toBe(3);
    expect(keys.slice(3)).toEqual([undefined, undefined, undefined]);
  });

  test('can be one that the app stored', async () => {
    // Prepare
    const { client, requests } = play([done]);

    // Act
    await client.sendMessage(message, { idempotencyKey: 'kept' });

    // Assess
    expect(keysOf(requests)).toEqual(['kept']);
  });
});
