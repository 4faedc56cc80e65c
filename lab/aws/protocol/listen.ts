import type { RequestListener, Server } from 'node:http';
import { Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { forLocalRequests } from './localRequests.ts';

export interface ListeningServer {
  /** `http://127.0.0.1:<port>`, or `https:` */
  readonly url: string;
  /** Closes the server and every connection. */
  stop(): Promise<void>;
}

/**
 * Listens on the loopback interface only, and answers only programs and pages of this machine: see localRequests.ts.
 *
 * @param port 0: any free one. @throws Error of `listen(2)`, such as EADDRINUSE.
 */
export function listen(server: Server | TlsServer, port: number): Promise<ListeningServer> {
  for (const listener of server.listeners('request') as RequestListener[]) {
    server.off('request', listener);
    server.on('request', forLocalRequests(listener));
  }
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const { port: boundPort } = server.address() as AddressInfo;
      const scheme = server instanceof TlsServer ? 'https' : 'http';
      resolve({ url: `${scheme}://127.0.0.1:${boundPort}`, stop: () => stop(server) });
    });
  });
}

function stop(server: Server | TlsServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
