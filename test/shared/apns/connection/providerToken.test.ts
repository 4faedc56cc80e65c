import { generateKeyPairSync, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProviderTokens } from '../../../../shared/apns/connection/providerToken.ts';
import type { TokenCredential } from '../../../../shared/apns/rules/credential.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const credential: TokenCredential = {
  kind: 'token',
  credentialId: 'key',
  keyId: 'ABCDEFGHIJ',
  teamId: 'KLMNOPQRST',
  privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  environments: ['production'],
  topics: 'any',
};
const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;
const issuedAt = (header: string) => Number(decode(header.split('.')[1])['iat']);

describe('provider token', () => {
  test('is an ES256 JWT with key and team ID that verifies with the public key', () => {
    // Prepare
    const tokens = new ProviderTokens(credential);
    // Act
    const { header: authorization, issuedAtMs } = tokens.latestAt(Date.parse('2026-11-22T10:12:34Z'));
    const [header, claims, signature = ''] = authorization.replace(/^bearer /, '').split('.');
    // Assess
    expect(issuedAtMs).toBe(Date.parse('2026-11-22T10:00:00Z'));
    expect(decode(header)).toEqual({ alg: 'ES256', kid: 'ABCDEFGHIJ' });
    expect(decode(claims)).toEqual({ iss: 'KLMNOPQRST', iat: Date.parse('2026-11-22T10:00:00Z') / 1000 });
    const key = { key: publicKey, dsaEncoding: 'ieee-p1363' as const };
    expect(verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  test('is less than 30 minutes old, and the next one at least 30 minutes younger', () => {
    // Prepare
    const tokens = new ProviderTokens(credential);
    const moment = fc.integer({ min: 1_700_000_000_000, max: 2_000_000_000_000 });
    // Act
    const check = fc.property(moment, fc.integer({ min: 0, max: 7_200_000 }), (nowMs, laterMs) => {
      const first = tokens.latestAt(nowMs).header;
      const second = tokens.latestAt(nowMs + laterMs).header;
      const ageSeconds = nowMs / 1000 - issuedAt(first);
      // Assess
      expect(ageSeconds).toBeGreaterThanOrEqual(0);
      expect(ageSeconds).toBeLessThan(30 * 60);
      if (issuedAt(first) === issuedAt(second)) expect(laterMs).toBeLessThan(30 * 60 * 1000);
      else expect(issuedAt(second) - issuedAt(first)).toBeGreaterThanOrEqual(30 * 60);
    });
    fc.assert(check, { numRuns: 200 });
  });

  test('has the same bytes from every signer with the key, at any time in its half hour', () => {
    // Prepare
    const moments = Array.from({ length: 20 }, (_, index) => 1_800_000 * 1_300_000 + index * 89_000);
    // Act
    const made = new Set(moments.map((nowMs) => new ProviderTokens(credential).latestAt(nowMs).header));
    // Assess
    expect(made.size).toBe(1);
  });

  test('a key of another curve is refused with its ID', () => {
    // Prepare
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
    const privateKeyPem = other.export({ type: 'pkcs8', format: 'pem' }).toString();
    // Act
    const make = () => new ProviderTokens({ ...credential, privateKeyPem });
    // Assess
    expect(make).toThrow(/ABCDEFGHIJ is not an EC P-256 key/);
  });

  test('is signed once for its lifetime', () => {
    // Prepare
    const tokens = new ProviderTokens(credential);
    // Act
    const first = tokens.latestAt(1_800_000 * 1_300_000);
    const second = tokens.latestAt(1_800_000 * 1_300_001 - 1);
    // Assess
    expect(second).toBe(first);
  });
});
