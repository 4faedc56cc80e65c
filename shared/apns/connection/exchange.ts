import type { ApnsAnswer, ApnsFailure } from '../rules/outcome.ts';
import type { Due } from './deadlines.ts';
import type { Recovery, TransportRequest } from './transport.ts';
import type { InLine } from './waitingLine.ts';

/** Outcome of it. `accepted` has what its sender reads. */
export type Outcome = { kind: 'accepted' } | ApnsFailure;

/** A running request. */
export interface OpenStream {
  /**
   * Ends the wait for an answer because the deadline has passed: the connection reports that, and resets the stream.
   */
  abandon(): void;
}

/** A request from its arrival to its outcome. There are as many as there are pushes: each field and closure counts. */
export interface Exchange extends InLine<Exchange>, Due<Exchange> {
  readonly request: TransportRequest<{ kind: 'accepted' }>;
  resolve(answer: ApnsAnswer<Outcome> | Promise<ApnsAnswer<Outcome>>): void;
  /** Has the last word when it was not accepted. */
  readonly recovery: Recovery<{ kind: 'accepted' }> | undefined;
  /** How often it was sent again because APNs had not looked at it, or asked for another connection. */
  resends: number;
  /** Outcome if the deadline passes while it waits; `deadline` until anything better is known. */
  answerSoFar: ApnsAnswer<ApnsFailure> | undefined;
  /** It waits for its turn. */
  isWaiting: boolean;
  /** With which it left last. */
  authorization: string | undefined;
  /** While it waits for its answer. */
  stream: OpenStream | undefined;
}
