/** GOAWAY from a host of the fake APNs: with the reason as JSON in the debug data, as Apple documents it. */
import { constants, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { TLSSocket } from 'node:tls';

function sendGoaway(session: ServerHttp2Session, lastStreamId: number, reason: string): void {
  // The client has left, and its socket is not closed yet: node:http2 throws if it is asked to write.
  if (session.destroyed) return;
  session.goaway(constants.NGHTTP2_NO_ERROR, lastStreamId, Buffer.from(JSON.stringify({ reason })));
}

/** Rejects a connection before any stream: last stream 0, and no answer to anything. */
export function refuseConnection(session: ServerHttp2Session, reason: string): void {
  sendGoaway(session, 0, reason);
  session.close();
}

/** Counts a connection's streams, so that a GOAWAY is correct about which of them were processed. */
export class GracefulLeave {
  readonly #session: ServerHttp2Session;
  readonly #socket: TLSSocket;
  #openStreams = 0;
  #isClosing = false;
  #highestProcessedId = 0;
  /** After GOAWAY: the last stream that it promised to finish. */
  #lastStreamId = Number.POSITIVE_INFINITY;

  constructor(session: ServerHttp2Session, socket: TLSSocket) {
    this.#session = session;
    this.#socket = socket;
  }

  get #isLeaving(): boolean {
    return this.#lastStreamId !== Number.POSITIVE_INFINITY;
  }

  /**
   * Call it for each new stream. After GOAWAY the connection closes with the last of them. Not with `session.close()`:
   * its own GOAWAY names a higher last stream, which is a protocol error to the client.
   */
  opened(stream: ServerHttp2Stream): void {
    this.#openStreams += 1;
    stream.once('close', () => {
      this.#openStreams -= 1;
      // Node writes the last frames of a stream after its `close` event, in the same turn of the event loop.
      if (this.#isLeaving && this.#openStreams === 0) this.#closeSoon();
    });
  }

  /** GOAWAY has announced to the client that this stream is not processed, so it must not be. */
  hasDisowned(stream: ServerHttp2Stream): boolean {
    return (stream.id ?? 0) > this.#lastStreamId;
  }

  processed(stream: ServerHttp2Stream): void {
    this.#highestProcessedId = Math.max(this.#highestProcessedId, stream.id ?? 0);
  }

  /** Rejects this stream and all that are not processed yet; those before are finished, then the connection closes. */
  leave(stream: ServerHttp2Stream, reason: string): void {
    this.#sayGoaway(reason);
    refuseStream(stream);
  }

  /** Accepts no more streams; existing ones are finished, then the connection closes. */
  leaveWhenIdle(reason: string): void {
    this.#sayGoaway(reason);
    if (this.#openStreams === 0) this.#closeSoon();
  }

  /** Only once: streams that were on their way come and go until the socket is closed. */
  #closeSoon(): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    setImmediate(() => this.#socket.destroySoon());
  }

  #sayGoaway(reason: string): void {
    // Node reads 0 as "the last one received": a first stream is rejected with RST_STREAM alone.
    this.#lastStreamId = Math.max(this.#highestProcessedId, 1);
    sendGoaway(this.#session, this.#lastStreamId, reason);
  }
}

export function refuseStream(stream: ServerHttp2Stream): void {
  stream.close(constants.NGHTTP2_REFUSED_STREAM);
}
