import type { FrameWriter } from './frameWriter.ts';
import { ConnectionError, errorCodes, usualWindowBytes } from './protocol.ts';

/** How many bytes of unfinished answers may be held, over all streams. */
const windowBytes = 4 * 2 ** 20;
/** How many bytes are consumed before the window is opened again. */
const stepBytes = windowBytes / 4;

/**
 * What the peer may send on the connection (RFC 9113, 5.2). Bytes count as consumed when their stream has ended:
 * unfinished answers can never hold more than the window.
 */
export class ReceiveWindow {
  readonly #writer: FrameWriter;
  #openBytes = windowBytes;
  #consumedBytes = 0;

  constructor(writer: FrameWriter) {
    this.#writer = writer;
  }

  /** Announces the window; call it after sending SETTINGS. */
  announce(): void {
    this.#writer.windowUpdate(0, windowBytes - usualWindowBytes);
  }

  /** @throws ConnectionError if the peer has sent more than it may. */
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
