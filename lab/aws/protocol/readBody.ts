import type { IncomingMessage } from 'node:http';

/**
 * Reads a request's body, as long as it is no longer than the limit. What is beyond it is read off the connection and
 * thrown away, so that the client gets to see its answer; it is never held in memory.
 *
 * @returns undefined when the body is too large. @throws Error when the client goes away in the middle.
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
      // 'close' without 'end': the client went away. After a settled promise, rejecting does nothing.
      .on('close', () => reject(new Error('the client closed the connection in the middle of its request')))
      .on('error', reject);
  });
}
