import { frameFlags, frameHeadBytes, frameTypes, preface, settingIds } from './protocol.ts';

/**
 * Takes a chunk of frames.
 * @param release called when its bytes have been sent: the chunk is then reused.
 */
export type WriteChunk = (chunk: Buffer, release: () => void) => void;

const chunkBytes = 64 * 1024;
const maxSpareChunks = 4;
const noChunk = Buffer.alloc(0);

/** Collects the frames of one turn of the event loop, so that they leave in one write. */
export class FrameWriter {
  readonly #write: WriteChunk;
  readonly #spare: Buffer[] = [];
  /** `noChunk` between two writes: a connection that is silent holds no more than the spare ones. */
  #chunk: Buffer = noChunk;
  #end = 0;
  #isScheduled = false;
  readonly #flushScheduled = () => {
    this.#isScheduled = false;
    this.flush();
  };

  constructor(write: WriteChunk) {
    this.#write = write;
  }

  /** Position of the next frame, with room for this many bytes. Call `advance` after writing it. */
  reserve(bytes: number): { chunk: Buffer; at: number } {
    this.#makeRoom(bytes);
    return { chunk: this.#chunk, at: this.#end };
  }

  /** @param end after the last written byte. */
  advance(end: number): void {
    this.#end = end;
  }

  /** Hands on what there is, now. */
  flush(): void {
    if (this.#end === 0) return;
    const chunk = this.#chunk;
    const end = this.#end;
    this.#end = 0;
    this.#chunk = noChunk;
    this.#write(chunk.subarray(0, end), () => {
      if (chunk.length === chunkBytes && this.#spare.length < maxSpareChunks) this.#spare.push(chunk);
    });
  }

  preface(): void {
    this.#makeRoom(preface.length);
    this.#end += this.#chunk.write(preface, this.#end, 'latin1');
  }

  settings(settings: Partial<Record<keyof typeof settingIds, number>>): void {
    const entries = Object.entries(settings);
    this.#head(entries.length * 6, frameTypes.settings, 0, 0);
    for (const [name, value] of entries) {
      this.#end = this.#chunk.writeUInt16BE(settingIds[name as keyof typeof settingIds], this.#end);
      this.#end = this.#chunk.writeUInt32BE(value, this.#end);
    }
  }

  settingsAck(): void {
    this.#head(0, frameTypes.settings, frameFlags.ack, 0);
  }

  /** @param payload its eight bytes from `start` on. */
  ping(payload: Buffer, start: number, flags: number): void {
    this.#head(8, frameTypes.ping, flags, 0);
    this.#end += payload.copy(this.#chunk, this.#end, start, start + 8);
  }

  windowUpdate(streamId: number, increment: number): void {
    this.#head(4, frameTypes.windowUpdate, 0, streamId);
    this.#end = this.#chunk.writeUInt32BE(increment, this.#end);
  }

  rstStream(streamId: number, code: number): void {
    this.#head(4, frameTypes.rstStream, 0, streamId);
    this.#end = this.#chunk.writeUInt32BE(code, this.#end);
  }

  goaway(code: number): void {
    this.#head(8, frameTypes.goaway, 0, 0);
    // The last processed stream of the peer: a server opens none.
    this.#end = this.#chunk.writeUInt32BE(0, this.#end);
    this.#end = this.#chunk.writeUInt32BE(code, this.#end);
  }

  data(streamId: number, body: Buffer, start: number, end: number, endsStream: boolean): void {
    this.#head(end - start, frameTypes.data, endsStream ? frameFlags.endStream : 0, streamId);
    this.#end += body.copy(this.#chunk, this.#end, start, end);
  }

  #head(length: number, type: number, flags: number, streamId: number): void {
    this.#makeRoom(frameHeadBytes + length);
    writeFrameHead(this.#chunk, this.#end, length, type, flags, streamId);
    this.#end += frameHeadBytes;
  }

  #emptyChunk(): Buffer {
    return this.#spare.pop() ?? Buffer.allocUnsafeSlow(chunkBytes);
  }

  #makeRoom(bytes: number): void {
    if (!this.#isScheduled) {
      this.#isScheduled = true;
      setImmediate(this.#flushScheduled);
    }
    if (this.#end + bytes <= this.#chunk.length) return;
    this.flush();
    this.#chunk = bytes > chunkBytes ? Buffer.allocUnsafeSlow(bytes) : this.#emptyChunk();
  }
}

export function writeFrameHead(
  bytes: Buffer,
  at: number,
  length: number,
  type: number,
  flags: number,
  streamId: number,
): void {
  bytes[at] = length >>> 16;
  bytes[at + 1] = length >>> 8;
  bytes[at + 2] = length;
  bytes[at + 3] = type;
  bytes[at + 4] = flags;
  bytes[at + 5] = streamId >>> 24;
  bytes[at + 6] = streamId >>> 16;
  bytes[at + 7] = streamId >>> 8;
  bytes[at + 8] = streamId;
}
