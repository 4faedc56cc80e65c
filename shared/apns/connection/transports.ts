/**
 * Implementations of the connections to APNs: docs/decisions/0056. Each is loaded when the first connection needs it.
 */
import type { Connect } from './connection.ts';

export const transports = {
  /** Node's own client: the reference, and what remains if the other has a fault. */
  http2: async () => (await import('./http2Connection.ts')).connectOverHttp2,
  /** Ringpost's own, made for many small requests: the usual one. */
  wire: async () => (await import('../wire/wireConnection.ts')).connectOverWire,
} as const satisfies Record<string, LoadTransport>;

export type LoadTransport = () => Promise<Connect>;
export type TransportName = keyof typeof transports;

export const usualTransport: TransportName = 'wire';

/**
 * @param name undefined: the usual one.
 * @throws Error if there is no such transport.
 */
export function transportNamed(name: string | undefined): TransportName {
  if (name === undefined) return usualTransport;
  if (name === 'http2' || name === 'wire') return name;
  const names = Object.keys(transports).join(' or ');
  throw new Error(`there is no APNs transport "${name}": set RINGPOST_APNS_TRANSPORT to ${names}, or leave it out`);
}
