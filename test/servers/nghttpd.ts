/**
 * nghttpd, the server of the nghttp2 library. It sends bodies back, and files of 250 kinds: their long names fill the
 * header table again and again. Windows of 1,023 bytes, padded frames, trailers.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../lab/aws/protocol/freePort.ts';
import type { ForeignServer, RunningServer } from './foreignServer.ts';
import { pushNumber, type TrialRequest } from './requests.ts';
import { startServerProcess } from './serverProcess.ts';

const maxStreams = 100;
const kinds = 250;
/** A file as long as the longest answer of APNs, a list of 10,000 channels; the others are short. */
const largeFileBytes = 270_000;
const kindOfLargeFile = 7;

const fileName = (kind: number) => `file.kind${kind}`;
const typeOf = (kind: number) => `application/vnd.ringpost.kind-number-${kind}-${'of-a-long-name'.repeat(kind % 9)}`;
const contentOf = (kind: number) =>
  kind === kindOfLargeFile ? `${kind} `.repeat(largeFileBytes / 2) : `the content of file ${kind}`;

export const nghttpd: ForeignServer = {
  name: 'nghttpd',
  versionCommand: ['nghttpd', '--version'],
  debianPackage: 'nghttp2-server',
  async start(folder, { certificatePem, privateKeyPem }) {
    const port = await freePort();
    const [certificateFile, keyFile, typesFile] = ['certificate.pem', 'key.pem', 'mime.types'].map((name) =>
      join(folder, name),
    ) as [string, string, string];
    writeFileSync(certificateFile, certificatePem);
    writeFileSync(keyFile, privateKeyPem, { mode: 0o600 });
    const allKinds = Array.from({ length: kinds }, (_, kind) => kind);
    writeFileSync(typesFile, allKinds.map((kind) => `${typeOf(kind)} kind${kind}\n`).join(''));
    for (const kind of allKinds) writeFileSync(join(folder, fileName(kind)), contentOf(kind));
    const command = [
      'nghttpd',
      '--address=127.0.0.1',
      `--htdocs=${folder}`,
      `--mime-types-file=${typesFile}`,
      '--echo-upload',
      '--window-bits=10',
      '--padding=100',
      `--max-concurrent-streams=${maxStreams}`,
      '--trailer=nghttpd-trailer: of-an-answer',
      String(port),
      keyFile,
      certificateFile,
    ] as const;
    const start = () => startServerProcess(command, { port, cwd: folder });
    let server = await start();
    return {
      origin: `https://127.0.0.1:${port}`,
      streamLimit: maxStreams,
      leastConnections: () => 1,
      request,
      // It does not say goodbye: what is out is lost with it.
      disturbance: {
        every: 3000,
        async run() {
          await server.stop('SIGKILL');
          server = await start();
        },
      },
      async stop() {
        await server.stop('SIGKILL');
        return undefined;
      },
    } satisfies RunningServer;
  },
};

function request(number: number): TrialRequest {
  const { topic: _, ...push } = pushNumber(number);
  if (number % 2 === 0) {
    return {
      ...push,
      isOwn: (outcome) => outcome.kind === 'accepted' && outcome.status === 200 && outcome.body === push.body,
    };
  }
  const kind = (number * 7) % kinds;
  return {
    ...push,
    method: 'GET',
    path: `/${fileName(kind)}`,
    body: '',
    isOwn: (outcome) =>
      outcome.kind === 'accepted' &&
      outcome.status === 200 &&
      outcome.headers['content-type'] === typeOf(kind) &&
      outcome.body === contentOf(kind),
  };
}
