import { ConnectionError, errorCodes, frameHeadBytes, maxFrameBytes } from './protocol.ts';

/** The payload is at `bytes` from `start` to `end`, and valid only until the call returns. */
export type OnFrame = (
  type: number,
  flags: number,
  streamId: number,
  bytes: Buffer,
  start: number,
  end: number,
) => void;

/** Cuts received bytes into frames (RFC 9113, section 4.1), without copying those that come whole. */
export class FrameReader {
  readonly #onFrame: OnFrame;
  /** A frame of which a part has arrived. */
  readonly #partial = Buffer.allocUnsafeSlow(frameHeadBytes + maxFrameBytes);
  #partialBytes = 0;

  constructor(onFrame: OnFrame) {
    this.#onFrame = onFrame;
  }

  /** @throws ConnectionError if a frame is larger than allowed. */
  read(chunk: Buffer): void {
    let at = this.#partialBytes > 0 ? this.#complete(chunk) : 0;
    while (chunk.length - at >= frameHeadBytes) {
      const end = at + frameHeadBytes + payloadBytes(chunk, at);
      if (end > chunk.length) break;
      this.#report(chunk, at, end);
      at = end;
    }
    if (at < chunk.length) this.#partialBytes += chunk.copy(this.#partial, this.#partialBytes, at);
  }

  /** @returns how much of the chunk the partial frame has taken. */
  #complete(chunk: Buffer): number {
    let at = this.#fill(chunk, 0, frameHeadBytes);
    if (this.#partialBytes < frameHeadBytes) return at;
    const end = frameHeadBytes + payloadBytes(this.#partial, 0);
    at = this.#fill(chunk, at, end);
    if (this.#partialBytes < end) return at;
    this.#partialBytes = 0;
    this.#report(this.#partial, 0, end);
    return at;
  }

  #fill(chunk: Buffer, at: number, upTo: number): number {
    if (this.#partialBytes >= upTo) return at;
    const copied = chunk.copy(this.#partial, this.#partialBytes, at, at + upTo - this.#partialBytes);
    this.#partialBytes += copied;
    return at + copied;
  }

  #report(bytes: Buffer, at: number, end: number): void {
    const type = bytes[at + 3] ?? 0;
    const flags = bytes[at + 4] ?? 0;
    this.#onFrame(type, flags, bytes.readUInt32BE(at + 5) & 0x7fff_ffff, bytes, at + frameHeadBytes, end);
  }
}

function payloadBytes(bytes: Buffer, at: number): number {
  const length = bytes.readUIntBE(at, 3);
  if (length > maxFrameBytes) throw new ConnectionError(errorCodes.frameSizeError, `a frame of ${length} bytes`);
  return length;
}
