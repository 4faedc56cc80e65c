/** One HTTP/2 connection to APNs, as the dispatcher sees it, whatever its implementation. */
import type { Clock } from '../../platform/ports.ts';
import type { Exchange } from './exchange.ts';
import type { StreamResult } from './streamResult.ts';

export interface ConnectionOptions {
  /** `https://host:port`. */
  origin: string;
  /** PEM; without it, the CAs that Node trusts. */
  ca?: string | undefined;
  /** Client certificate and key, PEM; without them the requests carry provider tokens. */
  certificate?: { certificatePem: string; privateKeyPem: string } | undefined;
  /** Creates the authentication of one connection; absent with a certificate, which authenticates by itself. */
  openProof?: (() => Proof) | undefined;
  clock: Pick<Clock, 'nowMs'>;
}

/** Authentication of the requests of one connection. */
export interface Proof {
  /** APNs would no longer accept requests of this connection: it must be replaced. */
  readonly isSpent: boolean;
  /** `authorization` of a request that leaves now. */
  header(): string | undefined;
  /** APNs has answered a request that left with this header. */
  answered(header: string): void;
}

export interface ConnectionListener {
  /** There may be room now, or there will be no more. */
  onChange(): void;
  /** Called once for each sent exchange. */
  onResult(exchange: Exchange, result: StreamResult): void;
}

export interface Connection {
  /** Epoch milliseconds. */
  readonly openedAtMs: number;
  /** It can take one more request now. */
  readonly hasRoom: boolean;
  /** How many requests may be out at a time, as the peer says now. */
  readonly maxStreams: number;
  /** It takes requests, or will once it is connected. */
  readonly isUsable: boolean;
  readonly isConnecting: boolean;
  /** APNs would no longer accept requests over it. */
  readonly isSpent: boolean;
  /** The connection attempt failed: no host, no TLS, no SETTINGS. */
  readonly hasFailedToConnect: boolean;
  /** APNs rejected the client certificate in the handshake: revoked, expired, or not one of Apple's. */
  readonly hasCertificateRefused: boolean;
  /** Why APNs closed it, in Apple's words, if given. */
  readonly goawayReason: string | undefined;
  /** How long the peer has been silent. */
  readonly silentMs: number;
  /** Only while it `hasRoom`. Sets the exchange's `stream` and `authorization`. */
  send(exchange: Exchange): void;
  /** Whether the peer still answers. A connection that was frozen with its Lambda may have died silently. */
  isAlive(timeoutMs: number): Promise<boolean>;
  /** Takes no more requests; running ones may finish. */
  drain(): void;
  /** Ends it at once, with all running requests. */
  destroy(): void;
}

export type Connect = (options: ConnectionOptions, listener: ConnectionListener) => Connection;
