/** One host of the fake APNs: TLS 1.2 or later with ALPN `h2`; a client certificate is requested but not required. */

import type { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { type ConnectionOptions, serveConnection } from './apnsConnection.ts';
import type { CertificateScope } from './connectionAuth.ts';

export interface ApnsHostOptions extends ConnectionOptions {
  /** 0: any free port. */
  port: number;
  certificatePem: string;
  privateKeyPem: string;
  /** What a client certificate allows; undefined if APNs rejects it: unknown, or not valid now. */
  admit(certificate: X509Certificate): CertificateScope | undefined;
}

export interface ApnsHost {
  /** `https://127.0.0.1:<port>` */
  origin: string;
  /** Closes each connection with GOAWAY once its streams have ended. */
  sendAway(reason: string): void;
  stop(): Promise<void>;
}

/** @throws Error that says what to do if the port is not available. */
export async function startApnsHost(options: ApnsHostOptions): Promise<ApnsHost> {
  const sockets = new Set<Socket>();
  const closers = new Set<(reason: string) => void>();
  const server = createServer({
    cert: options.certificatePem,
    key: options.privateKeyPem,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['h2'],
    requestCert: true,
    // A connection without a certificate is for provider tokens. `admit` decides which certificates are valid.
    rejectUnauthorized: false,
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    const certificate = socket.getPeerX509Certificate();
    const scope = certificate && options.admit(certificate);
    if (certificate && !scope) {
      socket.destroy();
      return;
    }
    const close = serveConnection(socket, scope, options);
    closers.add(close);
    socket.once('close', () => closers.delete(close));
  });
  const port = await listen(server, options.port);
  return {
    origin: `https://127.0.0.1:${port}`,
    sendAway(reason) {
      for (const close of closers) close(reason);
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const what = code === 'EADDRINUSE' ? `port ${port} is in use` : `cannot listen on port ${port} (${message})`;
    throw new Error(`${what}: choose another port for the fake APNs, or 0 for any free one`, { cause });
  }
  return (server.address() as AddressInfo).port;
}
