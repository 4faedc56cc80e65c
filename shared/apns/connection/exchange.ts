import type { ApnsAnswer, ApnsFailure } from '../rules/outcome.ts';
import type { TransportRequest } from './transport.ts';
import type { Place } from './waitingLine.ts';

/** Outcome of it. `accepted` has what its sender reads. */
export type Outcome = { kind: 'accepted' } | ApnsFailure;

/** A running request. */
export interface OpenStream {
  /**
   * Ends the wait for an answer because the deadline has passed: the connection reports that, and resets the stream.
   */
  abandon(): void;
}

/** A request from its arrival to its outcome. There is one for each push: every field and closure counts. */
export interface Exchange {
  readonly request: TransportRequest<{ kind: 'accepted' }>;
  resolve(answer: ApnsAnswer<Outcome>): void;
  /** How often it was sent again because APNs had not looked at it, or asked for another connection. */
  resends: number;
  /** Outcome if the deadline passes while it waits; `deadline` until anything better is known. */
  answerSoFar: ApnsAnswer<ApnsFailure> | undefined;
  /** While it waits for its turn. */
  place: Place<Exchange> | undefined;
  /** The connection of its last attempt. */
  authorization: string | undefined;
  /** While it waits for its answer. */
  stream: OpenStream | undefined;
}
