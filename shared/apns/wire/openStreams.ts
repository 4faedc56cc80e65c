import type { Exchange } from '../connection/exchange.ts';
import { ConnectionError, errorCodes, largestStreamId } from './protocol.ts';
import { WireStream } from './wireStream.ts';

/** How many streams that were reset are remembered: the peer may still send what was on its way. */
const maxResetStreams = 10_000;

/** The streams of one connection, and which frames are allowed on closed ones (RFC 9113, 5.1). */
export class OpenStreams {
  readonly #open = new Map<number, WireStream>();
  readonly #reset = new Set<number>();
  #nextId = 1;

  get count(): number {
    return this.#open.size;
  }

  /** A billion requests have used up the IDs. */
  get isUsedUp(): boolean {
    return this.#nextId > largestStreamId;
  }

  open(exchange: Exchange, sendWindowBytes: number, abandon: (stream: WireStream) => void): WireStream {
    const stream = new WireStream(this.#nextId, exchange, sendWindowBytes, abandon);
    this.#nextId += 2;
    this.#open.set(stream.id, stream);
    return stream;
  }

  has(stream: WireStream): boolean {
    return this.#open.get(stream.id) === stream;
  }

  get(streamId: number): WireStream | undefined {
    return this.#open.get(streamId);
  }

  /**
   * The stream of a HEADERS or DATA frame.
   * @returns undefined if it was reset here: then the frame is ignored.
   * @throws ConnectionError if the peer has ended it, or it was never opened.
   */
  find(streamId: number, endsStream: boolean): WireStream | undefined {
    const stream = this.#open.get(streamId);
    if (stream !== undefined) return stream;
    this.requireOpened(streamId);
    if (!this.#reset.has(streamId)) throw new ConnectionError(errorCodes.streamClosed, 'a frame on a closed stream');
    if (endsStream) this.#reset.delete(streamId);
    return undefined;
  }

  /** @throws ConnectionError if such a stream was never opened: a server opens none, as push is off. */
  requireOpened(streamId: number): void {
    if (streamId !== 0 && streamId % 2 === 1 && streamId < this.#nextId) return;
    throw new ConnectionError(errorCodes.protocolError, 'a frame on a stream that is not open');
  }

  /** The peer has ended it. */
  end(stream: WireStream): void {
    this.#open.delete(stream.id);
  }

  /** It was reset here. */
  reset(stream: WireStream): void {
    this.#open.delete(stream.id);
    this.#reset.add(stream.id);
    if (this.#reset.size <= maxResetStreams) return;
    const [oldest] = this.#reset;
    if (oldest !== undefined) this.#reset.delete(oldest);
  }

  /** Removes all streams above this ID. */
  takeAbove(streamId: number): WireStream[] {
    const taken = [...this.#open.values()].filter(({ id }) => id > streamId);
    for (const { id } of taken) this.#open.delete(id);
    return taken;
  }

  [Symbol.iterator](): Iterator<WireStream> {
    return this.#open.values();
  }
}
