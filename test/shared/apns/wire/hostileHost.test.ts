/** A host that breaks HTTP/2, behind real TLS: what becomes of a push, and whether the next one finds a better connection. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { openAuthority } from '../../../../lab/apple/authority.ts';
import { openDataDirectory } from '../../../../lab/state/dataDirectory.ts';
import { Dispatcher } from '../../../../shared/apns/connection/dispatcher.ts';
import { transports } from '../../../../shared/apns/connection/transports.ts';
import { errorCodes, frameFlags, frameTypes, preface } from '../../../../shared/apns/wire/protocol.ts';
import {
  acceptance,
  dataFrame,
  exchangeOf,
  frame,
  framesIn,
  goawayFrame,
  headersFrame,
  pingFrame,
  rstFrame,
  settingsFrame,
} from '../../../support/apns/wirePeer.ts';

/** One for all hosts: its keys take their time. */
const { host, caPem } = openAuthority(openDataDirectory(undefined), Date.now);

type Misdeed = (socket: TLSSocket) => void;

/** A host that answers its first request with a misdeed, and all others as it should. */
async function startHostileHost(misdeed: Misdeed, alpn: string[] = ['h2']) {
  const sockets: TLSSocket[] = [];
  const server = createServer({ cert: host.certificatePem, key: host.privateKeyPem, ALPNProtocols: alpn });
  server.on('secureConnection', (socket) => {
    sockets.push(socket);
    const isFirst = sockets.length === 1;
    socket.on('error', () => {});
    socket.write(settingsFrame({ 3: 100 }));
    let received = Buffer.alloc(0);
    let answered = 0;
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const requests = framesIn(received.subarray(preface.length)).filter(({ type }) => type === frameTypes.headers);
      for (const { streamId } of requests.slice(answered)) {
        answered += 1;
        if (isFirst && answered === 1) misdeed(socket);
        else socket.write(acceptance(streamId));
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const dispatcher = new Dispatcher({
    origin: `https://127.0.0.1:${port}`,
    ca: caPem,
    clock: { nowMs: Date.now },
    loadTransport: transports.wire,
  });
  onTestFinished(() => {
    dispatcher.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const push = async (deadlineMs = 20_000) => {
    const { outcome } = await dispatcher.request({
      ...exchangeOf().request,
      deadlineMs: Date.now() + deadlineMs,
      accept: ({ status }) => (status === 200 ? { kind: 'accepted' as const } : undefined),
    });
    return outcome;
  };
  return { push, connections: () => sockets.length };
}

const ok = [[':status', '200']] as const;
const lost = { kind: 'unanswered', sent: 'maybe', cause: 'connection_lost' };
const reset = { kind: 'unanswered', sent: 'maybe', cause: 'stream_reset' };

const misdeeds: readonly (readonly [what: string, first: object, connections: number, misdeed: Misdeed])[] = [
  ['sends what is not HTTP/2', lost, 2, (socket) => socket.write('HTTP/1.1 500 Oops\r\n\r\n'.repeat(20))],
  ['sends a frame that is too large', lost, 2, (socket) => socket.write(frame(0, 0, 1, Buffer.alloc(20_000)))],
  [
    'floods with PINGs',
    lost,
    2,
    (socket) => socket.write(Buffer.concat(Array.from({ length: 30_000 }, () => pingFrame()))),
  ],
  [
    'answers, and then again',
    { kind: 'accepted' },
    2,
    (socket) => socket.write(Buffer.concat([acceptance(1), acceptance(1)])),
  ],
  ['hangs up in the middle of a frame', lost, 2, (socket) => socket.end(acceptance(1).subarray(0, 5))],
  [
    'hangs up in the middle of an answer',
    lost,
    2,
    (socket) => socket.end(headersFrame(1, [[':status', '410']], false)),
  ],
  [
    'resets in the middle of an answer',
    reset,
    1,
    (socket) => {
      socket.write(
        Buffer.concat([headersFrame(1, ok, false), dataFrame(1, '{', false), rstFrame(1, errorCodes.cancel)]),
      );
    },
  ],
  [
    'says GOAWAY for all, and answers none the less',
    { kind: 'accepted' },
    2,
    (socket) =>
      socket.write(Buffer.concat([goawayFrame(0, errorCodes.noError), headersFrame(1, [[':status', '410']])])),
  ],
  [
    'sends half a header block for ever',
    lost,
    2,
    (socket) =>
      socket.write(
        Buffer.concat([
          frame(frameTypes.headers, 0, 1),
          ...Array.from({ length: 90 }, () => frame(frameTypes.continuation, 0, 1)),
        ]),
      ),
  ],
  [
    'ends its answer with a broken header block',
    lost,
    2,
    (socket) =>
      socket.write(
        frame(frameTypes.headers, frameFlags.endHeaders | frameFlags.endStream, 1, Buffer.from([0xff, 0xff])),
      ),
  ],
];

test.each(misdeeds)(
  'a host that %s: the push ends as expected, and the next one is accepted',
  async (_what, first, connections, misdeed) => {
    // Prepare
    const hostile = await startHostileHost(misdeed);
    // Act
    const outcomes = [await hostile.push(), await hostile.push()];
    // Assess
    expect(outcomes).toMatchObject([first, { kind: 'accepted' }]);
    expect(hostile.connections()).toBe(connections);
  },
);

test('a host without HTTP/2 cannot be connected to', async () => {
  // Prepare
  const hostile = await startHostileHost(() => {}, ['http/1.1']);
  // Act
  const outcome = await hostile.push(500);
  // Assess
  expect(outcome).toMatchObject({ kind: 'unanswered', sent: 'no', cause: 'connect_failed' });
});
