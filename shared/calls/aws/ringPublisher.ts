/** Publishes over AppSync Events. https://docs.aws.amazon.com/appsync/latest/eventapi/publish-http.html */
import { createHash, createHmac } from 'node:crypto';
import { fromEnv } from '@aws-sdk/credential-provider-env';
import { SignatureV4 } from '@smithy/signature-v4';
import { lazily } from '../../platform/aws/lazily.ts';
import type { RingPublisher } from '../ports.ts';

/** Nobody waits longer: phones that hear nothing ask by themselves. */
const timeoutMs = 1500;

/** @param url `https://<id>.appsync-api.<region>.amazonaws.com/event`. */
export function appSyncRingPublisher(url: string, region: string): RingPublisher {
  const signer = lazily(
    () => new SignatureV4({ service: 'appsync', region, credentials: fromEnv(), sha256: NodeSha256 }),
  );
  return {
    async publish({ channel, event }) {
      const { protocol, hostname, host, port, pathname } = new URL(url);
      const body = JSON.stringify({ channel, events: [JSON.stringify(event)] });
      const { headers } = await signer().sign({
        method: 'POST',
        protocol,
        hostname,
        ...(port !== '' && { port: Number(port) }),
        path: pathname,
        query: {},
        headers: { host, 'content-type': 'application/json' },
        body,
      });
      const { host: _setByFetch, ...sent } = headers;
      const response = await fetch(url, {
        method: 'POST',
        headers: sent,
        body,
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) throw new Error(`the ring channel answered ${response.status}: ${await response.text()}`);
      await response.body?.cancel();
    },
  };
}

/** Node's own SHA-256 in the shape that the signer takes. */
class NodeSha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(chunk: Uint8Array | string): void {
    this.#hash.update(chunk);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error('the signer makes a new one each time');
  }
}

function bytesOf(secret: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof secret === 'string') return Buffer.from(secret);
  if (secret instanceof ArrayBuffer) return Buffer.from(secret);
  return Buffer.from(secret.buffer, secret.byteOffset, secret.byteLength);
}
