import { createSecureServer, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { onTestFinished } from 'vitest';
import { openAuthority } from '../../../lab/apple/authority.ts';
import { openDataDirectory } from '../../../lab/state/dataDirectory.ts';

export interface RawHost {
  origin: string;
  ca: string;
  sessions(): number;
}

/** An HTTP/2 host without any rules of Apple's, to say what the fake APNs never would. It goes with its test. */
export async function startRawHost(
  answer: (session: ServerHttp2Session, stream: ServerHttp2Stream) => unknown,
): Promise<RawHost> {
  const { host, caPem } = openAuthority(openDataDirectory(undefined), Date.now);
  const sessions: ServerHttp2Session[] = [];
  const server = createSecureServer({
    cert: host.certificatePem,
    key: host.privateKeyPem,
    settings: { maxConcurrentStreams: 1 },
  });
  server.on('session', (session) => {
    sessions.push(session);
    session.on('error', () => {});
  });
  server.on('stream', (stream) => {
    stream.on('error', () => {});
    stream.resume().on('end', () => answer(stream.session as ServerHttp2Session, stream));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the host has no port');
  return { origin: `https://127.0.0.1:${address.port}`, ca: caPem, sessions: () => sessions.length };
}
