import { ConnectionError, errorCodes } from './protocol.ts';

/** Size of the longest header block that is put together; its decoded form has a limit of its own. */
const maxBlockBytes = 64 * 1024;
const maxContinuations = 16;

/** A header block in several frames (RFC 9113, 6.10), with no other frame in between. */
export class HeaderBlocks {
  #streamId = 0;
  #endsStream = false;
  #continuations = 0;
  #parts: Buffer[] = [];
  #bytes = 0;

  /** A block has begun, and its end has not arrived. */
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

  /** @throws ConnectionError if it belongs to another stream, or makes the block longer than any answer's. */
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
