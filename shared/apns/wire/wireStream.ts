import type { Exchange, OpenStream } from '../connection/exchange.ts';
import type { StreamResult } from '../connection/streamResult.ts';

/** Takes the result of a request, once. */
export type OnStreamResult = (exchange: Exchange, result: StreamResult) => void;

const noBytes = Buffer.alloc(0);

/** State of one stream while its request is running: a plain record, because there are thousands at a time. */
export class WireStream implements OpenStream {
  readonly id: number;
  readonly exchange: Exchange;
  readonly #abandon: (stream: WireStream) => void;
  /** How many bytes of body the peer accepts. */
  sendWindowBytes: number;
  /** The unsent part of the body; undefined once all is sent. */
  unsentBody: Buffer | undefined;
  /** The final status, once it has arrived. */
  status = 0;
  headers: Record<string, string> | undefined;
  /** Length of the body by `content-length`; -1 if the head did not name it. */
  contentLength = -1;
  /** The received part of the body is in its first `bodyBytes`. */
  body: Buffer = noBytes;
  bodyBytes = 0;
  /** Flow-controlled bytes received so far, including padding. */
  receivedBytes = 0;

  constructor(id: number, exchange: Exchange, sendWindowBytes: number, abandon: (stream: WireStream) => void) {
    this.id = id;
    this.exchange = exchange;
    this.sendWindowBytes = sendWindowBytes;
    this.#abandon = abandon;
  }

  abandon(): void {
    this.#abandon(this);
  }

  /** Keeps a copy of these bytes as a part of the body. */
  append(bytes: Buffer, start: number, end: number): void {
    const length = this.bodyBytes + end - start;
    if (length > this.body.length) this.#grow(length);
    bytes.copy(this.body, this.bodyBytes, start, end);
    this.bodyBytes = length;
  }

  bodyText(): string {
    return this.bodyBytes === 0 ? '' : this.body.toString('utf8', 0, this.bodyBytes);
  }

  /** The first part is usually everything; later ones double it, so that many small ones cost no more than few. */
  #grow(length: number): void {
    const larger = Buffer.allocUnsafeSlow(this.body.length === 0 ? length : Math.max(length, 2 * this.body.length));
    this.body.copy(larger, 0, 0, this.bodyBytes);
    this.body = larger;
  }
}
