/**
 * nginx: HTTP/2 in C of its own. It passes requests on to a second nginx, so that it has to read their bodies; some paths
 * it answers at once.
 */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../lab/aws/protocol/freePort.ts';
import type { ForeignServer, RunningServer } from './foreignServer.ts';
import { pushNumber, type TrialRequest } from './requests.ts';
import { startServerProcess } from './serverProcess.ts';

/** After so many requests nginx says goodbye to a connection with GOAWAY. */
const requestsPerConnection = 1000;
const maxStreams = 128;
const requestsPerEarlyAnswer = 10;

const common = `
daemon off;
worker_processes 1;
error_log stderr error;
events { worker_connections 4096; }
`;
const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  .map((name) => `${name}_temp_path ${name};`)
  .join('\n');

/** The HTTP/1.1 server behind it. */
const innerConfiguration = (port: number) => `${common}
pid inner.pid;
http {
  ${temporary}
  access_log off;
  keepalive_requests 1000000;
  server {
    listen 127.0.0.1:${port};
    location / { return 200 "$request_method $request_uri $http_content_length"; }
  }
}
`;

/**
 * A stream's window is 1,023 bytes until nginx reads the body, and a connection has 128 streams. The header of an answer
 * repeats what the request said: ID, topic, \`authorization\` and body.
 */
const configuration = (port: number, innerPort: number) => `${common}
pid nginx.pid;
http {
  ${temporary}
  log_format ids '$request_uri';
  access_log access.log ids buffer=64k;
  upstream inner { server 127.0.0.1:${innerPort}; keepalive 256; }
  server {
    listen 127.0.0.1:${port} ssl http2;
    ssl_certificate certificate.pem;
    ssl_certificate_key key.pem;
    keepalive_requests ${requestsPerConnection};
    http2_max_concurrent_streams ${maxStreams};
    http2_body_preread_size 1023;
    client_body_buffer_size 16k;
    client_body_in_single_buffer on;
    add_header apns-id $http_apns_id always;
    add_header apns-unique-id $http_apns_topic always;
    add_header apns-request-id $http_authorization always;
    add_header apns-channel-id $request_body always;
    location / {
      proxy_pass http://inner;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
    location /early/ { return 200 "$request_uri"; }
  }
}
`;

export const nginx: ForeignServer = {
  name: 'nginx',
  versionCommand: ['nginx', '-v'],
  debianPackage: 'nginx-light',
  async start(folder, { certificatePem, privateKeyPem }) {
    const [port, innerPort] = [await freePort(), await freePort()];
    // Its worker has another user when it is started by root.
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, 'certificate.pem'), certificatePem);
    writeFileSync(join(folder, 'key.pem'), privateKeyPem, { mode: 0o600 });
    writeFileSync(join(folder, 'inner.conf'), innerConfiguration(innerPort));
    writeFileSync(join(folder, 'nginx.conf'), configuration(port, innerPort));
    const start = (file: string, itsPort: number) =>
      startServerProcess(['nginx', '-p', folder, '-c', join(folder, file), '-e', 'stderr'], {
        port: itsPort,
        cwd: folder,
      });
    const inner = await start('inner.conf', innerPort);
    const server = await start('nginx.conf', port);
    return {
      origin: `https://127.0.0.1:${port}`,
      streamLimit: maxStreams,
      leastConnections: (requests) => Math.floor(requests / requestsPerConnection),
      request,
      // New workers take over, and the old ones let their connections end.
      disturbance: { every: 700, run: async () => server.signal('SIGHUP') },
      async stop() {
        await server.stop('SIGQUIT');
        await inner.stop('SIGQUIT');
        return servedIds(readFileSync(join(folder, 'access.log'), 'utf8'));
      },
    } satisfies RunningServer;
  },
};

function request(number: number): TrialRequest {
  const { topic, ...push } = pushNumber(number);
  const isEarly = number % requestsPerEarlyAnswer === 0;
  const path = isEarly ? push.path.replace('/3/device/', '/early/') : push.path;
  const body = isEarly ? path : `POST ${path} ${push.body.length}`;
  return {
    ...push,
    path,
    isOwn: (outcome) =>
      outcome.kind === 'accepted' &&
      outcome.status === 200 &&
      outcome.headers['apns-id'] === push.id &&
      outcome.headers['apns-unique-id'] === topic &&
      outcome.headers['apns-channel-id'] === (isEarly ? undefined : push.body) &&
      outcome.body === body,
  };
}

/** @param log one path in each line, which ends with an ID. */
function servedIds(log: string): Map<string, number> {
  const served = new Map<string, number>();
  for (const path of log.split('\n')) {
    const id = path.slice(path.lastIndexOf('/') + 1);
    if (id !== '') served.set(id, (served.get(id) ?? 0) + 1);
  }
  return served;
}
