/**
 * The lab's OIDC issuer: issues a token for any user on request. Publishes what an OIDC client needs to check them:
 * https://openid.net/specs/openid-connect-discovery-1_0.html
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';
import type { DataDirectory } from '../state/dataDirectory.ts';

/** The `aud` of every token. */
export const audience = 'ringpost';

const algorithm = 'RS256';
const savedKeyName = 'oidc-key';
const defaultLifetimeSeconds = 12 * 60 * 60;

export interface IssueOptions {
  /** 12 hours if absent. A negative number makes an expired token. */
  expiresInSeconds?: number | undefined;
  /** Replaces the usual claims, or adds to them, with any values; undefined leaves a usual one out. */
  claims?: Readonly<Record<string, unknown>> | undefined;
}

export interface Issuer {
  /** The `iss` of every token: `<lab url>/oidc`. */
  readonly url: string;
  /** @returns a JWT whose `sub` is the user's ID. */
  issue(userId: string, options?: IssueOptions): Promise<string>;
  /** Answers the discovery document and the key set. @returns false if the path is neither. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
}

/**
 * @param labUrl of the lab's server, without a trailing slash.
 * @param data keeps the key, so that tokens outlive the lab.
 */
export async function createIssuer(labUrl: string, data: DataDirectory, nowMs: () => number): Promise<Issuer> {
  const url = `${labUrl}/oidc`;
  const privateJwk = await loadKey(data);
  const privateKey = await importJWK(privateJwk, algorithm);
  const keyId = await calculateJwkThumbprint(privateJwk);
  const { kty, n, e } = privateJwk;
  const documents = new Map<string, unknown>([
    ['/oidc/.well-known/openid-configuration', discoveryDocument(url)],
    ['/oidc/.well-known/jwks.json', { keys: [{ kty, n, e, kid: keyId, alg: algorithm, use: 'sig' }] }],
  ]);
  return {
    url,
    issue(userId, { expiresInSeconds = defaultLifetimeSeconds, claims: ownClaims = {} } = {}) {
      const nowSeconds = Math.floor(nowMs() / 1000);
      const claims: JWTPayload = {
        iss: url,
        aud: audience,
        sub: userId,
        // An expired token was issued before that.
        iat: nowSeconds + Math.min(expiresInSeconds, 0),
        exp: nowSeconds + expiresInSeconds,
        ...ownClaims,
      };
      return new SignJWT(claims).setProtectedHeader({ alg: algorithm, kid: keyId, typ: 'JWT' }).sign(privateKey);
    },
    handle(request, response) {
      const document = documents.get(request.url ?? '');
      if (request.method !== 'GET' || document === undefined) return false;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
      return true;
    },
  };
}

async function loadKey(data: DataDirectory): Promise<JWK> {
  const saved = data.load<JWK>(savedKeyName);
  if (saved) return saved;
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const jwk = await exportJWK(privateKey);
  data.save(savedKeyName, jwk);
  return jwk;
}

function discoveryDocument(url: string): Record<string, unknown> {
  return {
    issuer: url,
    jwks_uri: `${url}/.well-known/jwks.json`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [algorithm],
  };
}
