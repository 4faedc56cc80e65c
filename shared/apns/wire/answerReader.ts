import type { BodySender } from './bodySender.ts';
import type { FloodGuard } from './floodGuard.ts';
import type { FrameWriter } from './frameWriter.ts';
import { HeaderBlocks } from './headerBlocks.ts';
import { HeaderDecoder } from './headerDecoder.ts';
import type { OpenStreams } from './openStreams.ts';
import { contentOf } from './padding.ts';
import { errorCodes, frameFlags } from './protocol.ts';
import { ReceiveWindow } from './receiveWindow.ts';
import { ResponseHead } from './responseHead.ts';
import type { OnStreamResult, WireStream } from './wireStream.ts';

/** One answer fits, so no stream's window is ever opened further. */
export const streamWindowBytes = 2 ** 20;
const priorityBytes = 5;
const firstFinalStatus = 200;
/** HTTP/2 does not have it (RFC 9113, 8.6). */
const switchingProtocols = 101;
/** The only answers whose length belongs to another one (RFC 9110, 8.6). */
const notModified = 304;

export interface AnswerReaderParts {
  streams: OpenStreams;
  bodies: BodySender;
  writer: FrameWriter;
  flood: FloodGuard;
  onResult: OnStreamResult;
}

/** Reads answers: the HEADERS, CONTINUATION and DATA frames of the streams of one connection. */
export class AnswerReader {
  readonly #streams: OpenStreams;
  readonly #bodies: BodySender;
  readonly #writer: FrameWriter;
  readonly #flood: FloodGuard;
  readonly #onResult: OnStreamResult;
  readonly #decoder = new HeaderDecoder();
  readonly #blocks = new HeaderBlocks();
  readonly #head = new ResponseHead();
  readonly window: ReceiveWindow;

  constructor({ streams, bodies, writer, flood, onResult }: AnswerReaderParts) {
    this.#streams = streams;
    this.#bodies = bodies;
    this.#writer = writer;
    this.#flood = flood;
    this.#onResult = onResult;
    this.window = new ReceiveWindow(writer);
  }

  /** A header block has begun: only its CONTINUATION may come now. */
  get isInBlock(): boolean {
    return this.#blocks.isOpen;
  }

  onHeaders(flags: number, streamId: number, bytes: Buffer, start: number, end: number): void {
    this.#streams.requireOpened(streamId);
    const hasPriority = (flags & frameFlags.priority) !== 0;
    const content = contentOf(flags, bytes, start, end, hasPriority ? priorityBytes : 0);
    const endsStream = (flags & frameFlags.endStream) !== 0;
    if (flags & frameFlags.endHeaders) this.#onBlock(streamId, endsStream, bytes, content.start, content.end);
    else this.#blocks.begin(streamId, endsStream, bytes, content.start, content.end);
  }

  onContinuation(flags: number, streamId: number, bytes: Buffer, start: number, end: number): void {
    this.#blocks.goOn(streamId, bytes, start, end);
    if ((flags & frameFlags.endHeaders) === 0) return;
    const { endsStream } = this.#blocks;
    const block = this.#blocks.finish();
    this.#onBlock(streamId, endsStream, block, 0, block.length);
  }

  onData(flags: number, streamId: number, bytes: Buffer, start: number, end: number): void {
    this.#streams.requireOpened(streamId);
    const content = contentOf(flags, bytes, start, end, 0);
    const endsStream = (flags & frameFlags.endStream) !== 0;
    this.window.received(end - start);
    const stream = this.#streams.find(streamId, endsStream);
    if (stream === undefined) {
      this.window.consumed(end - start);
      this.#flood.count();
      return;
    }
    stream.receivedBytes += end - start;
    if (content.start === content.end && !endsStream) this.#flood.count();
    if (stream.status === 0) this.fail(stream, errorCodes.protocolError);
    else if (stream.receivedBytes > streamWindowBytes) this.fail(stream, errorCodes.flowControlError);
    else {
      stream.append(bytes, content.start, content.end);
      if (endsStream) this.#finish(stream);
      // It would wait for a window that is never opened.
      else if (stream.receivedBytes === streamWindowBytes) this.fail(stream, errorCodes.cancel);
    }
  }

  /** Resets a stream that the peer has broken. The outcome of its request is unknown. */
  fail(stream: WireStream, code: number): void {
    this.reset(stream, code);
    this.#onResult(stream.exchange, { kind: 'lost', cause: 'stream_reset' });
  }

  /** Resets a stream, and forgets its state. */
  reset(stream: WireStream, code: number): void {
    this.#writer.rstStream(stream.id, code);
    this.#streams.reset(stream);
    this.#bodies.cancel(stream);
    this.window.consumed(stream.receivedBytes);
  }

  #onBlock(streamId: number, endsStream: boolean, bytes: Buffer, start: number, end: number): void {
    const stream = this.#streams.find(streamId, endsStream);
    const head = this.#head;
    head.begin();
    // Also if nobody wants it: later blocks refer to its entries in the table.
    this.#decoder.decode(bytes, start, end, head);
    if (stream === undefined) this.#flood.count();
    else if (head.isMalformed) this.fail(stream, errorCodes.protocolError);
    else if (stream.status !== 0) this.#onTrailers(stream, endsStream);
    else if (head.status < firstFinalStatus) this.#onInterimHead(stream, endsStream);
    else {
      stream.status = head.status;
      stream.headers = head.headers;
      stream.contentLength = head.status === notModified ? -1 : head.contentLength;
      if (endsStream) this.#finish(stream);
    }
  }

  #onInterimHead(stream: WireStream, endsStream: boolean): void {
    const { status } = this.#head;
    if (status === 0 || status === switchingProtocols || endsStream) this.fail(stream, errorCodes.protocolError);
    else this.#flood.count();
  }

  #onTrailers(stream: WireStream, endsStream: boolean): void {
    if (this.#head.status !== 0 || !endsStream) this.fail(stream, errorCodes.protocolError);
    else this.#finish(stream);
  }

  #finish(stream: WireStream): void {
    const { status, headers = {}, contentLength, bodyBytes, exchange } = stream;
    if (contentLength >= 0 && contentLength !== bodyBytes) {
      this.fail(stream, errorCodes.protocolError);
      return;
    }
    // An answer before the whole request: the peer does not want the rest (RFC 9113, 8.1).
    if (this.#bodies.cancel(stream)) this.#writer.rstStream(stream.id, errorCodes.cancel);
    this.#streams.end(stream);
    this.window.consumed(stream.receivedBytes);
    this.#onResult(exchange, { kind: 'answer', answer: { status, headers, body: stream.bodyText() } });
  }
}
