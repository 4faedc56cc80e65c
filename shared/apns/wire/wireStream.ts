import type { Exchange, OpenStream } from '../connection/exchange.ts';
import type { StreamResult } from '../connection/streamResult.ts';

/** Takes what became of a request, once. */
export type OnStreamResult = (exchange: Exchange, result: StreamResult) => void;

const noBytes = Buffer.alloc(0);

/** What is known of one stream while its request is out: a plain record, because there are thousands at a time. */
export class WireStream implements OpenStream {
  readonly id: number;
  readonly exchange: Exchange;
  readonly #abandon: (stream: WireStream) => void;
  /** How many bytes of body the peer takes. */
  sendWindowBytes: number;
  /** The part of the body that has not been sent; undefined when all has. */
  unsentBody: Buffer | undefined;
  /** The final status, once it is there. */
  status = 0;
  headers: Record<string, string> | undefined;
  /** The body's length by `content-length`; -1 when the head did not say. */
  contentLength = -1;
  /** What came of the body is in the first `bodyBytes` of it. */
  body: Buffer = noBytes;
  bodyBytes = 0;
  /** The flow-controlled bytes that came so far, padding included. */
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

  /** The first part is mostly all there is; later ones double it, so that many small ones cost no more than few. */
  #grow(length: number): void {
    const larger = Buffer.allocUnsafeSlow(this.body.length === 0 ? length : Math.max(length, 2 * this.body.length));
    this.body.copy(larger, 0, 0, this.bodyBytes);
    this.body = larger;
  }
}
