/**
 * What a server may not do (RFC 9113, RFC 7541), and what it may do but only to wear us out: the connection or the stream
 * ends with the error that the RFC names, each push has one result, and what was not answered is not taken for answered.
 */
import { describe, expect, test } from 'vitest';
import {
  acceptance,
  block,
  dataFrame,
  errorCodes,
  frame,
  frameFlags,
  frameTypes,
  goawayFrame,
  headersFrame,
  literalField,
  pingFrame,
  rstFrame,
  sentGoawayCode,
  sentResets,
  settingsFrame,
  startOpenPeer,
  startWirePeer,
  windowUpdateFrame,
} from '../../../support/apns/wirePeer.ts';

const { endHeaders, endStream, padded, priority, ack } = frameFlags;
const { protocolError, flowControlError, frameSizeError, streamClosed, compressionError, enhanceYourCalm } = errorCodes;

const ok = [[':status', '200']] as const;
const reset = { kind: 'lost', cause: 'stream_reset' };
const accepted = { kind: 'answer', answer: { status: 200, body: '' } };
const times = (count: number, bytes: Buffer) => Array.from({ length: count }, () => bytes);
const continuation = (streamId: number, bytes: Uint8Array, flags = 0) =>
  frame(frameTypes.continuation, flags, streamId, bytes);

/** An entry of 4,000 bytes goes into the table once, and is then named by one byte each. */
const bombEntry = Buffer.concat([
  Buffer.from([0x40, 1]),
  Buffer.from('x'),
  Buffer.from([0x7f, 0xa1, 0x1e]),
  Buffer.alloc(4000, 'v'),
]);

type Case = readonly [what: string, code: number, frames: readonly Buffer[]];

const endsOfConnections: readonly Case[] = [
  ['DATA on no stream', protocolError, [dataFrame(0, 'x')]],
  ['DATA on a stream that was never opened', protocolError, [dataFrame(11, 'x')]],
  ['DATA on a stream of the server', protocolError, [dataFrame(2, 'x')]],
  ['DATA after the end of the answer', streamClosed, [acceptance(1), dataFrame(1, 'x')]],
  ['DATA with more padding than frame', protocolError, [frame(frameTypes.data, padded, 1, Buffer.from([9, 1, 2]))]],
  ['DATA padded without a length', frameSizeError, [frame(frameTypes.data, padded, 1)]],
  ['HEADERS on no stream', protocolError, [headersFrame(0, ok)]],
  ['HEADERS on a stream that was never opened', protocolError, [headersFrame(11, ok)]],
  ['HEADERS on a stream of the server', protocolError, [headersFrame(2, ok)]],
  ['HEADERS after the end of the answer', streamClosed, [acceptance(1), acceptance(1)]],
  ['HEADERS cut short in the priority', frameSizeError, [frame(frameTypes.headers, priority | endHeaders, 1, 'abc')]],
  [
    'HEADERS with more padding than frame',
    protocolError,
    [frame(frameTypes.headers, padded | endHeaders, 1, Buffer.from([200, 0x88]))],
  ],
  ['an invalid header block', compressionError, [frame(frameTypes.headers, endHeaders, 1, Buffer.from([0x80]))]],
  ['PRIORITY on no stream', protocolError, [frame(frameTypes.priority, 0, 0, 'abcde')]],
  ['PRIORITY of a wrong length', frameSizeError, [frame(frameTypes.priority, 0, 1, 'abcd')]],
  ['RST_STREAM on no stream', protocolError, [rstFrame(0, 8)]],
  ['RST_STREAM on a stream that was never opened', protocolError, [rstFrame(11, 8)]],
  ['RST_STREAM of a wrong length', frameSizeError, [frame(frameTypes.rstStream, 0, 1, 'abc')]],
  ['SETTINGS on a stream', protocolError, [frame(frameTypes.settings, 0, 1)]],
  ['SETTINGS of a wrong length', frameSizeError, [frame(frameTypes.settings, 0, 0, 'abcde')]],
  ['an acknowledgement with settings', frameSizeError, [frame(frameTypes.settings, ack, 0, 'abcdef')]],
  ['two acknowledgements of one SETTINGS', protocolError, times(2, frame(frameTypes.settings, ack, 0))],
  ['push switched on', protocolError, [settingsFrame({ 2: 1 })]],
  ['an initial window beyond the largest', flowControlError, [settingsFrame({ 4: 2 ** 31 })]],
  ['a largest frame that is too small', protocolError, [settingsFrame({ 5: 16_383 })]],
  ['a largest frame that is too large', protocolError, [settingsFrame({ 5: 2 ** 24 })]],
  [
    'an initial window that makes that of a stream too large',
    flowControlError,
    [windowUpdateFrame(1, 2 ** 31 - 1 - 65_535), settingsFrame({ 4: 2 ** 31 - 1 })],
  ],
  ['PUSH_PROMISE', protocolError, [frame(frameTypes.pushPromise, endHeaders, 1, Buffer.from([0, 0, 0, 2, 0x82]))]],
  ['PING on a stream', protocolError, [frame(frameTypes.ping, 0, 1, Buffer.alloc(8))]],
  ['PING of a wrong length', frameSizeError, [frame(frameTypes.ping, 0, 0, Buffer.alloc(7))]],
  ['GOAWAY on a stream', protocolError, [frame(frameTypes.goaway, 0, 1, Buffer.alloc(8))]],
  ['GOAWAY that is cut short', frameSizeError, [frame(frameTypes.goaway, 0, 0, Buffer.alloc(7))]],
  ['GOAWAY that takes back another one', protocolError, [goawayFrame(1, 0), goawayFrame(3, 0)]],
  ['WINDOW_UPDATE of nothing', protocolError, [windowUpdateFrame(0, 0)]],
  ['WINDOW_UPDATE of a wrong length', frameSizeError, [frame(frameTypes.windowUpdate, 0, 0, 'abc')]],
  ['WINDOW_UPDATE on a stream that was never opened', protocolError, [windowUpdateFrame(11, 1)]],
  ['a window of the connection beyond the largest', flowControlError, [windowUpdateFrame(0, 2 ** 31 - 1)]],
  ['CONTINUATION without HEADERS', protocolError, [continuation(1, block(ok), endHeaders)]],
  [
    'CONTINUATION of another stream',
    protocolError,
    [frame(frameTypes.headers, 0, 1, block(ok)), continuation(3, block([]), endHeaders)],
  ],
  ['DATA between HEADERS and CONTINUATION', protocolError, [frame(frameTypes.headers, 0, 1), dataFrame(1, 'x')]],
  ['PING between HEADERS and CONTINUATION', protocolError, [frame(frameTypes.headers, 0, 1), pingFrame()]],
  [
    'an unknown frame between HEADERS and CONTINUATION',
    protocolError,
    [frame(frameTypes.headers, 0, 1), frame(0x77, 0, 1)],
  ],
  ['HEADERS between HEADERS and CONTINUATION', protocolError, [frame(frameTypes.headers, 0, 1), headersFrame(1, ok)]],
  [
    'CONTINUATIONs without end',
    enhanceYourCalm,
    [frame(frameTypes.headers, 0, 1), ...times(100, continuation(1, Buffer.alloc(0)))],
  ],
  [
    'a header block without end',
    enhanceYourCalm,
    [frame(frameTypes.headers, 0, 1), ...times(10, continuation(1, Buffer.alloc(16_384)))],
  ],
  ['a frame larger than announced', frameSizeError, [frame(frameTypes.data, 0, 1, Buffer.alloc(16_385))]],
  ['a flood of PINGs', enhanceYourCalm, times(2000, pingFrame())],
  ['a flood of SETTINGS', enhanceYourCalm, times(2000, settingsFrame())],
  ['a flood of WINDOW_UPDATEs that nobody waits for', enhanceYourCalm, times(2000, windowUpdateFrame(0, 1))],
  ['a flood of PRIORITYs', enhanceYourCalm, times(2000, frame(frameTypes.priority, 0, 1, 'abcde'))],
  ['a flood of unknown frames', enhanceYourCalm, times(2000, frame(0x42, 0, 1, 'x'))],
  ['a flood of empty DATA', enhanceYourCalm, [headersFrame(1, ok, false), ...times(2000, dataFrame(1, '', false))]],
  ['a flood of interim answers', enhanceYourCalm, times(2000, headersFrame(1, [[':status', '103']], false))],
  ['a flood of resets of a stream that has ended', enhanceYourCalm, times(2000, rstFrame(1, 8))],
  [
    'DATA beyond the window of the connection',
    flowControlError,
    [1, 3, 5, 7, 9].flatMap((id) => [
      headersFrame(id, ok, false),
      // With a window of 1 MiB for each stream, and of 4 MiB for all, nothing of which is consumed.
      ...times(63, dataFrame(id, Buffer.alloc(16_384), false)),
    ]),
  ],
];

describe('the connection ends and open pushes are lost after', () => {
  test.each(endsOfConnections)('%s', (_what, code, frames) => {
    // Prepare
    const peer = startOpenPeer(5);
    // Act
    peer.send(...frames);
    // Assess: the first may have been answered before.
    expect(peer.failure()?.code).toBe(code);
    expect(sentGoawayCode(peer)).toBe(code);
    expect(peer.results.slice(1).every((result) => result?.kind === 'lost' || result?.kind === 'unprocessed')).toBe(
      true,
    );
    expect(peer.results.includes(undefined)).toBe(false);
    expect(peer.repeatedResults()).toBe(0);
    expect(peer.session.hasRoom).toBe(false);
  });

  test.each([
    ['a first frame that is not SETTINGS', acceptance(1)],
    ['a first frame that acknowledges', frame(frameTypes.settings, ack, 0)],
    ['text that is not HTTP/2 at all', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ])('%s', (_what, bytes) => {
    // Prepare
    const peer = startWirePeer();
    // Act
    peer.send(bytes);
    // Assess
    expect(peer.failure()).toBeDefined();
    expect(peer.session.hasRoom).toBe(false);
  });
});

const malformed: readonly (readonly [what: string, code: number, frames: readonly Buffer[]])[] = [
  ['no status', protocolError, [headersFrame(1, [['apns-id', 'x']])]],
  ['two statuses', protocolError, [headersFrame(1, [...ok, ...ok])]],
  ['a status that is not a number', protocolError, [headersFrame(1, [[':status', '2OO']])]],
  ['a status of four digits', protocolError, [headersFrame(1, [[':status', '2000']])]],
  ['a status after a field', protocolError, [headersFrame(1, [['apns-id', 'x'], ...ok])]],
  ['status 101', protocolError, [headersFrame(1, [[':status', '101']], false)]],
  ['an interim status as the last word', protocolError, [headersFrame(1, [[':status', '103']])]],
  ['a pseudo field of requests', protocolError, [headersFrame(1, [...ok, [':path', '/']])]],
  ['an unknown pseudo field', protocolError, [headersFrame(1, [...ok, [':what', 'x']])]],
  ['a name in capitals', protocolError, [headersFrame(1, [...ok, ['Apns-Id', 'x']])]],
  ['a name with white space', protocolError, [headersFrame(1, [...ok, ['apns id', 'x']])]],
  ['an empty name', protocolError, [headersFrame(1, [...ok, ['', 'x']])]],
  ['a value with a line feed', protocolError, [headersFrame(1, [...ok, ['apns-id', 'x\ny']])]],
  ['a value with NUL', protocolError, [headersFrame(1, [...ok, ['apns-id', 'x\0y']])]],
  ['a value with white space at its end', protocolError, [headersFrame(1, [...ok, ['apns-id', 'x ']])]],
  ['a field of HTTP/1.1', protocolError, [headersFrame(1, [...ok, ['transfer-encoding', 'chunked']])]],
  ['a length that is not a number', protocolError, [headersFrame(1, [...ok, ['content-length', '-1']])]],
  ['a length without a body', protocolError, [headersFrame(1, [...ok, ['content-length', '5']])]],
  [
    'two lengths',
    protocolError,
    [headersFrame(1, [...ok, ['content-length', '1'], ['content-length', '2']], false), dataFrame(1, 'x')],
  ],
  [
    'a body longer than its length',
    protocolError,
    [headersFrame(1, [...ok, ['content-length', '2']], false), dataFrame(1, 'abc')],
  ],
  [
    'a body shorter than its length',
    protocolError,
    [headersFrame(1, [...ok, ['content-length', '4']], false), dataFrame(1, 'abc')],
  ],
  ['DATA before HEADERS', protocolError, [dataFrame(1, 'x')]],
  [
    'trailers that do not end the stream',
    protocolError,
    [headersFrame(1, ok, false), headersFrame(1, [['a', 'b']], false)],
  ],
  ['trailers with a status', protocolError, [headersFrame(1, ok, false), headersFrame(1, ok)]],
  ['WINDOW_UPDATE of nothing', protocolError, [windowUpdateFrame(1, 0)]],
  ['a window beyond the largest', flowControlError, [windowUpdateFrame(1, 2 ** 31 - 1)]],
  [
    'a header bomb',
    protocolError,
    [
      frame(frameTypes.headers, 0, 1, Buffer.concat([literalField(':status', '200'), bombEntry])),
      continuation(1, Buffer.alloc(16_000, 0xbe), endHeaders | endStream),
    ],
  ],
  [
    'a body without end',
    errorCodes.cancel,
    [headersFrame(1, ok, false), ...times(64, dataFrame(1, Buffer.alloc(16_384), false))],
  ],
];

describe('the stream is reset, its push is lost and others continue after', () => {
  test.each(malformed)('%s', (_what, code, frames) => {
    // Prepare
    const peer = startOpenPeer(2);
    // Act
    peer.send(...frames, acceptance(3));
    // Assess
    expect(peer.failure()).toBeUndefined();
    expect(peer.results).toMatchObject([reset, accepted]);
    expect(sentResets(peer)).toEqual({ 1: code });
  });
});
