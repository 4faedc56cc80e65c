import type { FrameWriter } from './frameWriter.ts';
import { ConnectionError, errorCodes, usualWindowBytes } from './protocol.ts';

/** How many bytes of answers may lie here unfinished, over all streams. */
const windowBytes = 4 * 2 ** 20;
/** The window is opened again when so much of it has been consumed. */
const stepBytes = windowBytes / 4;

/**
 * What the peer may send on the connection (RFC 9113, 5.2). Bytes count as consumed when their stream has ended: what many
 * unfinished answers hold can never grow beyond the window.
 */
export class ReceiveWindow {
  readonly #writer: FrameWriter;
  #openBytes = windowBytes;
  #consumedBytes = 0;

  constructor(writer: FrameWriter) {
    this.#writer = writer;
  }

  /** Announces the window; to be called after our SETTINGS. */
  announce(): void {
    this.#writer.windowUpdate(0, windowBytes - usualWindowBytes);
  }

  /** @throws ConnectionError when the peer has sent more than it may. */
  received(bytes: number): void {
    this.#openBytes -= bytes;
    if (this.#openBytes < 0) throw new ConnectionError(errorCodes.flowControlError, 'data beyond the window');
  }

  consumed(bytes: number): void {
    this.#consumedBytes += bytes;
    if (this.#consumedBytes < stepBytes) return;
    this.#writer.windowUpdate(0, this.#consumedBytes);
    this.#openBytes += this.#consumedBytes;
    this.#consumedBytes = 0;
  }
}
