/**
 * The rules for provider tokens, and for using several of them on one connection. Pure. Source: Apple, "Establishing a
 * token-based connection to APNs".
 */
import { type KeyObject, verify } from 'node:crypto';
import type { ApnsEnvironment } from '../../shared/devices/rules/device.ts';
import type { ConnectionAuth, RegisteredTokenKey } from './connectionAuth.ts';
import type { Reason } from './reasons.ts';

export interface TokenCheckContext {
  nowMs: number;
  host: ApnsEnvironment;
  findTokenKey(keyId: string): RegisteredTokenKey | undefined;
  /** The reason for rejecting a key of the other host has two names. If absent, the one that APNs really sends. */
  environmentKeyReason?: EnvironmentKeyReason | undefined;
}

/** Apple documents the second and sends the first. */
export type EnvironmentKeyReason = 'BadEnvironmentKeyInToken' | 'BadEnvironmentKeyIdInToken';

export interface TokenCheckResult {
  reason?: Reason | undefined;
  connection: ConnectionAuth;
}

const maximumAgeMs = 60 * 60 * 1000;
const minimumUpdateIntervalMs = 20 * 60 * 1000;

/**
 * @param authorization the header: `bearer <token>`.
 * @returns the reason for rejecting it, if any, and what APNs remembers about the connection from now on.
 */
export function checkProviderToken(
  authorization: string | undefined,
  topic: string,
  connection: ConnectionAuth,
  context: TokenCheckContext,
): TokenCheckResult {
  const token = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) return { reason: 'MissingProviderToken', connection };
  // A new token does not repair a connection that has sent an expired one: pushy closes it, and so must every client.
  if (connection.wedged) return { reason: 'ExpiredProviderToken', connection };

  const { nowMs, host, environmentKeyReason = 'BadEnvironmentKeyInToken' } = context;
  const { binding } = connection;
  // The signature of a token that this connection has used before is not checked again, unless its key was revoked.
  const isKnown = binding?.token === token && context.findTokenKey(binding.key.keyId) !== undefined;
  const verified = isKnown ? binding : verifyToken(token, context);
  if (verified === undefined) return { reason: 'InvalidProviderToken', connection };
  const { key, issuedAtMs } = verified;
  if (binding && binding.key.teamId !== key.teamId) return { reason: 'InvalidProviderToken', connection };
  if (binding && binding.key.keyId !== key.keyId) return { reason: 'UnrelatedKeyIdInToken', connection };
  // Apple: `iat` must be within one hour of the current time.
  if (Math.abs(nowMs - issuedAtMs) > maximumAgeMs) {
    return { reason: 'ExpiredProviderToken', connection: { ...connection, wedged: true } };
  }
  if (!key.environments.includes(host)) return { reason: environmentKeyReason, connection };
  if (binding && binding.token !== token && nowMs - binding.firstUsedAtMs < minimumUpdateIntervalMs) {
    return { reason: 'TooManyProviderTokenUpdates', connection };
  }
  if (key.topics !== 'any' && !key.topics.includes(topic)) return { reason: 'TopicDisallowed', connection };
  if (binding?.token === token) return { connection };
  return { connection: { ...connection, binding: { key, token, issuedAtMs, firstUsedAtMs: nowMs } } };
}

interface VerifiedToken {
  key: RegisteredTokenKey;
  issuedAtMs: number;
}

function verifyToken(token: string, { findTokenKey }: TokenCheckContext): VerifiedToken | undefined {
  const [header, claims, signature, ...rest] = token.split('.');
  if (!header || !claims || !signature || rest.length > 0) return undefined;
  const { alg, kid } = decodeObject(header);
  const { iss, iat } = decodeObject(claims);
  const key = typeof kid === 'string' ? findTokenKey(kid) : undefined;
  if (alg !== 'ES256' || key === undefined || iss !== key.teamId) return undefined;
  if (!isSignatureOf(`${header}.${claims}`, Buffer.from(signature, 'base64url'), key.publicKey)) return undefined;
  // APNs accepts a string as well: Apple's sample token and APNSwift send one.
  const issuedAtSeconds = typeof iat === 'number' || typeof iat === 'string' ? Number(iat) : Number.NaN;
  return Number.isFinite(issuedAtSeconds) ? { key, issuedAtMs: issuedAtSeconds * 1000 } : undefined;
}

/** APNs accepts signatures in JOSE form (r and s, 64 bytes) and in DER, which `openssl dgst -sign` makes. */
function isSignatureOf(text: string, signature: Buffer, key: KeyObject): boolean {
  const encodings = ['ieee-p1363', 'der'] as const;
  return encodings.some((dsaEncoding) => verify('sha256', Buffer.from(text), { key, dsaEncoding }, signature));
}

function decodeObject(part: string): { alg?: unknown; kid?: unknown; iss?: unknown; iat?: unknown } {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
