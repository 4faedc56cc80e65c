/** What real servers have sent: the bytes with which nghttp2, in Node's server, answers the pushes of a session. */
import { once } from 'node:events';
import { performServerHandshake, type ServerHttp2Stream } from 'node:http2';
import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { startWirePeer } from './wirePeer.ts';

/** The server's bytes, and how many pushes it answers with them. */
export interface Capture {
  bytes: Buffer;
  pushes: number;
}

type Respond = (stream: ServerHttp2Stream, number: number) => void;

const refuse: Respond = (stream, number) => {
  stream.respond({ ':status': 410, 'apns-id': `id-${number}`, 'content-type': 'application/json' });
  stream.end('{"reason":"Unregistered","timestamp":1764500000000}');
};

/** Each kind of answer that APNs gives, and some that it may. */
const responders: readonly Respond[] = [
  (stream, number) => stream.respond({ ':status': 200, 'apns-id': `id-${number}` }, { endStream: true }),
  refuse,
  (stream, number) =>
    number % 3 === 0 ? refuse(stream, number) : stream.respond({ ':status': 200 }, { endStream: true }),
  (stream) => {
    stream.additionalHeaders({ ':status': 103, link: '<x>' });
    stream.respond({ ':status': 200, server: 'x'.repeat(300) }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'server-timing': 'x' }));
    stream.end('{}');
  },
  (stream, number) =>
    number === 2 ? stream.close(7) : stream.respond({ ':status': 503, 'retry-after': '5' }, { endStream: true }),
  (stream, number) => {
    // Large enough for CONTINUATION frames.
    stream.respond({ ':status': 200, 'x-large': `${number}`.padEnd(20_000, 'ab') }, { endStream: true });
  },
];

export async function captureAnswers(pushes = 6): Promise<Capture[]> {
  return Promise.all(responders.map((respond) => capture(respond, pushes)));
}

/** @param respond answers each push, by its number. */
export async function capture(respond: Respond, pushes: number): Promise<Capture> {
  const received: Buffer[] = [];
  const peer = startWirePeer();
  const wire = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      received.push(Buffer.from(chunk));
      peer.send(chunk);
      handOver();
      done();
    },
  });
  let handedOver = 0;
  const handOver = () => {
    const bytes = peer.writtenBytes();
    if (bytes.length > handedOver) wire.push(bytes.subarray(handedOver));
    handedOver = bytes.length;
  };
  const session = performServerHandshake(wire, { paddingStrategy: 1 });
  let number = 0;
  let closed = 0;
  const done = new Promise<void>((resolve) => {
    session.on('stream', (stream) => {
      stream.on('error', () => {});
      stream.on('close', () => {
        closed += 1;
        if (closed === pushes) resolve();
      });
      respond(stream, number);
      number += 1;
    });
  });
  handOver();
  await once(session, 'localSettings');
  for (let count = 0; count < pushes; count += 1) peer.push();
  handOver();
  await done;
  session.destroy();
  return { bytes: Buffer.concat(received), pushes };
}

/** One change to a capture, at a share of its length. */
export type Mutation =
  | { kind: 'set'; at: number; byte: number }
  | { kind: 'insert'; at: number; byte: number }
  | { kind: 'delete'; at: number; length: number }
  | { kind: 'repeat'; at: number; length: number }
  | { kind: 'cut'; at: number };

const at = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const byte = fc.nat(255);
const length = fc.integer({ min: 1, max: 40 });

export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('set' as const), at, byte }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('insert' as const), at, byte }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), at, length }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('repeat' as const), at, length }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut' as const), at }) },
);

export function mutate(bytes: Buffer, mutations: readonly Mutation[]): Buffer {
  return mutations.reduce(mutateOnce, bytes);
}

function mutateOnce(bytes: Buffer, change: Mutation): Buffer {
  const from = Math.floor(change.at * bytes.length);
  const before = bytes.subarray(0, from);
  const after = bytes.subarray(from);
  switch (change.kind) {
    case 'cut':
      return before;
    case 'delete':
      return Buffer.concat([before, after.subarray(change.length)]);
    case 'repeat':
      return Buffer.concat([before, after.subarray(0, change.length), after]);
    case 'insert':
      return Buffer.concat([before, Buffer.from([change.byte]), after]);
    case 'set':
      return Buffer.concat([before, Buffer.from([change.byte]), after.subarray(1)]);
  }
}

/** Where two texts of bytes begin to differ. */
export function commonLength(one: Buffer, other: Buffer): number {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1;
  return length;
}
