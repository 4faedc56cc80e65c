import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TokenKey } from '../../../lab/apple/apple.ts';
import type { ConnectionAuth, RegisteredTokenKey } from '../../../lab/apple/connectionAuth.ts';
import { checkProviderToken } from '../../../lab/apple/providerTokenCheck.ts';
import { bundleId, minuteMs, signToken } from './support.ts';

const nowMs = Date.parse('2026-11-22T10:00:00Z');

function makeKey(keyId: string, teamId: string, limits: Partial<RegisteredTokenKey> = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const environments = ['production', 'development'] as const;
  const registered: RegisteredTokenKey = { keyId, teamId, publicKey, environments, topics: 'any', ...limits };
  return { key: { keyId, teamId, privateKeyPem } satisfies TokenKey, registered };
}

const first = makeKey('KEY0000001', 'TEAM000001');
const second = makeKey('KEY0000002', 'TEAM000001');
const foreign = makeKey('KEY0000003', 'TEAM000002');
const developmentOnly = makeKey('KEY0000004', 'TEAM000001', { environments: ['development'] });
const otherTopicOnly = makeKey('KEY0000005', 'TEAM000001', { topics: ['com.example.other'] });
const registered = [first, second, foreign, developmentOnly, otherTopicOnly].map((made) => made.registered);

function check(token: string, connection: ConnectionAuth = {}, atMs = nowMs) {
  const findTokenKey = (keyId: string) => registered.find((key) => key.keyId === keyId);
  return checkProviderToken(`bearer ${token}`, bundleId, connection, { nowMs: atMs, host: 'production', findTokenKey });
}

/** A connection that has sent its first push with the first key. */
function usedConnection(token = signToken(first.key, { nowMs })): ConnectionAuth {
  return check(token).connection;
}

describe('one provider token', () => {
  it.each<[string, Parameters<typeof signToken>[1]]>([
    ['in JOSE form', {}],
    ['in DER form, as openssl signs', { dsaEncoding: 'der' }],
    ['with its time as a string', { claims: { iat: String(nowMs / 1000) } }],
    ['just within one hour', { claims: { iat: nowMs / 1000 - 3600 } }],
    ['with a type in its header', { header: { typ: 'JWT' } }],
  ])('is accepted %s', (_how, options) => {
    // Prepare
    const token = signToken(first.key, { nowMs, ...options });

    // Act
    const { reason } = check(token);

    // Assess
    expect(reason).toBeUndefined();
  });

  it.each<[string, string, string]>([
    ['ExpiredProviderToken', 'older than one hour', signToken(first.key, { claims: { iat: nowMs / 1000 - 3601 } })],
    ['ExpiredProviderToken', 'from the future', signToken(first.key, { claims: { iat: nowMs / 1000 + 3601 } })],
    ['ExpiredProviderToken', 'with milliseconds', signToken(first.key, { claims: { iat: nowMs } })],
    ['InvalidProviderToken', 'without a time', signToken(first.key, { claims: { iat: null } })],
    ['InvalidProviderToken', 'of another algorithm', signToken(first.key, { nowMs, header: { alg: 'none' } })],
    ['InvalidProviderToken', 'of an unknown key', signToken(first.key, { nowMs, header: { kid: 'KEY9999999' } })],
    ['InvalidProviderToken', 'without a key ID', signToken(first.key, { nowMs, header: { kid: 7 } })],
    ['InvalidProviderToken', 'signed by another key', signToken(first.key, { nowMs, header: { kid: 'KEY0000002' } })],
    ['InvalidProviderToken', "of another team than the key's", signToken(first.key, { nowMs, claims: { iss: 'X' } })],
    ['InvalidProviderToken', 'that is not a JWT', 'hello'],
    ['InvalidProviderToken', 'with parts that are not JSON', 'a.b.c'],
    ['InvalidProviderToken', 'with a fourth part', `${signToken(first.key, { nowMs })}.x`],
    ['BadEnvironmentKeyInToken', 'of a key for the other host', signToken(developmentOnly.key, { nowMs })],
    ['TopicDisallowed', 'of a key for another topic', signToken(otherTopicOnly.key, { nowMs })],
  ])('is refused with %s: %s', (reason, _which, token) => {
    // Prepare: the token of the table

    // Act
    const result = check(token);

    // Assess
    expect(result.reason).toBe(reason);
  });

  it('of a key for the other host is refused in the documented spelling on request', () => {
    // Prepare
    const context = {
      nowMs,
      host: 'production' as const,
      findTokenKey: () => developmentOnly.registered,
      environmentKeyReason: 'BadEnvironmentKeyIdInToken' as const,
    };

    // Act
    const { reason } = checkProviderToken(`bearer ${signToken(developmentOnly.key, { nowMs })}`, bundleId, {}, context);

    // Assess
    expect(reason).toBe('BadEnvironmentKeyIdInToken');
  });

  it.each([undefined, '', 'bearer', 'bearer ', 'basic abc'])('is missing when the header is %j', (authorization) => {
    // Prepare
    const context = { nowMs, host: 'production' as const, findTokenKey: () => first.registered };

    // Act
    const { reason } = checkProviderToken(authorization, bundleId, {}, context);

    // Assess
    expect(reason).toBe('MissingProviderToken');
  });

  it('is refused when any byte of it changed', () => {
    // Prepare
    const token = signToken(first.key, { nowMs });
    const signedPart = token.lastIndexOf('.');

    // Act, Assess
    fc.assert(
      fc.property(fc.nat({ max: signedPart - 1 }), fc.constantFrom('A', 'b', '7', '_'), (place, character) => {
        fc.pre(token[place] !== character);
        const changed = token.slice(0, place) + character + token.slice(place + 1);
        expect(check(changed).reason).toBe('InvalidProviderToken');
      }),
    );
  });
});

describe('a connection', () => {
  it('is bound to the key and the team of its first push', () => {
    // Prepare
    const connection = usedConnection();

    // Act
    const reasons = [second, foreign].map(({ key }) => check(signToken(key, { nowMs }), connection).reason);

    // Assess
    expect(reasons).toEqual(['UnrelatedKeyIdInToken', 'InvalidProviderToken']);
  });

  it('is not bound by a rejected push', () => {
    // Prepare
    const { connection } = check(signToken(foreign.key, { nowMs, claims: { iss: 'X' } }));

    // Act
    const { reason } = check(signToken(first.key, { nowMs }), connection);

    // Assess
    expect(reason).toBeUndefined();
  });

  it('accepts the same token until it is an hour old', () => {
    // Prepare
    const token = signToken(first.key, { nowMs });
    const connection = usedConnection(token);

    // Act
    const reasons = [59, 60, 61].map((minutes) => check(token, connection, nowMs + minutes * minuteMs).reason);

    // Assess
    expect(reasons).toEqual([undefined, undefined, 'ExpiredProviderToken']);
  });

  it('accepts a new token 20 minutes after the first use of the previous one, not earlier', () => {
    // Prepare
    const connection = usedConnection();
    const update = (minutes: number) => {
      const atMs = nowMs + minutes * minuteMs;
      return check(signToken(first.key, { nowMs: atMs }), connection, atMs).reason;
    };

    // Act
    const reasons = [19, 20].map(update);

    // Assess
    expect(reasons).toEqual(['TooManyProviderTokenUpdates', undefined]);
  });

  it('still accepts its old token after a new one came too early', () => {
    // Prepare
    const token = signToken(first.key, { nowMs });
    const tooEarly = check(signToken(first.key, { nowMs: nowMs + 1000 }), usedConnection(token));

    // Act
    const { reason } = check(token, tooEarly.connection);

    // Assess
    expect(tooEarly.reason).toBe('TooManyProviderTokenUpdates');
    expect(reason).toBeUndefined();
  });

  it('accepts no further token after an expired one', () => {
    // Prepare
    const expired = check(signToken(first.key, { nowMs: nowMs - 61 * minuteMs }), usedConnection());

    // Act
    const { reason } = check(signToken(first.key, { nowMs }), expired.connection);

    // Assess
    expect(expired.reason).toBe('ExpiredProviderToken');
    expect(reason).toBe('ExpiredProviderToken');
  });
});
