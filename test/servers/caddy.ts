/** Caddy: HTTP/2 of Go's standard library. It sends the body back, and what the request said in the header. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../lab/aws/protocol/freePort.ts';
import type { ForeignServer, RunningServer } from './foreignServer.ts';
import { pushNumber, type TrialRequest } from './requests.ts';
import { startServerProcess } from './serverProcess.ts';

/** Go's own limit, which this version cannot change. */
const maxStreams = 250;
const requestsPerEarlyAnswer = 10;

const configuration = (port: number) => `
{
  admin off
  auto_https off
}
https://127.0.0.1:${port} {
  bind 127.0.0.1
  tls certificate.pem key.pem
  log {
    output file access.log {
      roll_disabled
    }
    format filter {
      wrap json
      fields {
        request>headers delete
        request>tls delete
        resp_headers delete
      }
    }
  }
  header apns-id {header.apns-id}
  header apns-unique-id {header.apns-topic}
  header apns-request-id {header.authorization}
  handle /early/* {
    respond "{uri}"
  }
  handle {
    respond "{http.request.body}"
  }
}
`;

export const caddy: ForeignServer = {
  name: 'Caddy',
  versionCommand: ['caddy', 'version'],
  debianPackage: 'caddy',
  async start(folder, { certificatePem, privateKeyPem }) {
    const port = await freePort();
    writeFileSync(join(folder, 'certificate.pem'), certificatePem);
    writeFileSync(join(folder, 'key.pem'), privateKeyPem, { mode: 0o600 });
    writeFileSync(join(folder, 'Caddyfile'), configuration(port));
    const start = () =>
      startServerProcess(['caddy', 'run', '--config', 'Caddyfile', '--adapter', 'caddyfile'], {
        port,
        cwd: folder,
        env: { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
      });
    let server = await start();
    return {
      origin: `https://127.0.0.1:${port}`,
      streamLimit: maxStreams,
      leastConnections: () => 1,
      request,
      // It lets what is out finish, and ends.
      disturbance: {
        every: 3000,
        async run() {
          await server.stop('SIGTERM');
          server = await start();
        },
      },
      async stop() {
        await server.stop('SIGTERM');
        return servedIds(readFileSync(join(folder, 'access.log'), 'utf8'));
      },
    } satisfies RunningServer;
  },
};

function request(number: number): TrialRequest {
  const { topic, ...push } = pushNumber(number);
  const isEarly = number % requestsPerEarlyAnswer === 0;
  const path = isEarly ? push.path.replace('/3/device/', '/early/') : push.path;
  return {
    ...push,
    path,
    isOwn: (outcome) =>
      outcome.kind === 'accepted' &&
      outcome.status === 200 &&
      outcome.headers['apns-id'] === push.id &&
      outcome.headers['apns-unique-id'] === topic &&
      outcome.body === (isEarly ? path : push.body),
  };
}

function servedIds(log: string): Map<string, number> {
  const served = new Map<string, number>();
  for (const [, id = ''] of log.matchAll(/"uri":"\/[^"]*\/([0-9a-f-]{36})"/g))
    served.set(id, (served.get(id) ?? 0) + 1);
  return served;
}
