/** The process of the Node server: what it does to its clients depends on how many requests it has had, not on time. */
import {
  createSecureServer,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
  type Settings,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { kindOf, maxStreams, numberOf, requestsPerGoaway } from './nodeServerAnswers.ts';

export type Command =
  | { kind: 'start'; certificatePem: string; privateKeyPem: string }
  /** Ends the connections without goodbye. */
  | { kind: 'cut' }
  | { kind: 'stop' };
export interface Listening {
  port: number;
}
export interface Served {
  served: [id: string, count: number][];
}

/** Stream limits, windows and header tables, small and large, in turns. A stream's window may become negative. */
const settingsInTurns: readonly Settings[] = [
  { maxConcurrentStreams: 100, initialWindowSize: 1000, headerTableSize: 4096 },
  { maxConcurrentStreams: maxStreams, initialWindowSize: 65_535, headerTableSize: 0 },
  { maxConcurrentStreams: 10, initialWindowSize: 2000, headerTableSize: 128 },
  { maxConcurrentStreams: maxStreams, initialWindowSize: 100, headerTableSize: 8192 },
  { maxConcurrentStreams: 250, initialWindowSize: 20_000, headerTableSize: 1000 },
  { maxConcurrentStreams: 1, initialWindowSize: 1500, headerTableSize: 0 },
  { maxConcurrentStreams: 500, initialWindowSize: 300, headerTableSize: 4096 },
];
const requestsPerSettings = 400;
const requestsPerPing = 700;
const slowAnswerMs = 3;
/** RFC 9113, 6.8: a GOAWAY with this last stream announces another one. */
const largestStreamId = 2 ** 31 - 1;

const sessions = new Set<ServerHttp2Session>();
const served = new Map<string, number>();
let requests = 0;

function start(certificatePem: string, privateKeyPem: string): void {
  const server = createSecureServer({
    cert: certificatePem,
    key: privateKeyPem,
    settings: settingsInTurns[0],
    // As such it counts requests that were on their way when it lowered their number.
    maxSessionInvalidFrames: 2 ** 32 - 1,
  });
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
    // A client that hangs up is not a failure of the server.
    session.on('error', () => {});
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    requests += 1;
    const { session } = stream;
    if (session !== undefined) disturb(session);
    // This answer waits until the client has answered the ping.
    if (requests % requestsPerPing === 0 && session?.destroyed === false)
      session.ping(() => void answer(stream, headers));
    else void answer(stream, headers);
  });
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
}

function disturb(session: Http2Session): void {
  if (session.closed || session.destroyed) return;
  if (requests % requestsPerSettings === 0) {
    session.settings(settingsInTurns[(requests / requestsPerSettings) % settingsInTurns.length] ?? {});
  }
  if (requests % requestsPerGoaway === 0) {
    if (requests % (2 * requestsPerGoaway) === 0) session.goaway(0, largestStreamId);
    session.close();
  }
}

async function answer(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
  if (!isOpen(stream)) return;
  const id = String(headers['apns-id']);
  const kind = kindOf(numberOf(id));
  const fields = {
    ':status': 200,
    'apns-id': id,
    'apns-unique-id': String(headers['apns-topic']),
    'apns-request-id': String(headers['authorization']),
  };
  const count = () => served.set(id, (served.get(id) ?? 0) + 1);
  if (kind === 'early') {
    count();
    stream.respond(fields, { endStream: true });
    stream.close();
    return;
  }
  // A request whose connection ends before its body was here was not served.
  const body = await text(stream).catch(() => undefined);
  if (body === undefined || !isOpen(stream)) return;
  count();
  if (kind === 'slow') setTimeout(() => send(stream, fields, body), slowAnswerMs);
  else if (kind === 'refusal') {
    const refusal = JSON.stringify({ reason: 'Unregistered', timestamp: numberOf(id) });
    send(stream, { ...fields, ':status': 410 }, refusal);
  } else if (kind === 'deletion') stream.respond({ ...fields, ':status': 204 }, { endStream: true });
  else {
    if (kind === 'hint') stream.additionalHeaders({ ':status': 103, link: `</${id}>` });
    send(stream, fields, body, kind === 'trailers');
  }
}

function send(stream: ServerHttp2Stream, fields: Record<string, string | number>, body: string, trails = false): void {
  if (!isOpen(stream)) return;
  stream.respond(fields, { waitForTrailers: trails });
  if (trails) stream.on('wantTrailers', () => stream.sendTrailers({ 'x-trailer': String(fields['apns-id']) }));
  stream.end(body);
}

function isOpen({ destroyed, closed }: ServerHttp2Stream): boolean {
  return !destroyed && !closed;
}

process.on('message', (command: Command) => {
  if (command.kind === 'start') start(command.certificatePem, command.privateKeyPem);
  else if (command.kind === 'cut') for (const session of sessions) session.destroy();
  else process.send?.({ served: [...served] } satisfies Served);
});
process.on('disconnect', () => process.exit());
