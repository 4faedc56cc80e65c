import { connect, createServer, type Socket } from 'node:net';

/** Stands between a client and a host, and breaks what passes as networks do. */
export interface TcpProxy {
  /** `https://127.0.0.1:<port>`. */
  origin: string;
  /** How many connections came. */
  connections(): number;
  /** From now on nothing passes on the existing connections, in either direction, and no side is notified. */
  freeze(): void;
  /** Ends the connections that are there. */
  cut(): void;
  /** New connections are taken and never spoken to, until `speak`. */
  mute(): void;
  /** New connections are as far away as that: each direction takes half of it. */
  roundTrip(milliseconds: number): void;
  speak(): void;
  stop(): Promise<void>;
}

export async function startTcpProxy(targetOrigin: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(targetOrigin);
  const pairs = new Set<[Socket, Socket | undefined]>();
  let count = 0;
  let isMute = false;
  let oneWayMs = 0;
  const server = createServer((client) => {
    count += 1;
    client.on('error', () => {});
    if (isMute) {
      pairs.add([client, undefined]);
      return;
    }
    const target = connect(Number(port), hostname);
    target.on('error', () => client.destroy());
    client.on('close', () => target.destroy());
    target.on('close', () => client.destroy());
    if (oneWayMs > 0) {
      passLate(client, target, oneWayMs);
      passLate(target, client, oneWayMs);
    } else {
      client.pipe(target);
      target.pipe(client);
    }
    pairs.add([client, target]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  const cut = () => {
    for (const [client, target] of pairs) {
      client.destroy();
      target?.destroy();
    }
    pairs.clear();
  };
  return {
    origin: `https://127.0.0.1:${address.port}`,
    connections: () => count,
    freeze() {
      for (const [client, target] of pairs) {
        client.unpipe();
        target?.unpipe();
        client.pause();
        target?.pause();
      }
    },
    cut,
    mute() {
      isMute = true;
    },
    speak() {
      isMute = false;
    },
    roundTrip(milliseconds) {
      oneWayMs = milliseconds / 2;
    },
    stop() {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function passLate(from: Socket, to: Socket, delayMs: number): void {
  from.on('data', (chunk) => setTimeout(() => to.write(chunk), delayMs));
}
