import type { FrameWriter } from './frameWriter.ts';
import type { PeerSettings } from './peerSettings.ts';
import { ConnectionError, errorCodes, largestWindowBytes, usualWindowBytes } from './protocol.ts';
import type { WireStream } from './wireStream.ts';

/** Sends bodies that the windows do not allow at once, as they open (RFC 9113, 5.2). */
export class BodySender {
  readonly #writer: FrameWriter;
  readonly #settings: PeerSettings;
  readonly #waiting = new Set<WireStream>();
  /** How many bytes of body the peer accepts on the connection. */
  windowBytes = usualWindowBytes;

  constructor(writer: FrameWriter, settings: PeerSettings) {
    this.#writer = writer;
    this.#settings = settings;
  }

  /** Sends what the windows allow; the rest waits. */
  send(stream: WireStream, body: Buffer): void {
    stream.unsentBody = body;
    this.#waiting.add(stream);
    this.#sendSome(stream);
  }

  /** Forgets the unsent part of a stream. @returns whether there was any. */
  cancel(stream: WireStream): boolean {
    stream.unsentBody = undefined;
    return this.#waiting.delete(stream);
  }

  /** @returns whether anything waited for it. */
  openConnectionWindow(increment: number): boolean {
    this.windowBytes += increment;
    if (this.windowBytes > largestWindowBytes) throw tooLarge('connection');
    const didWait = this.#waiting.size > 0;
    for (const stream of this.#waiting) {
      if (this.windowBytes === 0) break;
      this.#sendSome(stream);
    }
    return didWait;
  }

  /** No window may exceed the maximum; one that would is an error of the stream. */
  canOpenStreamWindow(stream: WireStream, increment: number): boolean {
    return stream.sendWindowBytes + increment <= largestWindowBytes;
  }

  /** @returns whether anything waited for it. */
  openStreamWindow(stream: WireStream, increment: number): boolean {
    stream.sendWindowBytes += increment;
    const didWait = this.#waiting.has(stream);
    if (didWait) this.#sendSome(stream);
    return didWait;
  }

  /** A new initial window also applies to open streams (RFC 9113, 6.9.2); theirs may become negative. */
  changeInitialWindow(streams: Iterable<WireStream>, difference: number): void {
    for (const stream of streams) {
      stream.sendWindowBytes += difference;
      if (stream.sendWindowBytes > largestWindowBytes) throw tooLarge('stream');
      if (this.#waiting.has(stream)) this.#sendSome(stream);
    }
  }

  #sendSome(stream: WireStream): void {
    for (let body = stream.unsentBody; body !== undefined; body = stream.unsentBody) {
      const bytes = Math.min(body.length, this.windowBytes, stream.sendWindowBytes, this.#settings.maxFrameBytes);
      if (bytes <= 0) return;
      const isLast = bytes === body.length;
      this.#writer.data(stream.id, body, 0, bytes, isLast);
      this.windowBytes -= bytes;
      stream.sendWindowBytes -= bytes;
      stream.unsentBody = isLast ? undefined : body.subarray(bytes);
    }
    this.#waiting.delete(stream);
  }
}

function tooLarge(whose: string): ConnectionError {
  return new ConnectionError(errorCodes.flowControlError, `a ${whose} window that is too large`);
}
