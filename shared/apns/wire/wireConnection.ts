import { isIP, type OnReadOpts } from 'node:net';
import tls from 'node:tls';
import { addressAttempt } from '../connection/addressAttempt.ts';
import { isCertificateAlert } from '../connection/certificateAlert.ts';
import type { Connect, Connection, ConnectionListener, ConnectionOptions, Proof } from '../connection/connection.ts';
import type { Exchange } from '../connection/exchange.ts';
import { parseJsonObject, type StreamResult } from '../connection/streamResult.ts';
import { WireSession } from './wireSession.ts';

/** How many unsent bytes the socket may hold before requests wait where they can still go elsewhere. */
const maxUnsentBytes = 2 ** 20;
const readBufferBytes = 64 * 1024;
const httpsPort = 443;

/** A connection to APNs that speaks HTTP/2 itself, over node:tls. */
class WireConnection implements Connection {
  readonly #listener: ConnectionListener;
  readonly #clock: ConnectionOptions['clock'];
  readonly #proof: Proof | undefined;
  readonly #socket: tls.TLSSocket;
  readonly #session: WireSession;
  readonly openedAtMs: number;
  #state: 'connecting' | 'open' | 'draining' | 'closed' = 'connecting';
  #wasOpen = false;
  #lastHeardMs: number;
  #goawayReason: string | undefined;
  #hasCertificateRefused = false;

  constructor(options: ConnectionOptions, listener: ConnectionListener) {
    const { origin, openProof, clock } = options;
    this.#listener = listener;
    this.#clock = clock;
    this.#proof = openProof?.();
    this.openedAtMs = clock.nowMs();
    this.#lastHeardMs = this.openedAtMs;
    const { host, hostname, port } = new URL(origin);
    this.#session = new WireSession(host, clock, (chunk, release) => this.#socket.write(chunk, release), {
      onSettings: () => this.#onSettings(),
      onResult: (exchange, result) => this.#onResult(exchange, result),
      onGoaway: (debugData) => this.#onGoaway(debugData),
      onFailed: () => this.#onFailed(),
    });
    this.#socket = this.#openSocket(options, hostname, port === '' ? httpsPort : Number(port));
  }

  #openSocket({ ca, certificate }: ConnectionOptions, hostname: string, port: number): tls.TLSSocket {
    const socket = tls.connect({
      host: hostname,
      port,
      // An IP address is not sent as a server name (RFC 6066, section 3).
      ...(isIP(hostname) === 0 && { servername: hostname }),
      ...(ca !== undefined && { ca }),
      ...(certificate && { cert: certificate.certificatePem, key: certificate.privateKeyPem }),
      minVersion: 'TLSv1.2',
      ...addressAttempt,
      ALPNProtocols: ['h2'],
      // The types of node:tls lack this option, which it passes on to its net.Socket.
      ...{ onread: this.#readIntoOneBuffer() },
    });
    socket.setNoDelay(true);
    // An idle connection must not keep a process alive.
    socket.unref();
    socket.on('secureConnect', () => {
      if (socket.alpnProtocol === 'h2') this.#session.start();
      else socket.destroy();
    });
    socket.on('drain', () => this.#listener.onChange());
    // `close` follows; only the reason for having no connection matters.
    socket.on('error', (error) => this.#onTlsError(error));
    socket.on('close', () => this.#onClose());
    return socket;
  }

  /** One buffer receives everything, because the session keeps nothing of it. */
  #readIntoOneBuffer(): OnReadOpts {
    const buffer = Buffer.allocUnsafeSlow(readBufferBytes);
    return {
      buffer,
      callback: (bytes) => {
        this.#session.receive(buffer.subarray(0, bytes));
        return true;
      },
    };
  }

  get hasCertificateRefused(): boolean {
    return this.#hasCertificateRefused;
  }

  get hasRoom(): boolean {
    return this.#state === 'open' && this.#session.hasRoom && this.#socket.writableLength < maxUnsentBytes;
  }

  get maxStreams(): number {
    return this.#session.maxStreams;
  }

  get isUsable(): boolean {
    return this.#state === 'connecting' || this.#state === 'open';
  }

  get isSpent(): boolean {
    return this.#proof?.isSpent === true || this.#session.isUsedUp;
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

  send(exchange: Exchange): void {
    exchange.authorization = this.#proof?.header();
    this.#session.send(exchange);
  }

  drain(): void {
    if (!this.isUsable) return;
    this.#state = 'draining';
    this.#closeWhenIdle();
    this.#listener.onChange();
  }

  destroy(): void {
    this.#state = 'closed';
    this.#socket.destroy();
    this.#session.lose();
  }

  isAlive(timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs, false);
      void this.#session.ping().then((isAnswered) => {
        clearTimeout(timer);
        if (isAnswered) this.#lastHeardMs = this.#clock.nowMs();
        resolve(isAnswered);
      });
    });
  }

  #onSettings(): void {
    if (this.#state === 'connecting') this.#state = 'open';
    this.#wasOpen = true;
    this.#listener.onChange();
  }

  #onResult(exchange: Exchange, result: StreamResult): void {
    if (result.kind === 'answer') {
      this.#lastHeardMs = this.#clock.nowMs();
      if (exchange.authorization !== undefined) this.#proof?.answered(exchange.authorization);
    }
    this.#listener.onResult(exchange, result);
    this.#closeWhenIdle();
  }

  #onGoaway(debugData: string): void {
    const { reason } = parseJsonObject(debugData);
    if (typeof reason === 'string') this.#goawayReason = reason;
    this.drain();
  }

  /**
   * The peer has broken the protocol, or given its reason for the end; the socket sends the reason of this side and
   * closes.
   */
  #onFailed(): void {
    this.#state = 'closed';
    this.#socket.destroySoon();
  }

  #closeWhenIdle(): void {
    if (this.#state !== 'draining' || this.#session.streamCount > 0) return;
    this.#state = 'closed';
    this.#session.close();
    this.#socket.destroySoon();
  }

  #onTlsError(error: Error): void {
    if (!isCertificateAlert(error) || this.#state === 'closed') return;
    this.#hasCertificateRefused = true;
    this.destroy();
    this.#listener.onChange();
  }

  #onClose(): void {
    this.#state = 'closed';
    this.#session.lose();
    // That was reported when it was detected.
    if (!this.#hasCertificateRefused) this.#listener.onChange();
  }
}

export const connectOverWire: Connect = (options, listener) => new WireConnection(options, listener);
