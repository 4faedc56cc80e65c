import http2 from 'node:http2';
import { addressAttempt } from './addressAttempt.ts';
import { isCertificateAlert } from './certificateAlert.ts';
import type { Connect, Connection, ConnectionListener, ConnectionOptions, Proof } from './connection.ts';
import type { Exchange } from './exchange.ts';
import { readStream } from './http2Stream.ts';
import { bytesOf } from './requestBody.ts';
import { parseJsonObject, type StreamResult } from './streamResult.ts';

/** node:http2 writes one byte for each character. Of the headers, only collapse IDs may exceed ASCII. */
function inUtf8(value: string): string {
  return Buffer.from(value).toString('latin1');
}

const withBody = { endStream: false };
const withoutBody = { endStream: true };

/**
 * A connection over node:http2: the reference. It takes a request only while it `hasRoom`, because node:http2 fails
 * requests that it has to queue itself beyond some 7,500.
 */
class Http2Connection implements Connection {
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
      ...addressAttempt,
      settings: { enablePush: false },
      // Each header is sent once, so Node need not check for repeated ones. (Its types have this option for servers
      // only.)
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
    // Each stream reports its own loss; the session's error adds only why there is no connection.
    this.#session.on('error', (error) => this.#onTlsError(error));
    // With TLS 1.3 that comes when the client is already connected, and it does not end Node's session.
    this.#session.on('connect', (_session, socket) => socket.on('error', (error) => this.#onTlsError(error)));
    this.#session.on('close', () => {
      this.#state = 'closed';
      // That was reported when it was detected.
      if (!this.#hasCertificateRefused) this.#listener.onChange();
    });
  }

  #onTlsError(error: Error & { code?: string }): void {
    if (!isCertificateAlert(error) || this.#state === 'closed') return;
    this.#hasCertificateRefused = true;
    this.destroy();
    this.#listener.onChange();
  }

  get hasCertificateRefused(): boolean {
    return this.#hasCertificateRefused;
  }

  get hasRoom(): boolean {
    return this.#state === 'open' && this.#streams < this.#maxStreams;
  }

  get maxStreams(): number {
    return this.#maxStreams;
  }

  get isUsable(): boolean {
    return this.#state === 'connecting' || this.#state === 'open';
  }

  get isSpent(): boolean {
    return this.#proof?.isSpent === true;
  }

  get isConnecting(): boolean {
    return this.#state === 'connecting';
  }

  get hasFailedToConnect(): boolean {
    return this.#state === 'closed' && !this.#wasOpen;
  }

  get goawayReason(): string | undefined {
    return this.#goawayReason;
  }

  get silentMs(): number {
    return this.#clock.nowMs() - this.#lastHeardMs;
  }

  drain(): void {
    if (!this.isUsable) return;
    this.#state = 'draining';
    if (this.#streams === 0) this.#session.close();
    this.#listener.onChange();
  }

  destroy(): void {
    // At once, before the session reports its end: nobody may use it in between.
    this.#state = 'closed';
    this.#session.destroy();
  }

  isAlive(timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs, false);
      const answered = (error: Error | null) => {
        clearTimeout(timer);
        if (error === null) this.#lastHeardMs = this.#clock.nowMs();
        resolve(error === null);
      };
      if (this.#session.destroyed || !this.#session.ping(answered)) answered(new Error('the session is closed'));
    });
  }

  send(exchange: Exchange): void {
    const { method, path, pathEnd = '', headers, body } = exchange.request;
    const authorization = this.#proof?.header();
    exchange.authorization = authorization;
    this.#streams += 1;
    // Names and values in turns, which node:http2 takes as they are; from an object it would make a second one.
    const fields = [':method', method, ':path', path + pathEnd, ':scheme', 'https', ':authority', this.#authority];
    if (authorization !== undefined) fields.push('authorization', authorization);
    for (const name in headers) {
      const value = headers[name as keyof typeof headers];
      if (value !== undefined) fields.push(name, name === 'apns-collapse-id' ? inUtf8(value) : value);
    }
    const stream = this.#session.request(fields, body === '' ? withoutBody : withBody);
    exchange.stream = readStream(this.#session, stream, exchange, this.#onResult);
    if (body !== '') stream.end(bytesOf(body));
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

export const connectOverHttp2: Connect = (options, listener) => new Http2Connection(options, listener);
