/** What one HTTP/2 stream came to, and what that means for the push that it carried. */
import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2';
import { constants } from 'node:http2';
import type { Exchange, Outcome } from './exchange.ts';
import type { TransportAnswer } from './transport.ts';

export type StreamResult =
  | { kind: 'answer'; answer: TransportAnswer }
  /** APNs has not looked at it, so it may be sent again at once (RFC 9113, 8.7). */
  | { kind: 'unprocessed' }
  | { kind: 'lost'; cause: 'deadline' | 'connection_lost' | 'stream_reset' };

/** The longest answer that there is, a list of 10,000 channels, has 270 KB; more than this is not APNs. */
const maxBodyBytes = 2 ** 20;

/**
 * What is known of a stream that is being read. node:http2 keeps a stream for some time after it has ended, so this is
 * taken off it as soon as the result is told: what hangs on it longer is work for the garbage collector. For the same
 * reason the listeners are shared by all streams.
 */
interface Reading {
  session: ClientHttp2Session;
  exchange: Exchange;
  onResult: OnResult;
  answer: IncomingHttpHeaders | undefined;
  /** Of the body, once there is one. */
  chunks: Buffer[] | undefined;
  bytes: number;
}

type OnResult = (exchange: Exchange, result: StreamResult) => void;

const reading = Symbol('reading');
type ReadStream = ClientHttp2Stream & { [reading]?: Reading | undefined };

/** @param onResult called once, as soon as the result is known. */
export function readStream(
  session: ClientHttp2Session,
  stream: ReadStream,
  exchange: Exchange,
  onResult: OnResult,
): void {
  stream[reading] = { session, exchange, onResult, answer: undefined, chunks: undefined, bytes: 0 };
  stream.on('response', onResponse);
  stream.on('close', onClose);
  // `close` tells the same, with the code.
  stream.on('error', ignore);
}

/**
 * Ends the wait for an answer: the deadline has passed. That is told here and not when the stream has closed, because
 * one that waits inside Node while a GOAWAY comes never does.
 */
export function abandonStream(stream: ReadStream): void {
  const known = stream[reading];
  if (known) tell(stream, known, { kind: 'lost', cause: 'deadline' });
  stream.close(constants.NGHTTP2_CANCEL);
}

function onResponse(this: ReadStream, headers: IncomingHttpHeaders, flags: number): void {
  const known = this[reading];
  if (known === undefined) return;
  known.answer = headers;
  // An accepted push has no body: nothing more will come, and to wait for the end of the stream costs time.
  if (flags & constants.NGHTTP2_FLAG_END_STREAM) tell(this, known, answerFrom(headers, known));
  else {
    known.chunks = [];
    this.on('data', onData);
  }
}

function onData(this: ReadStream, chunk: Buffer): void {
  const known = this[reading];
  if (known === undefined) return;
  known.bytes += chunk.length;
  if (known.bytes <= maxBodyBytes) known.chunks?.push(chunk);
}

function onClose(this: ReadStream): void {
  const known = this[reading];
  if (known === undefined) return;
  if (known.answer !== undefined) tell(this, known, answerFrom(known.answer, known));
  else if (this.rstCode === constants.NGHTTP2_REFUSED_STREAM) tell(this, known, { kind: 'unprocessed' });
  else tell(this, known, { kind: 'lost', cause: known.session.destroyed ? 'connection_lost' : 'stream_reset' });
}

function ignore(): void {}

function tell(stream: ReadStream, { exchange, onResult }: Reading, result: StreamResult): void {
  stream[reading] = undefined;
  onResult(exchange, result);
}

function answerFrom(headers: IncomingHttpHeaders, { chunks }: Reading): StreamResult {
  const body = chunks === undefined ? '' : Buffer.concat(chunks).toString('utf8');
  return { kind: 'answer', answer: { status: Number(headers[':status']), headers, body } };
}

/** The ID in it is ours: APNs repeats it, but a proxy's error would not. */
export function outcomeOfAnswer(answer: TransportAnswer, { id, accept }: Exchange['request']): Outcome {
  const { status, body } = answer;
  const accepted = status >= 200 && status < 300 ? accept(answer, id) : undefined;
  if (accepted !== undefined) return accepted;
  const { reason, timestamp } = parseJsonObject(body);
  return {
    kind: 'rejected',
    status,
    apnsId: id,
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
