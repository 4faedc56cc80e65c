import { ConnectionError, errorCodes } from './protocol.ts';

/** The longest header block that is put together; what it decodes to has a limit of its own. */
const maxBlockBytes = 64 * 1024;
const maxContinuations = 16;

/** A header block that comes in several frames (RFC 9113, 6.10), which nothing else may come between. */
export class HeaderBlocks {
  #streamId = 0;
  #endsStream = false;
  #continuations = 0;
  #parts: Buffer[] = [];
  #bytes = 0;

  /** A block has begun, and its end has not come. */
  get isOpen(): boolean {
    return this.#streamId !== 0;
  }

  get endsStream(): boolean {
    return this.#endsStream;
  }

  begin(streamId: number, endsStream: boolean, bytes: Buffer, start: number, end: number): void {
    this.#streamId = streamId;
    this.#endsStream = endsStream;
    this.#continuations = 0;
    this.#parts = [];
    this.#bytes = 0;
    this.#add(bytes, start, end);
  }

  /** @throws ConnectionError when it is of another stream, or makes the block longer than any answer's. */
  goOn(streamId: number, bytes: Buffer, start: number, end: number): void {
    if (streamId !== this.#streamId) {
      throw new ConnectionError(errorCodes.protocolError, 'CONTINUATION of another stream');
    }
    this.#continuations += 1;
    if (this.#continuations > maxContinuations) fail();
    this.#add(bytes, start, end);
  }

  /** @returns the whole block. */
  finish(): Buffer {
    this.#streamId = 0;
    const block = Buffer.concat(this.#parts);
    this.#parts = [];
    return block;
  }

  #add(bytes: Buffer, start: number, end: number): void {
    this.#bytes += end - start;
    if (this.#bytes > maxBlockBytes) fail();
    this.#parts.push(Buffer.from(bytes.subarray(start, end)));
  }
}

function fail(): never {
  throw new ConnectionError(errorCodes.enhanceYourCalm, 'a header block without end');
}
