/** An issuer of the tests: its key, its documents and its tokens. */
import {
  calculateJwkThumbprint,
  exportJWK,
  exportSPKI,
  type GenerateKeyPairResult,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
} from 'jose';
import type { SigningAlgorithm } from '../../shared/people/rules/issuers.ts';

export interface SigningKey {
  alg: SigningAlgorithm;
  kid: string;
  privateKey: GenerateKeyPairResult['privateKey'];
  publicJwk: object;
  /** Its public half in PEM, as anybody can download it. */
  publicPem: string;
}

export async function makeKey(alg: SigningAlgorithm): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const publicPem = await exportSPKI(publicKey);
  return { alg, kid, privateKey, publicPem, publicJwk: { ...jwk, kid, alg, use: 'sig' } };
}

export function signToken(claims: JWTPayload, { alg, kid, privateKey }: SigningKey, header: object = { kid }) {
  return new SignJWT(claims).setProtectedHeader({ alg, ...header }).sign(privateKey);
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Says that nothing signs it. */
export function unsignedToken(claims: JWTPayload, { kid }: SigningKey): string {
  return `${encode({ alg: 'none', kid })}.${encode(claims)}.`;
}

/** Signed with the public key as if it were a secret, which verifiers accept that trust the token's own `alg`. */
export function confusedToken(claims: JWTPayload, { kid, publicPem }: SigningKey): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid }).sign(new TextEncoder().encode(publicPem));
}

/** Documents of an issuer, by their path. */
export function documentsOf(issuerUrl: string, keys: readonly SigningKey[]): Record<string, object> {
  return {
    '/.well-known/openid-configuration': { issuer: issuerUrl, jwks_uri: `${issuerUrl}/keys` },
    '/keys': { keys: keys.map(({ publicJwk }) => publicJwk) },
  };
}
