import type { JWTPayload } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { type CheckToken, tokenCheck } from '../../../../shared/people/client/tokenCheck.ts';
import type { TrustedIssuer } from '../../../../shared/people/rules/issuers.ts';
import { confusedToken, documentsOf, makeKey, signToken, unsignedToken } from '../../../support/testIssuer.ts';

const audience = 'ringpost';
const main: TrustedIssuer = {
  issuerUrl: 'https://login.example.com',
  audiences: [audience, 'ringpost-ipad'],
  algorithms: ['ES256'],
  userIdPrefix: '',
};
const staff: TrustedIssuer = {
  issuerUrl: 'https://staff.example.com',
  audiences: ['staff'],
  algorithms: ['RS256', 'RS384', 'RS512'],
  userIdPrefix: 'staff:',
};
const [mainKey, nextMainKey, strangeKey, staffKey, strongKey] = await Promise.all([
  makeKey('ES256'),
  makeKey('ES256'),
  makeKey('ES256'),
  makeKey('RS256'),
  makeKey('ES384'),
]);
const minuteMs = 60_000;

let nowMs: number;
let check: CheckToken;
let fetched: string[];
/** By address; an issuer without documents does not answer. */
let documents: Map<string, object>;

beforeEach(() => {
  nowMs = Date.parse('2026-11-22T12:00:00Z');
  fetched = [];
  documents = new Map();
  publish(main, [mainKey]);
  publish(staff, [staffKey]);
  check = tokenCheck(
    [main, staff],
    async (url) => {
      fetched.push(url);
      const document = documents.get(url);
      if (document === undefined) throw new Error(`${url} does not answer`);
      return document;
    },
    () => nowMs,
  );
});

function publish({ issuerUrl }: TrustedIssuer, keys: Parameters<typeof documentsOf>[1]): void {
  for (const [path, document] of Object.entries(documentsOf(issuerUrl, keys)))
    documents.set(issuerUrl + path, document);
}

function claims(
  changed: Readonly<Record<string, unknown>> = {},
  { issuerUrl, audiences }: TrustedIssuer = main,
): JWTPayload {
  const nowSeconds = nowMs / 1000;
  return {
    iss: issuerUrl,
    aud: audiences[0] ?? '',
    sub: 'alice',
    iat: nowSeconds - 10,
    exp: nowSeconds + 3600,
    ...changed,
  };
}

describe('a token of one of several issuers', () => {
  it.each<[string, () => Promise<string>, string]>([
    ['ES256, whose users have no prefix', () => signToken(claims(), mainKey), 'alice'],
    ['RS256, whose users have one', () => signToken(claims({}, staff), staffKey), 'staff:alice'],
    ['another of its audiences', () => signToken(claims({ aud: ['x', 'ringpost-ipad'] }), mainKey), 'alice'],
    [
      'client_id without aud',
      () => signToken({ ...claims({ aud: undefined }), client_id: audience }, mainKey),
      'alice',
    ],
  ])('names its user: %s', async (_what, make, userId) => {
    // Prepare
    const token = await make();

    // Act
    const outcomes = [await check(`Bearer ${token}`), await check(token)];

    // Assess
    expect(outcomes).toEqual([{ userId }, { userId }]);
  });

  it.each<[string, () => Promise<string> | string, string, string]>([
    ['no JWT', () => 'abc', 'unauthenticated', 'issuer of this stage'],
    [
      'an unknown issuer',
      () => signToken(claims({ iss: 'https://evil.example' }), mainKey),
      'unauthenticated',
      '(iss)',
    ],
    ['the key of the other issuer', () => signToken(claims(), staffKey), 'unauthenticated', 'alg is not ES256'],
    ['no signature', () => unsignedToken(claims(), mainKey), 'unauthenticated', 'alg is not ES256'],
    ['HS256 with the public key', () => confusedToken(claims(), mainKey), 'unauthenticated', 'alg is not ES256'],
    [
      'HS256 with the public RSA key',
      () => confusedToken(claims({}, staff), staffKey),
      'unauthenticated',
      'alg is not RS256',
    ],
    [
      'an algorithm that this issuer does not use',
      () => signToken(claims(), strongKey),
      'unauthenticated',
      'alg is not ES256',
    ],
    ['an unknown key', () => signToken(claims(), strangeKey), 'unauthenticated', 'kid'],
    [
      'the name of another key',
      () => signToken(claims(), strangeKey, { kid: mainKey.kid }),
      'unauthenticated',
      'signature',
    ],
    ['no name of its key', () => signToken(claims(), mainKey, {}), 'unauthenticated', 'kid'],
    ['another audience', () => signToken(claims({ aud: 'staff' }), mainKey), 'unauthenticated', '(aud)'],
    ['no audience', () => signToken(claims({ aud: undefined }), mainKey), 'unauthenticated', '(aud)'],
    ['an end in the past', () => signToken(claims({ exp: nowMs / 1000 - 1 }), mainKey), 'token_expired', '(exp)'],
    ['no end', () => signToken(claims({ exp: undefined }), mainKey), 'unauthenticated', 'exp'],
    [
      'a beginning in the future',
      () => signToken(claims({ nbf: nowMs / 1000 + 60 }), mainKey),
      'unauthenticated',
      'nbf',
    ],
    [
      'an issue in the future',
      () => signToken(claims({ iat: nowMs / 1000 + 60 }), mainKey),
      'unauthenticated',
      '(iat)',
    ],
    ['no sub', () => signToken(claims({ sub: undefined }), mainKey), 'unauthenticated', 'sub'],
    [
      "a sub that begins with the other issuer's prefix",
      () => signToken(claims({ sub: 'staff:alice' }), mainKey),
      'unauthenticated',
      'another issuer',
    ],
  ])('is refused with %s', async (_what, make, refusal, detail) => {
    // Prepare
    const token = await make();

    // Act
    const outcome = await check(`Bearer ${token}`);

    // Assess
    expect(outcome).toEqual({ refusal, detail: expect.stringContaining(detail) });
  });

  it('needs the scope of its own issuer', async () => {
    // Prepare
    const scoped = tokenCheck(
      [{ ...main, requiredScope: 'chat' }, staff],
      async (url) => documents.get(url),
      () => nowMs,
    );
    const tokens = await Promise.all(
      [claims(), claims({ scope: 'openid chat' }), claims({ scp: ['chat'] })].map((payload) =>
        signToken(payload, mainKey),
      ),
    );

    // Act
    const outcomes = await Promise.all(tokens.map(scoped));

    // Assess
    expect(outcomes.map(({ userId, refusal }) => userId ?? refusal)).toEqual(['insufficient_scope', 'alice', 'alice']);
    expect(await scoped(await signToken(claims({}, staff), staffKey))).toEqual({ userId: 'staff:alice' });
  });
});

describe("an issuer's keys", () => {
  it('are fetched once for all that wait, and again after ten minutes', async () => {
    // Prepare
    const token = await signToken(claims(), mainKey);

    // Act
    await Promise.all([check(token), check(token), check(token)]);
    nowMs += 9 * minuteMs;
    await check(token);
    const early = fetched.length;
    nowMs += minuteMs;
    await check(token);

    // Assess
    expect([early, fetched.length]).toEqual([2, 4]);
  });

  it('are fetched for a key that is new, so that the issuer can rotate them', async () => {
    // Prepare
    await check(await signToken(claims(), mainKey));
    nowMs += minuteMs;
    publish(main, [nextMainKey]);

    // Act
    const outcomes = [
      await check(await signToken(claims(), nextMainKey)),
      await check(await signToken(claims(), mainKey)),
    ];

    // Assess
    expect(outcomes).toEqual([{ userId: 'alice' }, expect.objectContaining({ refusal: 'unauthenticated' })]);
  });

  it('are not fetched for each token with an unknown key: at most twice a minute', async () => {
    // Prepare
    await check(await signToken(claims(), mainKey));
    nowMs += minuteMs;
    const token = await signToken(claims(), strangeKey);

    // Act
    for (let second = 0; second < 60; second += 1) {
      await check(token);
      nowMs += 1000;
    }

    // Assess
    expect(fetched.filter((url) => url.endsWith('/keys'))).toHaveLength(1 + 2);
  });

  it('serve two hours while the issuer does not answer, which is asked twice a minute', async () => {
    // Prepare
    const token = await signToken(claims({ exp: nowMs / 1000 + 86_400 }), mainKey);
    await check(token);
    documents.clear();
    fetched.length = 0;

    // Act
    nowMs += 119 * minuteMs;
    const outcomes = [await check(token), await check(token)];
    nowMs += minuteMs;
    const late = await check(token).catch((error: Error) => error.message);

    // Assess
    expect(outcomes).toEqual([{ userId: 'alice' }, { userId: 'alice' }]);
    expect(late).toBe('the keys of the issuer https://login.example.com cannot be fetched');
    expect(fetched).toHaveLength(2);
  });

  it('of an issuer that does not answer are asked for once in half a minute, and the other issuer works on', async () => {
    // Prepare
    const unreachable = main.issuerUrl;
    for (const url of documents.keys()) if (url.startsWith(unreachable)) documents.delete(url);
    const [token, staffToken] = [await signToken(claims(), mainKey), await signToken(claims({}, staff), staffKey)];

    // Act
    const failures = [await fails(token), await fails(token)];
    const asked = fetched.length;
    publish(main, [mainKey]);
    nowMs += minuteMs / 2;

    // Assess
    expect(failures).toEqual([true, true]);
    expect(asked).toBe(1);
    expect([await check(token), await check(staffToken)]).toEqual([{ userId: 'alice' }, { userId: 'staff:alice' }]);
  });

  it.each([
    [
      'the document is of another issuer',
      { issuer: 'https://evil.example', jwks_uri: 'https://login.example.com/keys' },
    ],
    ['the keys have no TLS', { issuer: 'https://login.example.com', jwks_uri: 'http://login.example.com/keys' }],
    ['the document names no keys', { issuer: 'https://login.example.com' }],
  ])('are not taken where %s', async (_what, document) => {
    // Prepare
    documents.set(`${main.issuerUrl}/.well-known/openid-configuration`, document);
    const token = await signToken(claims(), mainKey);

    // Act
    const failed = await fails(token);

    // Assess
    expect(failed).toBe(true);
    expect(fetched).toEqual([`${main.issuerUrl}/.well-known/openid-configuration`]);
  });

  const fails = (token: string) =>
    check(token).then(
      () => false,
      () => true,
    );
});
