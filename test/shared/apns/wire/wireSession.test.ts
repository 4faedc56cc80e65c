/** One HTTP/2 connection from bytes to results, as RFC 9113 has it, with a server that does what it may. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PayloadTemplate } from '../../../../shared/apns/rules/preparedPayload.ts';
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
  pingFrame,
  rstFrame,
  sentGoawayCode,
  sentResets,
  settingsFrame,
  startOpenPeer,
  startWirePeer,
  uint32,
  type WirePeer,
  windowUpdateFrame,
} from '../../../support/apns/wirePeer.ts';

const { endHeaders, endStream, padded, priority, ack } = frameFlags;
const headerTableSize = 1;
const maxStreams = 3;
const initialWindow = 4;
const maxFrame = 5;

const refusal = '{"reason":"BadDeviceToken"}';
const refused = { kind: 'answer', answer: { status: 400, headers: { 'apns-id': 'x' }, body: refusal } };
const refusalFrames = [
  headersFrame(
    1,
    [
      [':status', '400'],
      ['apns-id', 'x'],
      ['content-length', String(refusal.length)],
    ],
    false,
  ),
  dataFrame(1, refusal),
];

describe('at its start, a session', () => {
  test("sends its settings, and no request before the peer's settings", () => {
    // Act
    const peer = startWirePeer();
    // Assess
    expect(peer.session.hasRoom).toBe(false);
    expect(peer.written().map(({ type }) => type)).toEqual([frameTypes.settings, frameTypes.windowUpdate]);
  });

  test('acknowledges settings, and respects their limit of streams', () => {
    // Prepare
    const peer = startOpenPeer(0, { [maxStreams]: 2 });
    // Act
    peer.push();
    const hadRoomForOneMore = peer.session.hasRoom;
    peer.push();
    const hadRoomForAThird = peer.session.hasRoom;
    peer.send(settingsFrame({ [maxStreams]: 3 }));
    // Assess
    expect([hadRoomForOneMore, hadRoomForAThird, peer.session.hasRoom]).toEqual([true, false, true]);
    expect(peer.written().filter(({ type, flags }) => type === frameTypes.settings && flags === ack)).toHaveLength(2);
  });
});

describe('an answer is read', () => {
  const interim = headersFrame(
    1,
    [
      [':status', '103'],
      ['link', 'x'],
    ],
    false,
  );
  const answers: readonly (readonly [how: string, frames: readonly Buffer[]])[] = [
    ['as it is', refusalFrames],
    ['after an interim one', [interim, ...refusalFrames]],
    [
      'with padding and priority',
      [
        frame(
          frameTypes.headers,
          padded | priority | endHeaders,
          1,
          Buffer.concat([
            Buffer.from([3, 0, 0, 0, 0, 15]),
            block([
              [':status', '400'],
              ['apns-id', 'x'],
            ]),
            Buffer.alloc(3),
          ]),
        ),
        frame(
          frameTypes.data,
          padded | endStream,
          1,
          Buffer.concat([Buffer.from([2]), Buffer.from(refusal), Buffer.alloc(2)]),
        ),
      ],
    ],
    [
      'with a header block in three frames',
      [
        frame(frameTypes.headers, 0, 1, block([[':status', '400']])),
        frame(frameTypes.continuation, 0, 1),
        frame(frameTypes.continuation, endHeaders, 1, block([['apns-id', 'x']])),
        dataFrame(1, refusal),
      ],
    ],
    [
      'with a body in many frames, of which one is empty',
      [
        refusalFrames[0] ?? Buffer.alloc(0),
        dataFrame(1, '', false),
        ...[...refusal].map((letter) => dataFrame(1, letter, false)),
        dataFrame(1, ''),
      ],
    ],
    [
      'with trailers',
      [refusalFrames[0] ?? Buffer.alloc(0), dataFrame(1, refusal, false), headersFrame(1, [['server-timing', 'x']])],
    ],
    [
      'between frames that nobody knows',
      [frame(0x99, 0xff, 1, 'x'), ...refusalFrames.flatMap((each) => [each, frame(0xaa, 0, 0)])],
    ],
    ['with PRIORITY before it', [frame(frameTypes.priority, 0, 1, 'abcde'), ...refusalFrames]],
    ['and the reset that follows it is of no account', [...refusalFrames, rstFrame(1, errorCodes.noError)]],
  ];

  test.each(answers)('%s', (_how, frames) => {
    // Prepare
    const peer = startOpenPeer(1);
    // Act
    peer.send(...frames);
    // Assess
    expect(peer.results).toEqual([refused]);
    expect(peer.failure()).toBeUndefined();
  });

  test.each(answers)('%s, with the bytes cut anywhere', (_how, frames) => {
    // Prepare
    const bytes = Buffer.concat(frames);
    const results = [];
    // Act
    for (let cut = 1; cut < bytes.length; cut += 1) {
      const peer = startOpenPeer(1);
      peer.send(bytes.subarray(0, cut), bytes.subarray(cut));
      results.push(peer.results[0]);
    }
    const byteByByte = startOpenPeer(1);
    byteByByte.send(...Array.from(bytes, (byte) => Buffer.from([byte])));
    // Assess
    expect(results.filter((result) => JSON.stringify(result) !== JSON.stringify(refused))).toEqual([]);
    expect(byteByByte.results).toEqual([refused]);
  });
});

describe('a request without an answer', () => {
  test.each([
    ['was not processed when it is refused', [rstFrame(1, errorCodes.refusedStream)], { kind: 'unprocessed' }],
    ['is lost when it is reset', [rstFrame(1, errorCodes.internalError)], { kind: 'lost', cause: 'stream_reset' }],
    [
      'is lost, when it is reset in the middle of its answer, whatever the code',
      [headersFrame(1, [[':status', '400']], false), rstFrame(1, errorCodes.refusedStream)],
      { kind: 'lost', cause: 'stream_reset' },
    ],
    ['was not processed when a GOAWAY says so', [goawayFrame(0, errorCodes.noError)], { kind: 'unprocessed' }],
    [
      'was not processed when a GOAWAY with an error says so',
      [goawayFrame(0, errorCodes.refusedStream)],
      { kind: 'unprocessed' },
    ],
    [
      'is lost when a GOAWAY with an error does not say so',
      [goawayFrame(1, errorCodes.internalError)],
      { kind: 'lost', cause: 'connection_lost' },
    ],
  ])('%s', (_what, frames, result) => {
    // Prepare
    const peer = startOpenPeer(1);
    // Act
    peer.send(...frames);
    // Assess
    expect(peer.results).toEqual([result]);
  });

  test('is lost when the connection is lost', () => {
    // Prepare
    const peer = startOpenPeer(1);
    // Act
    peer.session.lose();
    peer.send(acceptance(1));
    // Assess
    expect(peer.results).toEqual([{ kind: 'lost', cause: 'connection_lost' }]);
    expect(peer.repeatedResults()).toBe(0);
  });
});

describe('GOAWAY without an error', () => {
  test('lets accepted requests finish', () => {
    // Prepare
    const peer = startOpenPeer(3);
    // Act
    peer.send(goawayFrame(2 ** 31 - 1, 0, '{"reason":"Shutdown"}'), goawayFrame(3, 0), acceptance(1), acceptance(3));
    // Assess
    expect(peer.results).toMatchObject([{ kind: 'answer' }, { kind: 'answer' }, { kind: 'unprocessed' }]);
    expect(peer.goaways).toEqual(['{"reason":"Shutdown"}', '']);
    expect(peer.failure()).toBeUndefined();
  });
});

describe('an abandoned request', () => {
  test('is reset, and its late frames are ignored', () => {
    // Prepare
    const peer = startOpenPeer(2);
    const addedField = (name: string) =>
      Buffer.concat([Buffer.from([0x40, name.length]), Buffer.from(name), Buffer.from([1, 0x79])]);
    // Act
    peer.abandon(0);
    peer.send(
      frame(frameTypes.headers, endHeaders, 1, Buffer.concat([Buffer.from([0x88]), addedField('apns-id')])),
      dataFrame(1, 'late'),
      rstFrame(1, errorCodes.noError),
      // Refers to what the late answer has left in the table.
      frame(frameTypes.headers, endHeaders | endStream, 3, Buffer.from([0x88, 0xbe])),
    );
    // Assess
    expect(peer.results).toMatchObject([
      { kind: 'lost', cause: 'deadline' },
      { kind: 'answer', answer: { status: 200, headers: { 'apns-id': 'y' } } },
    ]);
    expect(sentResets(peer)).toEqual({ 1: errorCodes.cancel });
    expect(peer.failure()).toBeUndefined();
  });
});

/** How many bytes of body each stream has sent, and whether it has ended. */
function bodiesIn(peer: WirePeer): Record<number, { bytes: number; hasEnded: boolean }> {
  const bodies: Record<number, { bytes: number; hasEnded: boolean }> = {};
  for (const { type, flags, streamId, payload } of peer.written()) {
    if (type !== frameTypes.data) continue;
    const known = bodies[streamId] ?? { bytes: 0, hasEnded: false };
    bodies[streamId] = { bytes: known.bytes + payload.length, hasEnded: (flags & endStream) !== 0 };
  }
  return bodies;
}

describe('flow control', () => {
  test('a body waits for the windows of stream and connection and never exceeds them', () => {
    const update = fc.record({ stream: fc.nat(3), increment: fc.integer({ min: 1, max: 9000 }) });
    const settings = fc.record({ initial: fc.integer({ min: 0, max: 3000 }) });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3000 }),
        fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 3 }),
        fc.array(fc.oneof(update, settings), { maxLength: 40 }),
        (firstWindow, lengths, steps) => {
          const peer = startOpenPeer(0, { [initialWindow]: firstWindow });
          let initial = firstWindow;
          const granted = lengths.map(() => firstWindow);
          const most = [...granted];
          let connectionWindow = 65_535;
          const opened: number[] = [];
          for (const [number, length] of lengths.entries()) {
            if (!peer.session.hasRoom) break;
            peer.push({ body: 'x'.repeat(length) });
            opened.push(number);
          }
          for (const step of steps) {
            if ('initial' in step) {
              for (const number of opened) granted[number] = (granted[number] ?? 0) + step.initial - initial;
              initial = step.initial;
              peer.send(settingsFrame({ [initialWindow]: initial }));
            } else if (step.stream === 0) {
              connectionWindow += step.increment;
              peer.send(windowUpdateFrame(0, step.increment));
            } else if (opened.includes(step.stream - 1)) {
              granted[step.stream - 1] = (granted[step.stream - 1] ?? 0) + step.increment;
              peer.send(windowUpdateFrame(2 * step.stream - 1, step.increment));
            }
            for (const number of opened) most[number] = Math.max(most[number] ?? 0, granted[number] ?? 0);
          }
          const sent = bodiesIn(peer);
          for (const number of opened) expect(sent[2 * number + 1]?.bytes ?? 0).toBeLessThanOrEqual(most[number] ?? 0);
          const all = Object.values(sent).reduce((sum, { bytes }) => sum + bytes, 0);
          expect(all).toBeLessThanOrEqual(connectionWindow);
          // A reader that opens both far enough gets all of it.
          peer.send(windowUpdateFrame(0, 200_000));
          for (const number of opened) peer.send(windowUpdateFrame(2 * number + 1, 100_000));
          const bodies = bodiesIn(peer);
          const expected = opened.map((number) => [2 * number + 1, { bytes: lengths[number], hasEnded: true }]);
          expect(bodies).toEqual(Object.fromEntries(expected));
          expect(peer.failure()).toBeUndefined();
        },
      ),
      { numRuns: 200 },
    );
  });

  test('the bytes sent never exceed the granted windows', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 12 }), (first, increments) => {
        const peer = startOpenPeer(0, { [initialWindow]: first });
        peer.push({ body: 'x'.repeat(2000) });
        let granted = first;
        for (const increment of increments) {
          expect(bodiesIn(peer)[1]?.bytes ?? 0).toBe(Math.min(granted, 2000));
          granted += increment;
          peer.send(windowUpdateFrame(1, increment));
        }
        expect(bodiesIn(peer)[1]?.bytes ?? 0).toBe(Math.min(granted, 2000));
      }),
      { numRuns: 100 },
    );
  });

  test('a prepared body leaves as the same frames as its text', () => {
    const text = fc.tuple(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.constantFrom(1, 60));
    fc.assert(
      fc.property(text, fc.nat(99), fc.nat(40_000), ([alert, times], badge, window) => {
        // Prepare
        const payload = { aps: { alert: alert.repeat(times), badge } };
        const bodies = [JSON.stringify(payload), new PayloadTemplate(payload, ['aps', 'badge']).with(badge)];
        // Act
        const [asText, prepared] = bodies.map((body) => {
          const peer = startOpenPeer(0, { [initialWindow]: window });
          peer.push({ body });
          peer.send(windowUpdateFrame(1, 100_000), windowUpdateFrame(0, 100_000));
          return peer.writtenBytes();
        });
        // Assess
        expect(prepared).toEqual(asText);
      }),
      { numRuns: 200 },
    );
  });

  test('no frame is larger than the peer allows', () => {
    // Prepare
    const peer = startOpenPeer(0, { [maxFrame]: 16_384, [initialWindow]: 60_000 });
    // Act
    peer.push({ body: 'x'.repeat(40_000) });
    // Assess
    const sizes = peer.written().flatMap(({ type, payload }) => (type === frameTypes.data ? [payload.length] : []));
    expect(sizes).toEqual([16_384, 16_384, 7232]);
  });

  test('an answer before the end of the request ends it', () => {
    // Prepare
    const peer = startOpenPeer(0, { [initialWindow]: 3 });
    peer.push();
    // Act
    peer.send(headersFrame(1, [[':status', '413']]), windowUpdateFrame(1, 100));
    // Assess
    expect(peer.results).toMatchObject([{ answer: { status: 413 } }]);
    expect(sentResets(peer)).toEqual({ 1: errorCodes.cancel });
    expect(bodiesIn(peer)).toEqual({ 1: { bytes: 3, hasEnded: false } });
  });

  test('the window for answers is reopened as they end and never runs out', () => {
    // Prepare
    const peer = startOpenPeer();
    const body = Buffer.alloc(16_000);
    // Act: 16 MB in all, four times the window
    for (let number = 0; number < 1000; number += 1) {
      const streamId = 2 * peer.push() + 1;
      peer.send(headersFrame(streamId, [[':status', '200']], false), dataFrame(streamId, body));
    }
    // Assess
    expect(peer.failure()).toBeUndefined();
    expect(peer.results.every((result) => result?.kind === 'answer')).toBe(true);
  });
});

describe('a PING', () => {
  test('of the peer is answered with the same data', () => {
    // Prepare
    const peer = startOpenPeer();
    // Act
    peer.send(frame(frameTypes.ping, 0, 0, 'abcdefgh'));
    // Assess
    const answers = peer.written().filter(({ type, flags }) => type === frameTypes.ping && flags === ack);
    expect(answers.map(({ payload }) => payload.toString())).toEqual(['abcdefgh']);
  });

  test('of ours is answered by the peer, or ends with the connection', async () => {
    // Prepare
    const peer = startOpenPeer();
    const answers = [peer.session.ping(), peer.session.ping()];
    // Act
    peer.send(pingFrame(ack));
    peer.session.lose();
    // Assess
    expect(await Promise.all([...answers, peer.session.ping()])).toEqual([true, false, false]);
  });
});

describe('settings of the peer', () => {
  test('for the header table apply from the next block', () => {
    // Prepare
    const peer = startOpenPeer(1);
    // Act
    peer.send(settingsFrame({ [headerTableSize]: 0 }), settingsFrame({ [headerTableSize]: 100 }));
    peer.push();
    // Assess: the block begins with the sizes 0 and 100 (RFC 7541, 4.2).
    const [, second] = peer.written().filter(({ type }) => type === frameTypes.headers);
    expect(second?.payload.subarray(0, 3)).toEqual(Buffer.from([0x20, 0x3f, 69]));
  });

  test('that are unknown are ignored', () => {
    // Prepare
    const peer = startOpenPeer();
    // Act
    peer.send(
      settingsFrame({ 153: 7 }),
      frame(frameTypes.settings, 0, 0, Buffer.concat([Buffer.from([0, 6]), uint32(1)])),
    );
    // Assess
    expect(peer.failure()).toBeUndefined();
    expect(peer.session.hasRoom).toBe(true);
  });
});

test('many pings over a long time do not count as a flood', () => {
  // Prepare
  let nowMs = 0;
  const peer = startWirePeer(() => nowMs);
  peer.send(settingsFrame());
  // Act
  for (let count = 0; count < 20_000; count += 1) {
    nowMs += 1000;
    peer.send(pingFrame());
  }
  // Assess
  expect(peer.failure()).toBeUndefined();
});

test('closing sends a GOAWAY', () => {
  // Prepare
  const peer = startOpenPeer();
  // Act
  peer.session.close();
  // Assess
  expect(sentGoawayCode(peer)).toBe(errorCodes.noError);
  expect(peer.session.hasRoom).toBe(false);
});
