import type { IncomingMessage } from 'node:http';

/**
 * Reads a request's body up to the limit. The rest is read off the connection and thrown away, so that the client gets
 * to see its answer; it is never held in memory.
 *
 * @returns undefined if the body is too large. @throws Error if the client closes the connection in the middle.
 */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer | undefined> {
  const announcedBytes = Number(request.headers['content-length'] ?? 0);
  if (announcedBytes > limitBytes) {
    request.resume();
    return Promise.resolve(undefined);
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limitBytes) {
        chunks.push(chunk);
        return;
      }
      request.off('data', onData).resume();
      resolve(undefined);
    };
    request
      .on('data', onData)
      .on('end', () => resolve(Buffer.concat(chunks)))
      // 'close' without 'end': the client closed the connection. After a settled promise, rejecting does nothing.
      .on('close', () => reject(new Error('the client closed the connection in the middle of its request')))
      .on('error', reject);
  });
}
