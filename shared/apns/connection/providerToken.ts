import { createPrivateKey } from 'node:crypto';
import type { TokenCredential } from '../rules/credential.ts';
import { signDeterministically } from './deterministicSignature.ts';

/**
 * A new token begins on each full half hour (UTC). A connection that keeps one for 21 minutes after its last moment still
 * leaves it before its 55th (shared/apns/connection/connectionToken.ts).
 */
export const tokenGridMs = 30 * 60_000;

export interface ProviderToken {
  /** The value of `authorization`. */
  header: string;
  /** Epoch milliseconds. */
  issuedAtMs: number;
}

/**
 * Makes the provider tokens (JWT, ES256) of one key. The signature is deterministic (RFC 6979), so all functions of a
 * team with the key make the same bytes at the same time, without communicating.
 */
export class ProviderTokens {
  readonly #credential: TokenCredential;
  readonly #secretKey: Buffer;
  #latest: ProviderToken | undefined;

  /** @throws Error if the key is not an EC private key in PEM. */
  constructor(credential: TokenCredential) {
    this.#credential = credential;
    const { crv, d } = createPrivateKey(credential.privateKeyPem).export({ format: 'jwk' });
    if (crv !== 'P-256' || d === undefined)
      throw new Error(`key ${credential.keyId} is not an EC P-256 key: store it again`);
    this.#secretKey = Buffer.from(d, 'base64url');
  }

  /** The token that a connection begins with at this time (epoch milliseconds). */
  latestAt(nowMs: number): ProviderToken {
    const issuedAtMs = Math.floor(nowMs / tokenGridMs) * tokenGridMs;
    if (this.#latest?.issuedAtMs !== issuedAtMs) {
      this.#latest = { issuedAtMs, header: `bearer ${this.#sign(issuedAtMs / 1000)}` };
    }
    return this.#latest;
  }

  #sign(iat: number): string {
    const { keyId, teamId } = this.#credential;
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const content = `${encode({ alg: 'ES256', kid: keyId })}.${encode({ iss: teamId, iat })}`;
    return `${content}.${signDeterministically(content, this.#secretKey).toString('base64url')}`;
  }
}
