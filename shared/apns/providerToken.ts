import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import type { TokenCredential } from './credential.ts';

/**
 * APNs refuses tokens older than 60 minutes, and a second new one within 20 minutes on a connection (Apple:
 * "Establishing a token-based connection to APNs"). On a grid of 40 minutes each token is used for 40 at most, and two
 * are never closer than that, whatever function makes them.
 */
const gridSeconds = 40 * 60;

/** Makes the provider tokens (JWT, ES256) of one key; the same one for as long as its place on the grid lasts. */
export class ProviderTokens {
  readonly #credential: TokenCredential;
  readonly #key: KeyObject;
  #current: { issuedAtSeconds: number; token: string } | undefined;

  /** @throws Error when the key is not a private key in PEM. */
  constructor(credential: TokenCredential) {
    this.#credential = credential;
    this.#key = createPrivateKey(credential.privateKeyPem);
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
    const signature = sign('sha256', Buffer.from(content), { key: this.#key, dsaEncoding: 'ieee-p1363' });
    return `${content}.${signature.toString('base64url')}`;
  }
}
