/** The server's half of an HTTP/2 connection, frame by frame, with no rule that it could not break. */
import type { Exchange } from '../../../shared/apns/connection/exchange.ts';
import type { StreamResult } from '../../../shared/apns/connection/streamResult.ts';
import { FrameReader } from '../../../shared/apns/wire/frameReader.ts';
import {
  type ConnectionError,
  errorCodes,
  frameFlags,
  frameHeadBytes,
  frameTypes,
  preface,
} from '../../../shared/apns/wire/protocol.ts';
import { WireSession } from '../../../shared/apns/wire/wireSession.ts';

export interface Frame {
  type: number;
  flags: number;
  streamId: number;
  payload: Buffer;
}

export function frame(type: number, flags: number, streamId: number, payload: Uint8Array | string = ''): Buffer {
  const bytes = Buffer.from(payload);
  const head = Buffer.alloc(frameHeadBytes);
  head.writeUIntBE(bytes.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(streamId, 5);
  return Buffer.concat([head, bytes]);
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Settings by their numbers. */
export function settingsFrame(settings: Readonly<Record<number, number>> = {}): Buffer {
  const entries = Object.entries(settings).map(([id, value]) => {
    const bytes = Buffer.alloc(6);
    bytes.writeUInt16BE(Number(id));
    bytes.writeUInt32BE(value, 2);
    return bytes;
  });
  return frame(frameTypes.settings, 0, 0, Buffer.concat(entries));
}

export const pingFrame = (flags = 0) => frame(frameTypes.ping, flags, 0, Buffer.alloc(8));
export const rstFrame = (streamId: number, code: number) => frame(frameTypes.rstStream, 0, streamId, uint32(code));
export const windowUpdateFrame = (streamId: number, increment: number) =>
  frame(frameTypes.windowUpdate, 0, streamId, uint32(increment));
export const goawayFrame = (lastStreamId: number, code: number, debugData = '') =>
  frame(frameTypes.goaway, 0, 0, Buffer.concat([uint32(lastStreamId), uint32(code), Buffer.from(debugData)]));

/** A literal that is not indexed, with name and value as they are (RFC 7541, 6.2.2). Both shorter than 127 bytes. */
export function literalField(name: string, value: string): Buffer {
  const [nameBytes, valueBytes] = [Buffer.from(name, 'latin1'), Buffer.from(value, 'latin1')];
  return Buffer.concat([Buffer.from([0, nameBytes.length]), nameBytes, Buffer.from([valueBytes.length]), valueBytes]);
}

export const block = (fields: readonly (readonly [name: string, value: string])[]) =>
  Buffer.concat(fields.map(([name, value]) => literalField(name, value)));

const { endHeaders, endStream } = frameFlags;

export const headersFrame = (streamId: number, fields: readonly (readonly [string, string])[], ends = true) =>
  frame(frameTypes.headers, endHeaders | (ends ? endStream : 0), streamId, block(fields));
export const dataFrame = (streamId: number, text: string | Uint8Array, ends = true) =>
  frame(frameTypes.data, ends ? endStream : 0, streamId, text);

/** 200, without a body. */
export const acceptance = (streamId: number) => headersFrame(streamId, [[':status', '200']]);

/** A session, what it wrote, and what it reported. */
export interface WirePeer {
  session: WireSession;
  /** Hands bytes to the session, as the socket would. */
  send(...frames: Uint8Array[]): void;
  /** Sends a push and returns its number among the results. */
  push(changes?: Partial<Exchange['request']>): number;
  /** Gives up the push with this number, as at its deadline. */
  abandon(number: number): void;
  /** The result of each push: undefined while it is out. */
  results: (StreamResult | undefined)[];
  /** How often a result came for a push that had one. */
  repeatedResults(): number;
  goaways: string[];
  /** Why the session has given up. */
  failure(): ConnectionError | undefined;
  /** All frames that the session has written. */
  written(): Frame[];
  /** All that it has written, from the connection preface on. */
  writtenBytes(): Buffer;
}

export function startWirePeer(nowMs: () => number = () => 0): WirePeer {
  const bytes: Buffer[] = [];
  const results: (StreamResult | undefined)[] = [];
  const exchanges: Exchange[] = [];
  const goaways: string[] = [];
  let failure: ConnectionError | undefined;
  let repeated = 0;
  const session = new WireSession(
    'localhost',
    { nowMs },
    (chunk, release) => {
      bytes.push(Buffer.from(chunk));
      release();
    },
    {
      onSettings() {},
      onResult(exchange, result) {
        const number = exchanges.indexOf(exchange);
        if (results[number] !== undefined) repeated += 1;
        results[number] = result;
        exchange.stream = undefined;
      },
      onGoaway: (debugData) => goaways.push(debugData),
      onFailed(error) {
        failure = error;
      },
    },
  );
  session.start();
  const writtenBytes = () => {
    session.flush();
    return Buffer.concat(bytes);
  };
  return {
    session,
    send(...frames) {
      for (const each of frames) session.receive(Buffer.from(each));
    },
    push(changes = {}) {
      const exchange = exchangeOf(changes);
      exchanges.push(exchange);
      results.push(undefined);
      session.send(exchange);
      return exchanges.length - 1;
    },
    abandon: (number) => exchanges[number]?.stream?.abandon(),
    results,
    repeatedResults: () => repeated,
    goaways,
    failure: () => failure,
    written: () => framesIn(writtenBytes().subarray(preface.length)),
    writtenBytes,
  };
}

/** One whose SETTINGS have come, with so many pushes out. */
export function startOpenPeer(pushes = 0, settings: Readonly<Record<number, number>> = {}): WirePeer {
  const peer = startWirePeer();
  peer.send(settingsFrame(settings));
  for (let count = 0; count < pushes; count += 1) peer.push();
  return peer;
}

export function exchangeOf(changes: Partial<Exchange['request']> = {}): Exchange {
  return {
    request: {
      method: 'POST',
      path: `/3/device/${'ab'.repeat(32)}`,
      headers: { 'apns-topic': 'com.example.ringpost', 'apns-id': 'a5d1f0c2-0000-4000-8000-000000000000' },
      body: '{"aps":{}}',
      id: 'a5d1f0c2-0000-4000-8000-000000000000',
      deadlineMs: Number.MAX_SAFE_INTEGER,
      accept: () => undefined,
      ...changes,
    },
    resolve() {},
    recovery: undefined,
    resends: 0,
    answerSoFar: undefined,
    before: undefined,
    after: undefined,
    dueIn: undefined,
    dueBefore: undefined,
    dueAfter: undefined,
    isWaiting: false,
    authorization: undefined,
    stream: undefined,
  };
}

export function framesIn(bytes: Buffer): Frame[] {
  const frames: Frame[] = [];
  const reader = new FrameReader((type, flags, streamId, chunk, start, end) =>
    frames.push({ type, flags, streamId, payload: Buffer.from(chunk.subarray(start, end)) }),
  );
  reader.read(bytes);
  return frames;
}

/** The code of the GOAWAY that the session has sent. */
export function sentGoawayCode(peer: WirePeer): number | undefined {
  return peer
    .written()
    .find(({ type }) => type === frameTypes.goaway)
    ?.payload.readUInt32BE(4);
}

/** The codes of the resets that the session has sent, by stream. */
export function sentResets(peer: WirePeer): Record<number, number> {
  const resets = peer.written().filter(({ type }) => type === frameTypes.rstStream);
  return Object.fromEntries(resets.map(({ streamId, payload }) => [streamId, payload.readUInt32BE(0)]));
}

export { errorCodes, frameFlags, frameTypes };
