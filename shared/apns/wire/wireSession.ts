/**
 * The client's half of one HTTP/2 connection (RFC 9113), from bytes to results and back. It knows nothing about
 * sockets.
 */
import type { Clock } from '../../platform/ports.ts';
import type { Exchange } from '../connection/exchange.ts';
import { bytesOf, type RequestBody } from '../connection/requestBody.ts';
import { AnswerReader, streamWindowBytes } from './answerReader.ts';
import { BodySender } from './bodySender.ts';
import { FloodGuard } from './floodGuard.ts';
import { FrameReader } from './frameReader.ts';
import { FrameWriter, type WriteChunk, writeFrameHead } from './frameWriter.ts';
import { HeaderEncoder } from './headerEncoder.ts';
import { OpenStreams } from './openStreams.ts';
import { PeerSettings } from './peerSettings.ts';
import { ConnectionError, errorCodes, frameFlags, frameHeadBytes, frameTypes, largestStreamId } from './protocol.ts';
import { maxHeaderListBytes } from './responseHead.ts';
import type { OnStreamResult, WireStream } from './wireStream.ts';

export interface SessionListener {
  /** The peer's settings have arrived, or have changed. */
  onSettings(): void;
  /** Called once for each sent exchange, after `send` has returned. */
  onResult: OnStreamResult;
  /** The peer accepts no more streams. The results of those that it has not looked at follow. */
  onGoaway(debugData: string): void;
  /** The connection is unusable; the reason has been sent. The results of all running requests follow. */
  onFailed(error: ConnectionError): void;
}

/** Room for a header block: `requestFault` allows 8,000 bytes of text. */
const maxBlockBytes = 8000 + 1024;
/**
 * Most bytes that a body may have to be written directly into its frame. All that APNs accepts fit, if each of their
 * characters needs three bytes.
 */
const maxDirectBytes = 3 * 5120;
const pingBytes = 8;

export class WireSession {
  readonly #listener: SessionListener;
  readonly #authority: string;
  readonly #writer: FrameWriter;
  readonly #reader = new FrameReader((type, flags, streamId, bytes, start, end) =>
    this.#onFrame(type, flags, streamId, bytes, start, end),
  );
  readonly #encoder = new HeaderEncoder();
  readonly #settings = new PeerSettings();
  readonly #streams = new OpenStreams();
  readonly #bodies: BodySender;
  readonly #flood: FloodGuard;
  readonly #answers: AnswerReader;
  readonly #abandon = (stream: WireStream) => this.#onAbandoned(stream);
  readonly #pings: ((isAnswered: boolean) => void)[] = [];
  #hasSettings = false;
  #unacknowledgedSettings = 0;
  #lastStreamId = largestStreamId;
  #error: ConnectionError | undefined;

  constructor(authority: string, clock: Pick<Clock, 'nowMs'>, write: WriteChunk, listener: SessionListener) {
    this.#authority = authority;
    this.#listener = listener;
    this.#writer = new FrameWriter(write);
    this.#bodies = new BodySender(this.#writer, this.#settings);
    this.#flood = new FloodGuard(clock);
    this.#answers = new AnswerReader({
      streams: this.#streams,
      bodies: this.#bodies,
      writer: this.#writer,
      flood: this.#flood,
      onResult: listener.onResult,
    });
  }

  get streamCount(): number {
    return this.#streams.count;
  }

  /** How many streams the peer allows now. */
  get maxStreams(): number {
    return this.#settings.maxStreams;
  }

  /** The peer allows one more stream, and its body would not wait behind others. */
  get hasRoom(): boolean {
    return (
      this.#hasSettings &&
      this.#streams.count < this.#settings.maxStreams &&
      this.#bodies.windowBytes > 0 &&
      this.#error === undefined
    );
  }

  /** All stream IDs are used up: nothing can be sent over it any more. */
  get isUsedUp(): boolean {
    return this.#streams.isUsedUp;
  }

  /** Call it once the connection is established. */
  start(): void {
    this.#writer.preface();
    this.#writer.settings({
      enablePush: 0,
      initialWindowSize: streamWindowBytes,
      maxHeaderListSize: maxHeaderListBytes,
    });
    this.#unacknowledgedSettings = 1;
    this.#answers.window.announce();
    this.#writer.flush();
  }

  /** Only while it `hasRoom` and is not used up, with a request that has no `requestFault`. */
  send(exchange: Exchange): void {
    const { request, authorization } = exchange;
    const { body } = request;
    const stream = this.#streams.open(exchange, this.#settings.initialWindowBytes, this.#abandon);
    exchange.stream = stream;
    this.#flood.requestSent();
    const mostBytes = typeof body === 'string' ? 3 * body.length : body.bytes;
    const isDirect = mostBytes <= maxDirectBytes;
    const { chunk, at } = this.#writer.reserve(maxBlockBytes + 2 * frameHeadBytes + (isDirect ? mostBytes : 0));
    const start = at + frameHeadBytes;
    const end = this.#encoder.encode(chunk, start, request, this.#authority, authorization);
    const flags = body === '' ? frameFlags.endHeaders | frameFlags.endStream : frameFlags.endHeaders;
    writeFrameHead(chunk, at, end - start, frameTypes.headers, flags, stream.id);
    this.#writer.advance(end);
    if (body === '') return;
    if (isDirect) this.#sendDirectly(chunk, end, stream, body);
    else this.#bodies.send(stream, bytesOf(body));
  }

  /** Writes the body directly into its frame, if the windows allow it. */
  #sendDirectly(chunk: Buffer, at: number, stream: WireStream, body: RequestBody): void {
    const start = at + frameHeadBytes;
    const bytes = typeof body === 'string' ? chunk.write(body, start) : body.writeTo(chunk, start) - start;
    if (bytes > this.#bodies.windowBytes || bytes > stream.sendWindowBytes || bytes > this.#settings.maxFrameBytes) {
      this.#bodies.send(stream, Buffer.from(chunk.subarray(start, start + bytes)));
      return;
    }
    writeFrameHead(chunk, at, bytes, frameTypes.data, frameFlags.endStream, stream.id);
    this.#writer.advance(start + bytes);
    this.#bodies.windowBytes -= bytes;
    stream.sendWindowBytes -= bytes;
  }

  /** @returns whether the peer has answered; false if the connection ends first. */
  ping(): Promise<boolean> {
    return new Promise((resolve) => {
      if (this.#error !== undefined) resolve(false);
      else {
        this.#pings.push(resolve);
        this.#writer.ping(Buffer.alloc(pingBytes), 0, 0);
      }
    });
  }

  /** Writes what there is now, before the end of this turn of the event loop. */
  flush(): void {
    this.#writer.flush();
  }

  /** Closes the connection properly; no request may be running. */
  close(): void {
    if (this.#error !== undefined) return;
    this.#writer.goaway(errorCodes.noError);
    this.#writer.flush();
    this.#end(new ConnectionError(errorCodes.noError, 'closed'));
  }

  /** The socket has ended, or was given up: running requests will not be answered. */
  lose(): void {
    if (this.#error === undefined) this.#end(new ConnectionError(errorCodes.noError, 'the connection is lost'));
  }

  /** Takes received bytes. The chunk may be reused afterwards. */
  receive(chunk: Buffer): void {
    if (this.#error !== undefined) return;
    try {
      this.#reader.read(chunk);
    } catch (error) {
      if (this.#error === undefined) this.#fail(error);
    }
  }

  #fail(cause: unknown): void {
    const error =
      cause instanceof ConnectionError ? cause : new ConnectionError(errorCodes.internalError, String(cause));
    this.#writer.goaway(error.code);
    this.#writer.flush();
    this.#error = error;
    this.#listener.onFailed(error);
    this.#end(error);
  }

  #end(error: ConnectionError): void {
    this.#error = error;
    for (const resolve of this.#pings.splice(0)) resolve(false);
    for (const { exchange } of this.#streams.takeAbove(0)) {
      this.#listener.onResult(exchange, { kind: 'lost', cause: 'connection_lost' });
    }
  }

  #onAbandoned(stream: WireStream): void {
    if (!this.#streams.has(stream)) return;
    this.#answers.reset(stream, errorCodes.cancel);
    this.#listener.onResult(stream.exchange, { kind: 'lost', cause: 'deadline' });
  }

  #onFrame(type: number, flags: number, streamId: number, bytes: Buffer, start: number, end: number): void {
    // Its owner may have ended the connection because of a result.
    if (this.#error !== undefined) return;
    if (!this.#hasSettings && (type !== frameTypes.settings || (flags & frameFlags.ack) !== 0)) {
      protocolError('the first frame is not SETTINGS');
    }
    if (this.#answers.isInBlock !== (type === frameTypes.continuation)) {
      protocolError('CONTINUATION out of its place, or missing');
    }
    switch (type) {
      case frameTypes.headers:
        this.#answers.onHeaders(flags, streamId, bytes, start, end);
        break;
      case frameTypes.data:
        this.#answers.onData(flags, streamId, bytes, start, end);
        break;
      case frameTypes.continuation:
        this.#answers.onContinuation(flags, streamId, bytes, start, end);
        break;
      case frameTypes.windowUpdate:
        this.#onWindowUpdate(streamId, bytes, start, end);
        break;
      case frameTypes.settings:
        this.#onSettings(flags, streamId, bytes, start, end);
        break;
      case frameTypes.ping:
        this.#onPing(flags, streamId, bytes, start, end);
        break;
      case frameTypes.rstStream:
        this.#onRstStream(streamId, bytes, start, end);
        break;
      case frameTypes.goaway:
        this.#onGoaway(streamId, bytes, start, end);
        break;
      case frameTypes.priority:
        requireStream(streamId);
        requireLength(start, end, 5);
        this.#flood.count();
        break;
      case frameTypes.pushPromise:
        throw new ConnectionError(errorCodes.protocolError, 'PUSH_PROMISE, which was switched off');
      default:
        // Unknown types must be ignored (RFC 9113, 5.5).
        this.#flood.count();
    }
  }

  #onSettings(flags: number, streamId: number, bytes: Buffer, start: number, end: number): void {
    requireConnection(streamId);
    this.#flood.count();
    if (flags & frameFlags.ack) {
      requireLength(start, end, 0);
      if (this.#unacknowledgedSettings === 0) protocolError('an acknowledgement of nothing');
      this.#unacknowledgedSettings -= 1;
      return;
    }
    if ((end - start) % 6 !== 0) throw new ConnectionError(errorCodes.frameSizeError, 'SETTINGS of a wrong length');
    const { initialWindowBytes } = this.#settings;
    this.#settings.read(bytes, start, end);
    this.#hasSettings = true;
    this.#encoder.limitTable(this.#settings.headerTableBytes);
    // Everything after the acknowledgement must comply; waiting bodies are sent after it.
    this.#writer.settingsAck();
    const difference = this.#settings.initialWindowBytes - initialWindowBytes;
    if (difference !== 0) this.#bodies.changeInitialWindow(this.#streams, difference);
    this.#listener.onSettings();
  }

  #onPing(flags: number, streamId: number, bytes: Buffer, start: number, end: number): void {
    requireConnection(streamId);
    requireLength(start, end, pingBytes);
    if (flags & frameFlags.ack) {
      const resolve = this.#pings.shift();
      if (resolve === undefined) this.#flood.count();
      else resolve(true);
      return;
    }
    this.#flood.count();
    this.#writer.ping(bytes, start, frameFlags.ack);
  }

  #onRstStream(streamId: number, bytes: Buffer, start: number, end: number): void {
    this.#streams.requireOpened(streamId);
    requireLength(start, end, 4);
    const stream = this.#streams.get(streamId);
    if (stream === undefined) {
      this.#flood.count();
      return;
    }
    this.#streams.end(stream);
    this.#bodies.cancel(stream);
    this.#answers.window.consumed(stream.receivedBytes);
    const isUnprocessed = bytes.readUInt32BE(start) === errorCodes.refusedStream && stream.status === 0;
    this.#listener.onResult(
      stream.exchange,
      isUnprocessed ? { kind: 'unprocessed' } : { kind: 'lost', cause: 'stream_reset' },
    );
  }

  #onGoaway(streamId: number, bytes: Buffer, start: number, end: number): void {
    requireConnection(streamId);
    if (end - start < 8) throw new ConnectionError(errorCodes.frameSizeError, 'GOAWAY that is cut short');
    this.#flood.count();
    const lastStreamId = bytes.readUInt32BE(start) & largestStreamId;
    const code = bytes.readUInt32BE(start + 4);
    if (lastStreamId > this.#lastStreamId) protocolError('GOAWAY that takes back another one');
    this.#lastStreamId = lastStreamId;
    this.#listener.onGoaway(bytes.toString('utf8', start + 8, end));
    for (const stream of this.#streams.takeAbove(lastStreamId)) {
      this.#bodies.cancel(stream);
      this.#answers.window.consumed(stream.receivedBytes);
      // An answer's head shows that the request was looked at, whatever this frame says.
      const isUnprocessed = stream.status === 0;
      this.#listener.onResult(
        stream.exchange,
        isUnprocessed ? { kind: 'unprocessed' } : { kind: 'lost', cause: 'stream_reset' },
      );
    }
    if (code !== errorCodes.noError) throw new ConnectionError(errorCodes.noError, `GOAWAY with code ${code}`);
  }

  #onWindowUpdate(streamId: number, bytes: Buffer, start: number, end: number): void {
    if (streamId !== 0) this.#streams.requireOpened(streamId);
    requireLength(start, end, 4);
    const increment = bytes.readUInt32BE(start) & largestStreamId;
    if (streamId === 0) {
      if (increment === 0) protocolError('WINDOW_UPDATE of nothing');
      const wasFull = this.#bodies.windowBytes <= 0;
      if (!this.#bodies.openConnectionWindow(increment)) this.#flood.count();
      if (wasFull) this.#listener.onSettings();
      return;
    }
    const stream = this.#streams.get(streamId);
    if (stream === undefined) this.#flood.count();
    else if (increment === 0) this.#answers.fail(stream, errorCodes.protocolError);
    else if (!this.#bodies.canOpenStreamWindow(stream, increment)) {
      this.#answers.fail(stream, errorCodes.flowControlError);
    } else if (!this.#bodies.openStreamWindow(stream, increment)) this.#flood.count();
  }
}

function protocolError(what: string): never {
  throw new ConnectionError(errorCodes.protocolError, what);
}

function requireConnection(streamId: number): void {
  if (streamId !== 0) protocolError('a frame of the connection on a stream');
}

function requireStream(streamId: number): void {
  if (streamId === 0) protocolError('a frame of a stream on the connection');
}

function requireLength(start: number, end: number, length: number): void {
  if (end - start !== length) throw new ConnectionError(errorCodes.frameSizeError, 'a frame of a wrong length');
}
