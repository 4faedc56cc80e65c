/** Reads the answer of a node:http2 stream. */
import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2';
import { constants } from 'node:http2';
import type { Exchange, OpenStream } from './exchange.ts';
import { maxBodyBytes, type StreamResult } from './streamResult.ts';

type OnResult = (exchange: Exchange, result: StreamResult) => void;

const reading = Symbol('reading');
type ReadStream = ClientHttp2Stream & { [reading]?: Reading | undefined };

/**
 * State of a stream that is being read. node:http2 keeps a stream for some time after its end, so this is detached as
 * soon as the result is reported: objects that stay longer burden the garbage collector. For the same reason the
 * listeners are shared by all streams.
 */
class Reading implements OpenStream {
  readonly #stream: ReadStream;
  readonly #session: ClientHttp2Session;
  readonly #exchange: Exchange;
  readonly #onResult: OnResult;
  #answer: IncomingHttpHeaders | undefined;
  /** Parts of the body, once there is one. */
  #chunks: Buffer[] | undefined;
  #bytes = 0;

  constructor(session: ClientHttp2Session, stream: ReadStream, exchange: Exchange, onResult: OnResult) {
    this.#session = session;
    this.#stream = stream;
    this.#exchange = exchange;
    this.#onResult = onResult;
  }

  /**
   * Reports the deadline here rather than when the stream has closed: one that waits inside Node during a GOAWAY never
   * closes.
   */
  abandon(): void {
    if (this.#stream[reading] === this) this.#report({ kind: 'lost', cause: 'deadline' });
    this.#stream.close(constants.NGHTTP2_CANCEL);
  }

  onResponse(headers: IncomingHttpHeaders, flags: number): void {
    this.#answer = headers;
    // An accepted push has no body: nothing more will come, and waiting for the end of the stream costs time.
    if (flags & constants.NGHTTP2_FLAG_END_STREAM) this.#reportAnswer(headers);
    else {
      this.#chunks = [];
      this.#stream.on('data', onData);
    }
  }

  onData(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes <= maxBodyBytes) this.#chunks?.push(chunk);
  }

  onClose(code: number | undefined): void {
    if (this.#answer !== undefined && code === constants.NGHTTP2_NO_ERROR) this.#reportAnswer(this.#answer);
    else if (this.#answer === undefined && code === constants.NGHTTP2_REFUSED_STREAM) {
      this.#report({ kind: 'unprocessed' });
    } else this.#report({ kind: 'lost', cause: this.#session.destroyed ? 'connection_lost' : 'stream_reset' });
  }

  #reportAnswer(headers: IncomingHttpHeaders): void {
    const body = this.#chunks === undefined ? '' : Buffer.concat(this.#chunks).toString('utf8');
    this.#report({ kind: 'answer', answer: { status: Number(headers[':status']), headers, body } });
  }

  #report(result: StreamResult): void {
    this.#stream[reading] = undefined;
    this.#onResult(this.#exchange, result);
  }
}

/** @param onResult called once, as soon as the result is known. */
export function readStream(
  session: ClientHttp2Session,
  stream: ReadStream,
  exchange: Exchange,
  onResult: OnResult,
): OpenStream {
  const known = new Reading(session, stream, exchange, onResult);
  stream[reading] = known;
  stream.on('response', onResponse);
  stream.on('close', onClose);
  // `close` reports the same, with the code.
  stream.on('error', ignore);
  return known;
}

function onResponse(this: ReadStream, headers: IncomingHttpHeaders, flags: number): void {
  this[reading]?.onResponse(headers, flags);
}

function onData(this: ReadStream, chunk: Buffer): void {
  this[reading]?.onData(chunk);
}

function onClose(this: ReadStream): void {
  this[reading]?.onClose(this.rstCode);
}

function ignore(): void {}
