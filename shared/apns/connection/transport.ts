/** The seam between requests to APNs and their transport, of which there are several. */
import type { Delivery } from '../rules/delivery.ts';
import type { ApnsAnswer, ApnsFailure } from '../rules/outcome.ts';
import type { ApnsHeaders } from '../rules/pushTypes.ts';
import type { RequestBody } from './requestBody.ts';

/** A push, or a request about broadcast channels. `Accepted` is what its sender learns from an accepted answer. */
export interface TransportRequest<Accepted extends { kind: 'accepted' }> extends Delivery {
  method: 'POST' | 'GET' | 'DELETE';
  /** `/3/device/`, or what Apple documents for channels. */
  path: string;
  /** What follows `path`, such as a device token: kept apart so that what waits need not hold a text of both. */
  pathEnd?: string | undefined;
  /** All but the pseudo headers and `authorization`. */
  headers: Readonly<ApnsHeaders | Record<string, string>>;
  /** JSON. */
  body: RequestBody;
  /** The `apns-id` or `apns-request-id` in `headers`, which every outcome contains. */
  id: string;
  /** Reads an answer with status 2xx. Undefined: not an answer of APNs, so it does not count as accepted. */
  accept(answer: TransportAnswer, id: string): Accepted | undefined;
}

export interface TransportAnswer {
  status: number;
  /** Lower-case names. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}

/** What a caller does when its request is not accepted. One serves many requests, so that none needs a closure of its own. */
export interface Recovery<Accepted extends { kind: 'accepted' }> {
  /** @param request the very object that was handed over. */
  recover(
    failure: ApnsAnswer<ApnsFailure>,
    request: TransportRequest<Accepted>,
  ): Promise<ApnsAnswer<Accepted | ApnsFailure>>;
}

/** All the connections of one credential to one host. */
export interface Transport {
  /**
   * Whatever goes wrong on the way is an outcome.
   * @param recovery has the last word on a request that failed; without it, the failure is the answer.
   * @returns a promise that rejects with a TypeError when the path or a header is one that cannot be sent.
   */
  request<Accepted extends { kind: 'accepted' }>(
    request: TransportRequest<Accepted>,
    recovery?: Recovery<Accepted>,
  ): Promise<ApnsAnswer<Accepted | ApnsFailure>>;
  /**
   * Lets running requests finish and takes no more: waiting and later ones are `unanswered` with `sent: 'no'` at once.
   */
  close(): void;
}
