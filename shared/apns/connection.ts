import http2 from 'node:http2';
import type { Clock } from '../flows/ports.ts';
import type { Exchange } from './exchange.ts';
import { parseJsonObject, readStream, type StreamResult } from './streamResult.ts';

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

/** node:http2 writes one byte for each character. Of what we send, only collapse IDs may have more than ASCII. */
function inUtf8(value: string): string {
  return Buffer.from(value).toString('latin1');
}

const withBody = { endStream: false };
const withoutBody = { endStream: true };

/** The TLS alerts by which a server refuses a client's certificate (RFC 8446, 6.2), as OpenSSL names them. */
const certificateAlert = /_ALERT_(?:BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_\w+|UNKNOWN_CA|ACCESS_DENIED)/;

/**
 * One HTTP/2 connection to APNs. It takes a request only while it `hasRoom`, because node:http2 fails what it has to
 * queue itself beyond some 7,500 requests.
 */
export class Connection {
  readonly #session: http2.ClientHttp2Session;
  readonly #authority: string;
  readonly #listener: ConnectionListener;
  #state: 'connecting' | 'open' | 'draining' | 'closed' = 'connecting';
  #wasOpen = false;
  /** As the peer's SETTINGS say, live: APNs allows one stream until it has seen a valid provider token. */
  #maxStreams = 0;
  #streams = 0;
  readonly #clock: ConnectionOptions['clock'];
  readonly #proof: Proof | undefined;
  readonly openedAtMs: number;
  #lastHeardMs: number;
  #goawayReason: string | undefined;
  #hasCertificateRefused = false;

  constructor({ origin, ca, certificate, openProof, clock }: ConnectionOptions, listener: ConnectionListener) {
    this.#clock = clock;
    this.#proof = openProof?.();
    this.openedAtMs = clock.nowMs();
    this.#lastHeardMs = this.openedAtMs;
    this.#authority = new URL(origin).host;
    this.#listener = listener;
    this.#session = http2.connect(origin, {
      ...(ca !== undefined && { ca }),
      ...(certificate && { cert: certificate.certificatePem, key: certificate.privateKeyPem }),
      minVersion: 'TLSv1.2',
      settings: { enablePush: false },
      // Each header is sent once, so Node need not look for repeated ones. (Its types know this option of servers only.)
      ...{ strictSingleValueFields: false },
    });
    // An idle connection must not keep a process alive.
    this.#session.unref();
    this.#session.on('remoteSettings', ({ maxConcurrentStreams }) => {
      if (this.#state === 'connecting') this.#state = 'open';
      this.#wasOpen = true;
      this.#maxStreams = maxConcurrentStreams ?? 1;
      this.#listener.onChange();
    });
    this.#session.on('goaway', (_code, _lastStreamId, debugData) => {
      const { reason } = parseJsonObject(Buffer.from(debugData ?? []).toString('utf8'));
      if (typeof reason === 'string') this.#goawayReason = reason;
      this.drain();
    });
    // Each stream tells its own loss; the session's error adds nothing to it, except why there is no connection.
    this.#session.on('error', (error) => this.#onTlsError(error));
    // With TLS 1.3 that comes when the client is already connected, and Node's session does not end by it.
    this.#session.on('connect', (_session, socket) => socket.on('error', (error) => this.#onTlsError(error)));
    this.#session.on('close', () => {
      this.#state = 'closed';
      // That was told when it was found out.
      if (!this.#hasCertificateRefused) this.#listener.onChange();
    });
  }

  #onTlsError(error: Error & { code?: string }): void {
    if (!certificateAlert.test(error.code ?? '') || this.#state === 'closed') return;
    this.#hasCertificateRefused = true;
    this.destroy();
    this.#listener.onChange();
  }

  /** APNs has refused our certificate in the handshake: revoked, expired, or not one of Apple's. */
  get hasCertificateRefused(): boolean {
    return this.#hasCertificateRefused;
  }

  get hasRoom(): boolean {
    return this.#state === 'open' && this.#streams < this.#maxStreams;
  }

  /** It takes requests, or will once it is connected. */
  get isUsable(): boolean {
    return this.#state === 'connecting' || this.#state === 'open';
  }

  /** APNs would take no request over it any more. */
  get isSpent(): boolean {
    return this.#proof?.isSpent === true;
  }

  get isConnecting(): boolean {
    return this.#state === 'connecting';
  }

  /** It never came to be: nobody there, no TLS, no SETTINGS. */
  get hasFailedToConnect(): boolean {
    return this.#state === 'closed' && !this.#wasOpen;
  }

  /** Why APNs closed it, in Apple's word, if it said so. */
  get goawayReason(): string | undefined {
    return this.#goawayReason;
  }

  /** Since the peer was last heard of. */
  get silentMs(): number {
    return this.#clock.nowMs() - this.#lastHeardMs;
  }

  /** Takes no more requests; those that are out may finish. */
  drain(): void {
    if (!this.isUsable) return;
    this.#state = 'draining';
    if (this.#streams === 0) this.#session.close();
    this.#listener.onChange();
  }

  destroy(): void {
    // At once, and not only when the session has told its end: nobody may take it for usable in between.
    this.#state = 'closed';
    this.#session.destroy();
  }

  /** Whether the peer still answers. A connection that was frozen with its Lambda may have died without a word. */
  isAlive(timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs, false);
      const answered = (error: Error | null) => {
        clearTimeout(timer);
        if (error === null) this.#lastHeardMs = this.#clock.nowMs();
        resolve(error === null);
      };
      if (this.#session.destroyed || !this.#session.ping(answered)) answered(new Error('the session is gone'));
    });
  }

  /** Only while it `hasRoom`. */
  send(exchange: Exchange): http2.ClientHttp2Stream {
    const { method, path, headers, body } = exchange.request;
    const authorization = this.#proof?.header();
    exchange.authorization = authorization;
    this.#streams += 1;
    // Names and values in turns, which node:http2 takes as they are; from an object it would make a second one.
    const fields = [':method', method, ':path', path, ':scheme', 'https', ':authority', this.#authority];
    if (authorization !== undefined) fields.push('authorization', authorization);
    for (const name in headers) {
      const value = headers[name as keyof typeof headers];
      if (value !== undefined) fields.push(name, name === 'apns-collapse-id' ? inUtf8(value) : value);
    }
    const stream = this.#session.request(fields, body === '' ? withoutBody : withBody);
    readStream(this.#session, stream, exchange, this.#onResult);
    if (body !== '') stream.end(Buffer.from(body));
    return stream;
  }

  readonly #onResult = (exchange: Exchange, result: StreamResult): void => {
    this.#streams -= 1;
    if (result.kind === 'answer') this.#onAnswer(exchange);
    if (this.#state === 'draining' && this.#streams === 0) this.#session.close();
    this.#listener.onResult(exchange, result);
  };

  #onAnswer({ authorization }: Exchange): void {
    this.#lastHeardMs = this.#clock.nowMs();
    if (authorization !== undefined) this.#proof?.answered(authorization);
  }
}
