/**
 * A server that answers every request as APNs answers a good push, with as little work as possible: it reads HTTP/2
 * frames by their heads, does not decode request headers, and writes the answers of one turn of the event loop
 * together. So it costs a small part of any client's time, and judges only speed: the fake APNs judges correctness.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { Frames, frame, frameFlags, frameTypes, preface } from './frames.ts';

export interface SinkOptions {
  certificatePem: string;
  privateKeyPem: string;
  /** From the end of a request to its answer. */
  delayMs: number;
  /** Interval of requests that are rejected with 429 TooManyRequests, which asks for another attempt. Absent: none. */
  refusedEvery?: number | undefined;
}

export interface Sink {
  /** `https://127.0.0.1:<port>` */
  origin: string;
  /** Requests answered since the start. */
  answered(): number;
}

const maxConcurrentStreams = 1000;
/** Window of the connection: so large that no client ever waits for it. */
const windowBytes = 2 ** 30;

export async function startSink(options: SinkOptions): Promise<Sink> {
  const { certificatePem, privateKeyPem, delayMs, refusedEvery = Number.POSITIVE_INFINITY } = options;
  let answered = 0;
  const server = createServer({ cert: certificatePem, key: privateKeyPem, ALPNProtocols: ['h2'] });
  server.on('secureConnection', (socket: TLSSocket) => {
    const answers = new Answers(socket, delayMs, refusedEvery);
    serve(socket, (streamId) => {
      answered += 1;
      answers.add(streamId);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { origin: `https://127.0.0.1:${port}`, answered: () => answered };
}

function serve(socket: TLSSocket, onRequest: (streamId: number) => void): void {
  let consumedBytes = 0;
  socket.setNoDelay(true);
  // A client that hangs up at the end of a run is not a failure.
  socket.on('error', () => {});
  socket.write(openingFrames());
  const frames = new Frames(preface.length, (type, flags, streamId, payload) => {
    const endsStream = (flags & frameFlags.endStream) !== 0;
    if (type === frameTypes.data) consumedBytes += payload.length;
    if ((type === frameTypes.data || type === frameTypes.headers) && endsStream) onRequest(streamId);
    else if (type === frameTypes.settings && !(flags & frameFlags.ack)) {
      socket.write(frame(frameTypes.settings, frameFlags.ack, 0, Buffer.alloc(0)));
    } else if (type === frameTypes.ping && !(flags & frameFlags.ack)) {
      socket.write(frame(frameTypes.ping, frameFlags.ack, 0, Buffer.from(payload)));
    }
    if (consumedBytes > windowBytes / 2) {
      socket.write(windowUpdate(consumedBytes));
      consumedBytes = 0;
    }
  });
  socket.on('data', (chunk: Buffer) => frames.read(chunk));
}

function openingFrames(): Buffer {
  const maxConcurrentStreamsId = 3;
  const setting = Buffer.alloc(6);
  setting.writeUInt16BE(maxConcurrentStreamsId, 0);
  setting.writeUInt32BE(maxConcurrentStreams, 2);
  return Buffer.concat([frame(frameTypes.settings, 0, 0, setting), windowUpdate(windowBytes)]);
}

function windowUpdate(bytes: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(bytes);
  return frame(frameTypes.windowUpdate, 0, 0, payload);
}

/** 200 with an apns-id; several, so that clients do not see the same ID repeatedly. */
const answerFrames = Array.from({ length: 256 }, () => {
  const headerBlock = Buffer.concat([
    // RFC 7541: ":status 200" from the static table, then a literal that is not indexed: name and value with lengths.
    Buffer.from([0x88, 0x00, 'apns-id'.length]),
    Buffer.from('apns-id'),
    Buffer.from([36]),
    Buffer.from(randomUUID()),
  ]);
  return frame(frameTypes.headers, frameFlags.endHeaders | frameFlags.endStream, 0, headerBlock);
});
const answerBytes = answerFrames[0]?.length ?? 0;

/** 429 with its reason: the head of the answer, and its body. */
function refusalFrames(streamId: number): Buffer {
  const status = Buffer.concat([Buffer.from([0x08, 3]), Buffer.from('429')]);
  const body = Buffer.from('{"reason":"TooManyRequests"}');
  return Buffer.concat([
    frame(frameTypes.headers, frameFlags.endHeaders, streamId, status),
    frame(frameTypes.data, frameFlags.endStream, streamId, body),
  ]);
}

/** The answers of one connection: each in its time, those of one turn of the event loop in one write. */
class Answers {
  readonly #socket: TLSSocket;
  readonly #delayMs: number;
  readonly #refusedEvery: number;
  #due: number[] = [];
  #delayed: { streamId: number; atMs: number }[] = [];
  #isFlushing = false;
  #count = 0;

  constructor(socket: TLSSocket, delayMs: number, refusedEvery: number) {
    this.#socket = socket;
    this.#delayMs = delayMs;
    this.#refusedEvery = refusedEvery;
  }

  add(streamId: number): void {
    if (this.#delayMs === 0) this.#answer(streamId);
    else {
      if (this.#delayed.length === 0) this.#wake(this.#delayMs);
      this.#delayed.push({ streamId, atMs: performance.now() + this.#delayMs });
    }
  }

  #wake(afterMs: number): void {
    setTimeout(() => this.#answerDelayed(), afterMs);
  }

  #answerDelayed(): void {
    const nowMs = performance.now();
    const notYet = this.#delayed.findIndex(({ atMs }) => atMs > nowMs);
    const due = this.#delayed.splice(0, notYet < 0 ? this.#delayed.length : notYet);
    for (const { streamId } of due) this.#answer(streamId);
    const next = this.#delayed[0];
    if (next) this.#wake(Math.max(next.atMs - nowMs, 1));
  }

  #answer(streamId: number): void {
    this.#due.push(streamId);
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#isFlushing = false;
    const due = this.#due;
    this.#due = [];
    const bytes = Buffer.allocUnsafe(due.length * answerBytes);
    const refusals: Buffer[] = [];
    let offset = 0;
    for (const streamId of due) {
      this.#count += 1;
      if (this.#count % this.#refusedEvery === 0) {
        refusals.push(refusalFrames(streamId));
        continue;
      }
      answerFrames[this.#count % answerFrames.length]?.copy(bytes, offset);
      bytes.writeUInt32BE(streamId, offset + 5);
      offset += answerBytes;
    }
    const accepted = bytes.subarray(0, offset);
    if (!this.#socket.destroyed) {
      this.#socket.write(refusals.length === 0 ? accepted : Buffer.concat([accepted, ...refusals]));
    }
  }
}
