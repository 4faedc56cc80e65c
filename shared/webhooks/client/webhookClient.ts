/** Sends requests to the receivers of webhooks, which may be anybody's. */
import { type LookupAddress, lookup } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { SendOutcome, WebhookClient } from '../ports.ts';
import { type AllowedAddresses, isAllowedAddress, urlFault } from '../rules/address.ts';

export interface WebhookClientOptions {
  allowed: AllowedAddresses;
  /** Time for the connection, the request and the status of the answer. */
  timeLimitMs: number;
  /** Resolves a host's name; for tests. */
  resolve?: typeof resolveAll;
  /** A PEM with further CAs to trust; for tests. */
  ca?: string | undefined;
}

class PrivateAddress extends Error {}

export function webhookClient(options: WebhookClientOptions): WebhookClient {
  return {
    post: (url, headers, body) =>
      urlFault(url, options.allowed) === undefined
        ? post(options, url, headers, body)
        : Promise.resolve({ kind: 'unanswered', cause: 'private_address' }),
  };
}

function post(
  { allowed, timeLimitMs, resolve = resolveAll, ca }: WebhookClientOptions,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<SendOutcome> {
  return new Promise((settle) => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const request = send(url, {
      method: 'POST',
      headers: { ...headers, 'user-agent': 'ringpost', 'content-length': Buffer.byteLength(body) },
      lookup: allowedLookup(allowed, resolve),
      // A connection that froze with the function would fail the next request.
      agent: false,
      ...(ca !== undefined && { ca }),
    });
    const end = (outcome: SendOutcome) => {
      clearTimeout(timer);
      settle(outcome);
      // Whatever the receiver still sends is not read: a body without end costs nothing.
      request.destroy();
    };
    const timer = setTimeout(() => end({ kind: 'unanswered', cause: 'timeout' }), timeLimitMs);
    request.on('response', ({ statusCode = 0, headers: answered }: IncomingMessage) =>
      end({ kind: 'answered', status: statusCode, retryAfter: answered['retry-after'] }),
    );
    request.on('error', (error) =>
      end({ kind: 'unanswered', cause: error instanceof PrivateAddress ? 'private_address' : 'not_reached' }),
    );
    request.end(body);
  });
}

/**
 * Resolves a name, and refuses it if any of its addresses is not allowed. The connection is made to what was checked
 * here, so a name cannot change its address in between.
 */
function allowedLookup(allowed: AllowedAddresses, resolve: typeof resolveAll): LookupFunction {
  return (hostname, { all }, answer) => {
    resolve(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined || !addresses.every(({ address }) => isAllowedAddress(address, allowed))) {
          answer(new PrivateAddress(`${hostname} is not a public host`), '', 0);
        } else if (all) answer(null, addresses);
        else answer(null, first.address, first.family);
      },
      (error: unknown) => answer(error instanceof Error ? error : new Error(String(error)), '', 0),
    );
  };
}

function resolveAll(hostname: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    lookup(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });
}
