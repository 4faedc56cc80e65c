/** One HTTP/2 connection to APNs, as the dispatcher sees it, whatever it is made of. */
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
  /** Makes the proof of one connection; absent with a certificate, which is the proof. */
  openProof?: (() => Proof) | undefined;
  clock: Pick<Clock, 'nowMs'>;
}

/** By what the requests of one connection prove who sends them. */
export interface Proof {
  /** APNs would take no request of this connection any more: it must be replaced by another one. */
  readonly isSpent: boolean;
  /** The `authorization` of a request that leaves now. */
  header(): string | undefined;
  /** APNs has answered a request that left with this header. */
  answered(header: string): void;
}

export interface ConnectionListener {
  /** There may be room now, or there will be no more. */
  onChange(): void;
  /** Once for each exchange that was sent. */
  onResult(exchange: Exchange, result: StreamResult): void;
}

export interface Connection {
  /** Epoch milliseconds. */
  readonly openedAtMs: number;
  /** It can take one more request now. */
  readonly hasRoom: boolean;
  /** It takes requests, or will once it is connected. */
  readonly isUsable: boolean;
  readonly isConnecting: boolean;
  /** APNs would take no request over it any more. */
  readonly isSpent: boolean;
  /** It never came to be: nobody there, no TLS, no SETTINGS. */
  readonly hasFailedToConnect: boolean;
  /** APNs has refused our certificate in the handshake: revoked, expired, or not one of Apple's. */
  readonly hasCertificateRefused: boolean;
  /** Why APNs closed it, in Apple's word, if it said so. */
  readonly goawayReason: string | undefined;
  /** How long the peer has not been heard of. */
  readonly silentMs: number;
  /** Only while it `hasRoom`. Sets the exchange's `stream` and `authorization`. */
  send(exchange: Exchange): void;
  /** Whether the peer still answers. A connection that was frozen with its Lambda may have died without a word. */
  isAlive(timeoutMs: number): Promise<boolean>;
  /** Takes no more requests; those that are out may finish. */
  drain(): void;
  /** Ends it at once, with all that is out. */
  destroy(): void;
}

export type Connect = (options: ConnectionOptions, listener: ConnectionListener) => Connection;
