import { type ApnsOutcome, judge } from '../rules/apnsOutcome.ts';
import { Connection, type ConnectionOptions } from './connection.ts';
import { Deadlines } from './deadlines.ts';
import type { Exchange } from './exchange.ts';
import { abandonStream, outcomeOfResponse, type StreamResult } from './streamResult.ts';
import type { Transport, TransportRequest } from './transport.ts';
import { WaitingLine } from './waitingLine.ts';

export interface DispatcherOptions extends ConnectionOptions {
  /** The `authorization` header of a request that leaves now; undefined with a certificate. */
  authorization(): string | undefined;
}

/** What APNs has not looked at may be sent again as often as one likes; this only ends a host that refuses for ever. */
const unprocessedResends = 10;
/** After so long without a word from APNs, the connection is asked first whether it is still there (apns-facts 1.5). */
const silenceLimitMs = 60_000;
const pingTimeoutMs = 1000;
/** Requests that wait for a connection without room or word give it so long, then a new one is opened beside it. */
const stallLimitMs = 1500;
const stallCheckMs = 500;
const firstBackOffMs = 100;
const maxBackOffMs = 5000;

/**
 * Sends the requests of one credential to one host over one warm connection, each in its turn. A connection that goes
 * away is replaced, and what it had not processed goes over the next one with the same apns-id.
 */
export class Dispatcher implements Transport {
  readonly #options: DispatcherOptions;
  readonly #waiting = new WaitingLine<Exchange>();
  readonly #deadlines = new Deadlines<Exchange>((exchange) => this.#endOverdue(exchange));
  #connection: Connection | undefined;
  #isChecking = false;
  #failedConnects = 0;
  #backOff: NodeJS.Timeout | undefined;
  #stallTimer: NodeJS.Timeout | undefined;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  request(request: TransportRequest): Promise<ApnsOutcome> {
    const { promise, resolve } = Promise.withResolvers<ApnsOutcome>();
    const exchange: Exchange = {
      request,
      resolve,
      resends: 0,
      outcomeSoFar: undefined,
      place: undefined,
      stream: undefined,
    };
    exchange.place = this.#waiting.append(exchange);
    this.#deadlines.add(exchange, request.deadlineMs);
    this.#pump();
    return promise;
  }

  close(): void {
    this.#connection?.drain();
  }

  /** Sends what may be sent now. Called whenever something has changed. */
  #pump(): void {
    if (this.#waiting.isEmpty || this.#isChecking || this.#backOff) return;
    const connection = this.#usableConnection();
    if (connection.hasRoom && connection.silentMs > silenceLimitMs) {
      void this.#check(connection);
      return;
    }
    while (connection.hasRoom) {
      const exchange = this.#waiting.shift();
      if (exchange === undefined) return;
      this.#send(connection, exchange);
    }
    this.#stallTimer ??= setTimeout(() => this.#leaveStalled(), stallCheckMs);
  }

  /** Nobody should wait until the deadline because the requests before them are not answered, or the host is mute. */
  #leaveStalled(): void {
    this.#stallTimer = undefined;
    const connection = this.#connection;
    if (connection && !connection.hasRoom && connection.silentMs > stallLimitMs && !this.#waiting.isEmpty) {
      if (connection.isConnecting) connection.destroy();
      else connection.drain();
    }
    this.#pump();
  }

  #usableConnection(): Connection {
    if (this.#connection?.isUsable) return this.#connection;
    const connection: Connection = new Connection(this.#options, {
      onChange: () => this.#onChange(connection),
      onResult: (exchange, result) => this.#onResult(connection, exchange, result),
    });
    this.#connection = connection;
    return connection;
  }

  #onChange(connection: Connection): void {
    if (connection.hasRoom) this.#failedConnects = 0;
    if (connection.hasFailedToConnect) this.#backOffConnecting();
    this.#pump();
  }

  /** The requests go on waiting, until a connection succeeds or their deadline comes. */
  #backOffConnecting(): void {
    for (const exchange of this.#waiting) exchange.outcomeSoFar = unanswered(exchange.request, 'no', 'connect_failed');
    const delayMs = Math.min(firstBackOffMs * 2 ** this.#failedConnects, maxBackOffMs);
    this.#failedConnects += 1;
    this.#backOff = setTimeout(() => {
      this.#backOff = undefined;
      this.#pump();
    }, delayMs);
  }

  async #check(connection: Connection): Promise<void> {
    this.#isChecking = true;
    if (!(await connection.isAlive(pingTimeoutMs))) connection.destroy();
    this.#isChecking = false;
    this.#pump();
  }

  #send(connection: Connection, exchange: Exchange): void {
    exchange.place = undefined;
    exchange.stream = connection.send(exchange, this.#options.authorization());
  }

  #onResult(connection: Connection, exchange: Exchange, result: StreamResult): void {
    exchange.stream = undefined;
    this.#settle(connection, exchange, result);
    this.#pump();
  }

  #settle(connection: Connection, exchange: Exchange, result: StreamResult): void {
    const { request } = exchange;
    const apnsId = request.headers['apns-id'];
    if (result.kind === 'lost') {
      // One push that is not answered may mean that none will be.
      if (result.cause === 'deadline' && connection.isUsable && !this.#isChecking) void this.#check(connection);
      this.#resolve(exchange, unanswered(request, 'maybe', result.cause));
      return;
    }
    const outcome: ApnsOutcome =
      result.kind === 'response'
        ? outcomeOfResponse(result, apnsId)
        : connection.goawayReason !== undefined
          ? { kind: 'rejected', apnsId, reason: connection.goawayReason }
          : unanswered(request, 'no', 'goaway');
    const { next, closeConnection, resends } = judge(outcome);
    if (closeConnection) connection.drain();
    const mostResends = result.kind === 'unprocessed' && next === 'retry_later' ? unprocessedResends : resends;
    if (exchange.resends < mostResends) this.#resend(exchange, outcome);
    else this.#resolve(exchange, outcome);
  }

  #resend(exchange: Exchange, outcomeSoFar: ApnsOutcome): void {
    exchange.resends += 1;
    exchange.outcomeSoFar = outcomeSoFar;
    exchange.place = this.#waiting.prepend(exchange);
    // Its deadline may just have passed while the answer was on its way.
    this.#deadlines.add(exchange, exchange.request.deadlineMs);
  }

  #endOverdue(exchange: Exchange): void {
    if (exchange.stream) abandonStream(exchange.stream);
    if (exchange.place === undefined) return;
    this.#waiting.remove(exchange.place);
    this.#resolve(exchange, exchange.outcomeSoFar ?? unanswered(exchange.request, 'no', 'deadline'));
  }

  #resolve(exchange: Exchange, outcome: ApnsOutcome): void {
    this.#deadlines.delete(exchange, exchange.request.deadlineMs);
    exchange.resolve(outcome);
  }
}

function unanswered(
  { headers }: TransportRequest,
  sent: 'no' | 'maybe',
  cause: (ApnsOutcome & { kind: 'unanswered' })['cause'],
): ApnsOutcome {
  return { kind: 'unanswered', apnsId: headers['apns-id'], sent, cause };
}
