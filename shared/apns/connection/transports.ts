/** What the connections to APNs may be made of: docs/decisions/0056. */
import type { Connect } from './connection.ts';
import { Http2Connection } from './http2Connection.ts';

export const transports = {
  http2: (options, listener) => new Http2Connection(options, listener),
} as const satisfies Record<string, Connect>;

export type TransportName = keyof typeof transports;

export const usualTransport: TransportName = 'http2';

/**
 * @param name undefined: the usual one.
 * @throws Error when there is no such transport.
 */
export function transportNamed(name: string | undefined): TransportName {
  if (name === undefined) return usualTransport;
  if (Object.hasOwn(transports, name)) return name as TransportName;
  const names = Object.keys(transports).join(' or ');
  throw new Error(`there is no APNs transport "${name}": set RINGPOST_APNS_TRANSPORT to ${names}, or leave it out`);
}
