/** What one HTTP/2 stream came to, and what that means for the push that it carried. */
import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2';
import { constants } from 'node:http2';
import type { ApnsOutcome } from '../rules/apnsOutcome.ts';

export type StreamResult =
  | { kind: 'response'; status: number; headers: IncomingHttpHeaders; body: string }
  /** APNs has not looked at it, so it may be sent again at once (RFC 9113, 8.7). */
  | { kind: 'unprocessed' }
  | { kind: 'lost'; cause: 'deadline' | 'connection_lost' | 'stream_reset' };

/** Error answers are a reason and a timestamp; more than this is not APNs. */
const maxBodyBytes = 4096;

/** @param isAbandoned whether we ended the stream ourselves, at its deadline. */
export function readStream(
  session: ClientHttp2Session,
  stream: ClientHttp2Stream,
  isAbandoned: () => boolean,
): Promise<StreamResult> {
  return new Promise((resolve) => {
    let headers: IncomingHttpHeaders | undefined;
    const chunks: Buffer[] = [];
    let bytes = 0;
    stream.on('response', (received) => {
      headers = received;
    });
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBodyBytes) chunks.push(chunk);
    });
    // `close` tells the same, with the code.
    stream.on('error', () => {});
    stream.on('close', () => {
      if (headers !== undefined) {
        const body = Buffer.concat(chunks).toString('utf8');
        resolve({ kind: 'response', status: Number(headers[':status']), headers, body });
      } else if (isAbandoned()) resolve({ kind: 'lost', cause: 'deadline' });
      else if (stream.rstCode === constants.NGHTTP2_REFUSED_STREAM) resolve({ kind: 'unprocessed' });
      else resolve({ kind: 'lost', cause: session.destroyed ? 'connection_lost' : 'stream_reset' });
    });
  });
}

/** @param apnsId ours: APNs repeats it, but a proxy's error would not. */
export function outcomeOfResponse(result: StreamResult & { kind: 'response' }, apnsId: string): ApnsOutcome {
  const { status, headers, body } = result;
  if (status === 200) {
    const uniqueId = headers['apns-unique-id'];
    return { kind: 'accepted', status, apnsId, ...(typeof uniqueId === 'string' && { uniqueId }) };
  }
  const { reason, timestamp } = parseJsonObject(body);
  return {
    kind: 'rejected',
    status,
    apnsId,
    ...(typeof reason === 'string' && { reason }),
    ...(typeof timestamp === 'number' && { timestampMs: timestamp }),
  };
}

/** APNs sends JSON in error answers and in GOAWAY frames, and sometimes plain text: then there is no reason to know. */
export function parseJsonObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
