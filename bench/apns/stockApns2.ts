/** apns2's client as it is published, at a host on this machine: what our client is judged and measured by. */
import { createRequire } from 'node:module';
import { ApnsClient, type ApnsOptions } from 'apns2';

type Pool = ApnsClient['client'];

/** The undici that apns2 itself loads. */
const { Pool }: { Pool: new (origin: string, options: object) => Pool } = createRequire(import.meta.resolve('apns2'))(
  'undici',
);

/**
 * The published client reaches no port but 443 and trusts no CA but those of Node. So its public `client` is a pool with
 * the settings of its own, at another origin.
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
