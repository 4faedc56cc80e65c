/** Reads a whole request from an HTTP/2 stream. */
import type { ServerHttp2Stream } from 'node:http2';
import type { ApnsRequest } from './request.ts';

/** Enough for every legal payload, and to look at one that is too large. */
const keptBodyBytes = 16_384;

/**
 * @param rawHeaders names and values alternating, as Node's `stream` event gives them.
 * @param onRequest called once, when the client has sent everything; never if it gives up before.
 */
export function readRequest(
  stream: ServerHttp2Stream,
  rawHeaders: readonly string[],
  onRequest: (request: ApnsRequest) => void,
): void {
  const chunks: Buffer[] = [];
  let bodyBytes = 0;
  stream.on('data', (chunk: Buffer) => {
    if (bodyBytes < keptBodyBytes) chunks.push(chunk);
    bodyBytes += chunk.length;
  });
  stream.once('end', () => {
    const text = Buffer.concat(chunks).toString('utf8', 0, keptBodyBytes);
    onRequest({ ...readHeaders(rawHeaders), payload: parsePayload(text), bodyBytes });
  });
}

function parsePayload(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function readHeaders(rawHeaders: readonly string[]): Omit<ApnsRequest, 'payload' | 'bodyBytes'> {
  const headers = new Map<string, string>();
  const repeatedHeaders = new Set<string>();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    // Node returns the bytes of a value as latin1; APNs reads UTF-8.
    const value = Buffer.from(rawHeaders[index + 1] ?? '', 'latin1').toString('utf8');
    if (headers.has(name)) repeatedHeaders.add(name);
    else headers.set(name, value);
  }
  const fields = [...headers].filter(([name]) => !name.startsWith(':'));
  return {
    method: headers.get(':method') ?? '',
    path: headers.get(':path') ?? '',
    headers: Object.fromEntries(fields),
    repeatedHeaders: [...repeatedHeaders],
  };
}
