import { createServer } from 'node:http';
import {
  calculateJwkThumbprint,
  exportJWK,
  type GenerateKeyPairResult,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createJwtAuthorizer, type JwtAuthorizer } from '../../../../lab/aws/gateway/jwtAuthorizer.ts';
import { type ListeningServer, listen } from '../../../../lab/aws/protocol/listen.ts';

const audience = 'ringpost';
const ipadAudience = 'ringpost-ipad';
const nowMs = Date.parse('2026-11-22T12:00:00Z');
const nowSeconds = nowMs / 1000;

/** Made once: RSA keys take their time. */
const rsa = await makeKey('RS256');
const rsa384 = await makeKey('RS384');
const otherRsa = await makeKey('RS256');
const ec = await makeKey('ES256');

interface Key {
  alg: string;
  kid: string;
  privateKey: GenerateKeyPairResult['privateKey'];
  publicJwk: object;
}

async function makeKey(alg: string): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(alg);
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { alg, kid, privateKey, publicJwk: { ...jwk, kid, alg, use: 'sig' } };
}

let server: ListeningServer;
let authorize: JwtAuthorizer;
let requests: string[];

beforeEach(async () => {
  requests = [];
  const documents: Record<string, () => object> = {
    '/.well-known/openid-configuration': () => ({ issuer: server.url, jwks_uri: `${server.url}/keys` }),
    '/keys': () => ({ keys: [rsa.publicJwk, rsa384.publicJwk, ec.publicJwk] }),
  };
  server = await listen(
    createServer(({ url = '' }, response) => {
      requests.push(url);
      response.end(JSON.stringify(documents[url]?.()));
    }),
    0,
  );
  authorize = createJwtAuthorizer({ issuer: server.url, audiences: [audience, ipadAudience], nowMs: () => nowMs });
});
afterEach(() => server.stop());

const claims = (changed: JWTPayload = {}): JWTPayload => ({
  iss: server.url,
  aud: audience,
  sub: 'alice',
  iat: nowSeconds - 10,
  exp: nowSeconds + 3600,
  ...changed,
});
const sign = (payload: JWTPayload, { alg, kid, privateKey }: Key = rsa, header: object = { kid }) =>
  new SignJWT(payload).setProtectedHeader({ alg, ...header }).sign(privateKey);
const without = (name: keyof JWTPayload): JWTPayload => {
  const { [name]: _removed, ...rest } = claims();
  return rest;
};

describe('a valid token', () => {
  it.each(['Bearer ', 'bearer ', ''])('is accepted with the prefix %j', async (prefix) => {
    // Prepare
    const token = await sign(claims());

    // Act
    const outcome = await authorize(`${prefix}${token}`);

    // Assess
    expect(outcome).toMatchObject({ claims: { sub: 'alice' } });
  });

  it('passes its claims on as strings, as API Gateway does', async () => {
    // Prepare
    const token = await sign(
      claims({ aud: [audience, 'other'], admin: true, 'cognito:groups': ['a', 'b'], address: { city: 'x' } }),
    );

    // Act
    const outcome = await authorize(`Bearer ${token}`);

    // Assess
    expect(outcome).toEqual({
      claims: {
        iss: server.url,
        aud: '[ringpost other]',
        sub: 'alice',
        iat: String(nowSeconds - 10),
        exp: String(nowSeconds + 3600),
        admin: 'true',
        'cognito:groups': '[a b]',
        address: '{"city":"x"}',
      },
    });
  });

  it.each<[string, () => Promise<string>]>([
    ['with client_id instead of aud', () => sign({ ...without('aud'), client_id: audience })],
    ['that has just begun', () => sign(claims({ nbf: nowSeconds, iat: nowSeconds }))],
    ['signed with RS384', () => sign(claims(), rsa384)],
    ['without iat', () => sign(without('iat'))],
    ['for another of the audiences', () => sign(claims({ aud: ipadAudience }))],
    ['for several, of which one fits', () => sign(claims({ aud: ['https://example.auth0.com/userinfo', audience] }))],
  ])('can be one %s', async (_what, make) => {
    // Prepare
    const token = await make();

    // Act
    const outcome = await authorize(`Bearer ${token}`);

    // Assess
    expect(outcome).toMatchObject({ claims: { sub: 'alice' } });
  });

  it('fetches the keys only once', async () => {
    // Prepare
    const token = await sign(claims());

    // Act
    await Promise.all([authorize(`Bearer ${token}`), authorize(`Bearer ${token}`)]);
    await authorize(`Bearer ${token}`);

    // Assess
    expect(requests).toEqual(['/.well-known/openid-configuration', '/keys']);
  });
});

describe('an invalid token', () => {
  it.each<[string, () => Promise<string> | string | undefined, string]>([
    ['no header', () => undefined, 'the request has no Authorization header'],
    ['an empty header', () => '', 'the request has no Authorization header'],
    ['text that is not a JWT', () => 'Bearer x.y.z', 'the Authorization header does not contain a signed JWT'],
    ['basic authentication', () => 'Basic YTpi', 'the Authorization header does not contain a signed JWT'],
    ['another issuer', () => sign(claims({ iss: 'https://other.example' })), 'the claim iss is missing or wrong'],
    [
      'another audience',
      () => sign(claims({ aud: 'other' })),
      'the token is not for the audience ringpost or ringpost-ipad',
    ],
    ['no audience', () => sign(without('aud')), 'the token is not for the audience ringpost or ringpost-ipad'],
    [
      'another audience, though with the right client_id',
      () => sign(claims({ aud: 'other', client_id: audience })),
      'the token is not for the audience ringpost or ringpost-ipad',
    ],
    [
      'several audiences, none of them right',
      () => sign(claims({ aud: ['other', 'another'] })),
      'the token is not for the audience ringpost or ringpost-ipad',
    ],
    [
      'an empty audience, though with the right client_id',
      () => sign(claims({ aud: [], client_id: audience })),
      'the token is not for the audience ringpost or ringpost-ipad',
    ],
    ['no expiry', () => sign(without('exp')), 'the claim exp is missing or wrong'],
    ['a beginning in the future', () => sign(claims({ nbf: nowSeconds + 1 })), 'the claim nbf is missing or wrong'],
    ['an issue in the future', () => sign(claims({ iat: nowSeconds + 1 })), 'the token is from the future (iat)'],
    ['no key ID', () => sign(claims(), rsa, {}), 'the token names no key (kid)'],
    [
      'a key that the issuer does not have',
      () => sign(claims(), otherRsa),
      "the token's key (kid) is not one of the issuer's",
    ],
    [
      "another key under the issuer's key ID",
      () => sign(claims(), otherRsa, { kid: rsa.kid }),
      "the token's signature is invalid",
    ],
    ['an EC signature', () => sign(claims(), ec), "the token's algorithm is not RS256, RS384 or RS512"],
    [
      'no signature at all',
      () => `${encode({ alg: 'none', kid: rsa.kid })}.${encode(claims())}.`,
      "the token's algorithm is not RS256, RS384 or RS512",
    ],
    [
      'claims changed after it was signed',
      async () => {
        const [header, , signature] = (await sign(claims())).split('.');
        return `${header}.${encode(claims({ sub: 'bob' }))}.${signature}`;
      },
      "the token's signature is invalid",
    ],
  ])('with %s is refused', async (_what, make, detail) => {
    // Prepare
    const authorization = await make();

    // Act
    const outcome = await authorize(authorization);

    // Assess
    expect(outcome).toEqual({ refusal: { code: 'unauthenticated', detail } });
  });

  it('that has expired is refused with its own code', async () => {
    // Prepare
    const token = await sign(claims({ exp: nowSeconds }));

    // Act
    const outcome = await authorize(`Bearer ${token}`);

    // Assess
    expect(outcome).toEqual({ refusal: { code: 'token_expired', detail: 'the token has expired (exp)' } });
  });
});

describe('a required scope', () => {
  const authorizeWithScope = (authorization: string) =>
    createJwtAuthorizer({ issuer: server.url, audiences: [audience], requiredScope: 'chat', nowMs: () => nowMs })(
      authorization,
    );

  it.each<[string, JWTPayload]>([
    ['alone in scope', { scope: 'chat' }],
    ['among others in scope', { scope: 'openid chat profile' }],
    ['in the list scp', { scp: ['openid', 'chat'] }],
    ['in the text scp', { scp: 'chat' }],
  ])('is found %s', async (_where, scopes) => {
    // Prepare
    const token = await sign(claims(scopes));

    // Act
    const outcome = await authorizeWithScope(`Bearer ${token}`);

    // Assess
    expect(outcome).toMatchObject({ claims: { sub: 'alice' } });
  });

  it.each<[string, JWTPayload]>([
    ['no scope, as an ID token has', {}],
    ['other scopes', { scope: 'openid profile' }],
    ['a scope that only begins like it', { scope: 'chat:read' }],
  ])('refuses a token with %s', async (_what, scopes) => {
    // Prepare
    const token = await sign(claims(scopes));

    // Act
    const outcome = await authorizeWithScope(`Bearer ${token}`);

    // Assess
    const detail = 'the token does not have the scope chat';
    expect(outcome).toEqual({ refusal: { code: 'insufficient_scope', detail } });
  });
});

/** As the issuers document them, with the lab's issuer and audience in place of theirs. */
const userTokens: readonly [string, () => JWTPayload, boolean][] = [
  [
    'an access token of Cognito',
    () => ({
      ...without('aud'),
      client_id: audience,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      username: 'alice',
    }),
    true,
  ],
  [
    'an ID token of Cognito',
    () => claims({ token_use: 'id', 'cognito:username': 'alice', email_verified: true }),
    false,
  ],
  [
    'an access token of Auth0',
    () =>
      claims({
        sub: 'auth0|64f1c0ffee',
        aud: [audience, 'https://example.eu.auth0.com/userinfo'],
        azp: 'AbCdEf',
        scope: 'openid profile aws.cognito.signin.user.admin',
      }),
    true,
  ],
  [
    'an ID token of Firebase',
    () => claims({ user_id: 'alice', auth_time: nowSeconds - 20, firebase: { sign_in_provider: 'password' } }),
    false,
  ],
];

describe.each(userTokens)('%s', (_what, make, hasScope) => {
  it.each([undefined, 'aws.cognito.signin.user.admin'])('with %j as the required scope', async (requiredScope) => {
    // Prepare
    const payload = make();
    const authorizeToken = createJwtAuthorizer({
      issuer: server.url,
      audiences: [audience],
      ...(requiredScope !== undefined && { requiredScope }),
      nowMs: () => nowMs,
    });

    // Act
    const outcome = await authorizeToken(`Bearer ${await sign(payload)}`);

    // Assess
    const isTaken = requiredScope === undefined || hasScope;
    expect(outcome).toMatchObject(
      isTaken ? { claims: { sub: payload.sub } } : { refusal: { code: 'insufficient_scope' } },
    );
  });
});

describe('an issuer with a slash at its end', () => {
  it('has its discovery document behind that slash, and only tokens with the slash are valid', async () => {
    // Prepare
    const issuer = `${server.url}/`;
    const authorizeAuth0 = createJwtAuthorizer({ issuer, audiences: [audience], nowMs: () => nowMs });
    const [withSlash, without] = await Promise.all([sign(claims({ iss: issuer })), sign(claims())]);

    // Act
    const outcomes = await Promise.all([withSlash, without].map((token) => authorizeAuth0(`Bearer ${token}`)));

    // Assess
    expect(outcomes).toMatchObject([{ claims: { sub: 'alice' } }, { refusal: { code: 'unauthenticated' } }]);
    expect(requests[0]).toBe('/.well-known/openid-configuration');
  });
});

describe('an unreachable issuer', () => {
  it('is an error instead of a refusal, and is asked again with the next request', async () => {
    // Prepare
    const token = await sign(claims());
    const { url } = server;
    await server.stop();
    const whileAway = authorize(`Bearer ${token}`);
    await expect(whileAway).rejects.toThrow('fetch failed');

    // Act
    server = await listen(
      createServer(({ url: path }, response) =>
        response.end(
          JSON.stringify(path === '/keys' ? { keys: [rsa.publicJwk] } : { issuer: url, jwks_uri: `${url}/keys` }),
        ),
      ),
      Number(new URL(url).port),
    );

    // Assess
    await expect(authorize(`Bearer ${token}`)).resolves.toMatchObject({ claims: { sub: 'alice' } });
  });
});

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
