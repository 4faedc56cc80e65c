import type { ApnsAnswer, ApnsFailure } from '../rules/outcome.ts';
import type { TransportRequest } from './transport.ts';
import type { Place } from './waitingLine.ts';

/** What became of it. `accepted` is as its asker reads it. */
export type Outcome = { kind: 'accepted' } | ApnsFailure;

/** A request that is out. */
export interface OpenStream {
  /** Ends the wait for an answer, because the deadline has passed: the connection reports that, and resets the stream. */
  abandon(): void;
}

/** A request from its arrival to its outcome. There are as many as there are pushes: each field and closure counts. */
export interface Exchange {
  readonly request: TransportRequest<{ kind: 'accepted' }>;
  resolve(answer: ApnsAnswer<Outcome>): void;
  /** How often it was sent again because APNs had not looked at it, or asked for another connection. */
  resends: number;
  /** The answer if the deadline comes while it waits; `deadline` until anything better is known. */
  answerSoFar: ApnsAnswer<ApnsFailure> | undefined;
  /** While it waits for its turn. */
  place: Place<Exchange> | undefined;
  /** With which it left last. */
  authorization: string | undefined;
  /** While it waits for its answer. */
  stream: OpenStream | undefined;
}
