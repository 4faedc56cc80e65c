import { createPrivateKey } from 'node:crypto';
import type { TokenCredential } from './credential.ts';
import { signDeterministically } from './deterministicSignature.ts';

/**
 * APNs refuses tokens older than 60 minutes, and a second new one within 20 minutes on a connection (Apple:
 * "Establishing a token-based connection to APNs"). On a grid of 40 minutes each token is used for 40 at most, and two
 * are never closer than that, whatever function makes them.
 */
const gridSeconds = 40 * 60;

/**
 * Makes the provider tokens (JWT, ES256) of one key. The signature is deterministic (RFC 6979), so all functions of a
 * team that hold the key make the same bytes at the same time, without a word between them (E-7).
 */
export class ProviderTokens {
  readonly #credential: TokenCredential;
  readonly #secretKey: Buffer;
  #current: { issuedAtSeconds: number; token: string } | undefined;

  /** @throws Error when the key is not an EC private key in PEM. */
  constructor(credential: TokenCredential) {
    this.#credential = credential;
    const { crv, d } = createPrivateKey(credential.privateKeyPem).export({ format: 'jwk' });
    if (crv !== 'P-256' || d === undefined)
      throw new Error(`key ${credential.keyId} is not an EC P-256 key: store it again`);
    this.#secretKey = Buffer.from(d, 'base64url');
  }

  tokenAt(nowMs: number): string {
    const issuedAtSeconds = Math.floor(nowMs / 1000 / gridSeconds) * gridSeconds;
    if (this.#current?.issuedAtSeconds !== issuedAtSeconds) {
      this.#current = { issuedAtSeconds, token: this.#sign(issuedAtSeconds) };
    }
    return this.#current.token;
  }

  #sign(iat: number): string {
    const { keyId, teamId } = this.#credential;
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const content = `${encode({ alg: 'ES256', kid: keyId })}.${encode({ iss: teamId, iat })}`;
    return `${content}.${signDeterministically(content, this.#secretKey).toString('base64url')}`;
  }
}
