/** HTTP/2 frames (RFC 9113, section 4), as far as the sink and the client that floods it need them. */

export const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
export const frameTypes = { data: 0, headers: 1, settings: 4, ping: 6, windowUpdate: 8 } as const;
export const frameFlags = { ack: 0x1, endStream: 0x1, endHeaders: 0x4 } as const;

const headBytes = 9;

export function frame(type: number, flags: number, streamId: number, payload: Buffer): Buffer {
  const bytes = Buffer.alloc(headBytes + payload.length);
  bytes.writeUIntBE(payload.length, 0, 3);
  bytes[3] = type;
  bytes[4] = flags;
  bytes.writeUInt32BE(streamId, 5);
  payload.copy(bytes, headBytes);
  return bytes;
}

/** Cuts received bytes into frames. */
export class Frames {
  readonly #onFrame: (type: number, flags: number, streamId: number, payload: Buffer) => void;
  #rest = Buffer.alloc(0);
  #toSkip: number;

  /**
   * @param toSkip bytes before the first frame.
   * @param onFrame its payload is valid only during the call.
   */
  constructor(toSkip: number, onFrame: (type: number, flags: number, streamId: number, payload: Buffer) => void) {
    this.#toSkip = toSkip;
    this.#onFrame = onFrame;
  }

  read(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let offset = 0;
    if (this.#toSkip > 0) {
      offset = Math.min(this.#toSkip, bytes.length);
      this.#toSkip -= offset;
    }
    while (bytes.length - offset >= headBytes) {
      const end = offset + headBytes + bytes.readUIntBE(offset, 3);
      if (end > bytes.length) break;
      const payload = bytes.subarray(offset + headBytes, end);
      this.#onFrame(bytes[offset + 3] ?? 0, bytes[offset + 4] ?? 0, bytes.readUInt32BE(offset + 5), payload);
      offset = end;
    }
    this.#rest = Buffer.from(bytes.subarray(offset));
  }
}
