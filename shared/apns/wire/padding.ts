import { ConnectionError, errorCodes, frameFlags } from './protocol.ts';

/** Start and end of a frame's content between its padding (RFC 9113, 6.1). */
export interface Content {
  start: number;
  end: number;
}

/**
 * @param ownBytes how many bytes the frame has before its content, after the length of the padding.
 * @throws ConnectionError if the frame is shorter than its declared lengths.
 */
export function contentOf(flags: number, bytes: Buffer, start: number, end: number, ownBytes: number): Content {
  const isPadded = (flags & frameFlags.padded) !== 0;
  if (isPadded && start === end) throw new ConnectionError(errorCodes.frameSizeError, 'no room for padding');
  const content = {
    start: start + (isPadded ? 1 : 0) + ownBytes,
    end: end - (isPadded ? (bytes[start] ?? 0) : 0),
  };
  if (start + (isPadded ? 1 : 0) + ownBytes > end) {
    throw new ConnectionError(errorCodes.frameSizeError, 'a frame that is cut short');
  }
  if (content.end < content.start) throw new ConnectionError(errorCodes.protocolError, 'more padding than frame');
  return content;
}
