/** The seam between what is asked of APNs and how it travels: node:http2 today, something faster one day. */
import type { Delivery } from '../rules/delivery.ts';
import type { ApnsAnswer, ApnsFailure } from '../rules/outcome.ts';
import type { ApnsHeaders } from '../rules/pushTypes.ts';

/** A push, or a request about broadcast channels. `Accepted` is what its asker wants to know when APNs accepts it. */
export interface TransportRequest<Accepted extends { kind: 'accepted' }> extends Delivery {
  method: 'POST' | 'GET' | 'DELETE';
  /** `/3/device/<token>`, or what Apple documents for channels. */
  path: string;
  /** All but the pseudo headers and `authorization`. */
  headers: Readonly<ApnsHeaders | Record<string, string>>;
  /** JSON; empty when there is none. */
  body: string;
  /** The `apns-id` or `apns-request-id` in `headers`, which every outcome tells. */
  id: string;
  /** Reads an answer with status 2xx. Undefined: APNs does not answer like that, so it does not count as accepted. */
  accept(answer: TransportAnswer, id: string): Accepted | undefined;
}

export interface TransportAnswer {
  status: number;
  /** Lower-case names. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}

/** All the connections of one credential to one host. */
export interface Transport {
  /**
   * Whatever goes wrong on the way is an outcome.
   * @returns a promise that rejects with a TypeError when the path or a header is one that cannot be sent.
   */
  request<Accepted extends { kind: 'accepted' }>(
    request: TransportRequest<Accepted>,
  ): Promise<ApnsAnswer<Accepted | ApnsFailure>>;
  /**
   * Lets what is out finish and takes nothing more: what has not left yet, or comes later, is `unanswered` with
   * `sent: 'no'` at once.
   */
  close(): void;
}
