/** The seam between what is pushed and how it travels: node:http2 today, something faster one day. */
import type { ApnsOutcome } from '../rules/apnsOutcome.ts';
import type { ApnsHeaders } from '../rules/pushTypes.ts';

export interface TransportRequest {
  /** `/3/device/<token>`. */
  path: string;
  /** All but the pseudo headers and `authorization`. */
  headers: Readonly<ApnsHeaders>;
  /** JSON. */
  body: string;
  /** Epoch milliseconds: without an answer by then the outcome is `unanswered`. */
  deadlineMs: number;
}

/** All the connections of one credential to one host. */
export interface Transport {
  /** Never throws: whatever goes wrong is an outcome. */
  request(request: TransportRequest): Promise<ApnsOutcome>;
  /** Lets what is out finish and takes nothing more. */
  close(): void;
}
