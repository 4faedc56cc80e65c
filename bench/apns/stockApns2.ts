/** apns2's client as published, with a host on this machine: the reference for Ringpost's client. */
import { createRequire } from 'node:module';
import { ApnsClient, type ApnsOptions } from 'apns2';

type Pool = ApnsClient['client'];

/** The undici that apns2 itself loads. */
const { Pool }: { Pool: new (origin: string, options: object) => Pool } = createRequire(import.meta.resolve('apns2'))(
  'undici',
);

/**
 * The published client reaches only port 443 and trusts only Node's CAs. So its public `client` is a pool with its own
 * settings, at another origin.
 */
class StockApns2 extends ApnsClient {
  override readonly client: Pool;

  constructor(options: ApnsOptions, origin: string, ca: string) {
    super(options);
    this.client = new Pool(origin, {
      connections: 32,
      pipelining: 1,
      allowH2: true,
      maxConcurrentStreams: 100,
      connect: { ca },
    });
  }
}

/**
 * @param origin `https://host:port`.
 * @param ca PEM of the CA that the host's certificate chains to.
 */
export function openStockApns2(options: ApnsOptions, origin: string, ca: string): ApnsClient {
  return new StockApns2(options, origin, ca);
}
