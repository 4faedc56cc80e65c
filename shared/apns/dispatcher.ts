import { type ApnsOutcome, judge } from '../rules/apnsOutcome.ts';
import { Connection, type ConnectionOptions } from './connection.ts';
import { outcomeOfResponse, type StreamResult } from './streamResult.ts';
import type { Transport, TransportRequest } from './transport.ts';

export interface DispatcherOptions extends ConnectionOptions {
  /** The `authorization` header of a request that leaves now; undefined with a certificate. */
  authorization(): string | undefined;
}

/** A request from its arrival to its outcome. */
interface Exchange {
  request: TransportRequest;
  resolve(outcome: ApnsOutcome): void;
  /** How often it was sent again because APNs had not looked at it, or asked for another connection. */
  resends: number;
  /** What is told if the deadline comes before anything better is known. */
  outcomeSoFar: ApnsOutcome;
}

const maxResends = 3;
/** After so long without a word from APNs, the connection is asked first whether it is still there (apns-facts 1.5). */
const silenceLimitMs = 60_000;
const pingTimeoutMs = 1000;
/** One timer for all requests, so that no request needs its own. */
const deadlineCheckMs = 50;
const firstBackOffMs = 100;
const maxBackOffMs = 5000;

/**
 * Sends the requests of one credential to one host over one warm connection, each in its turn. A connection that goes
 * away is replaced, and what it had not processed goes over the next one with the same apns-id.
 */
export class Dispatcher implements Transport {
  readonly #options: DispatcherOptions;
  readonly #waiting: Exchange[] = [];
  readonly #sent = new Map<Exchange, () => void>();
  #connection: Connection | undefined;
  #isChecking = false;
  #failedConnects = 0;
  #backOff: NodeJS.Timeout | undefined;
  #deadlineTimer: NodeJS.Timeout | undefined;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  request(request: TransportRequest): Promise<ApnsOutcome> {
    return new Promise((resolve) => {
      const outcomeSoFar = unanswered(request, 'no', 'deadline');
      this.#waiting.push({ request, resolve, resends: 0, outcomeSoFar });
      this.#deadlineTimer ??= setInterval(() => this.#endOverdue(), deadlineCheckMs);
      this.#pump();
    });
  }

  close(): void {
    this.#connection?.drain();
  }

  /** Sends what may be sent now. Called whenever something has changed. */
  #pump(): void {
    if (this.#waiting.length === 0 || this.#isChecking || this.#backOff) return;
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
  }

  #usableConnection(): Connection {
    if (this.#connection?.isUsable) return this.#connection;
    const connection: Connection = new Connection(this.#options, () => this.#onChange(connection));
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
    const { result, abandon } = connection.send(exchange.request, this.#options.authorization());
    this.#sent.set(exchange, abandon);
    void result.then((streamResult) => {
      this.#sent.delete(exchange);
      this.#settle(connection, exchange, streamResult);
      this.#stopTimerWhenIdle();
      this.#pump();
    });
  }

  #settle(connection: Connection, exchange: Exchange, result: StreamResult): void {
    const { request, resolve } = exchange;
    const apnsId = request.headers['apns-id'];
    if (result.kind === 'lost') {
      // One push that is not answered may mean that none will be.
      if (result.cause === 'deadline' && connection.isUsable && !this.#isChecking) void this.#check(connection);
      resolve(unanswered(request, 'maybe', result.cause));
      return;
    }
    const outcome: ApnsOutcome =
      result.kind === 'response'
        ? outcomeOfResponse(result, apnsId)
        : connection.goawayReason !== undefined
          ? { kind: 'rejected', apnsId, reason: connection.goawayReason }
          : unanswered(request, 'no', 'goaway');
    const { next, closeConnection } = judge(outcome);
    if (closeConnection) connection.drain();
    const mayResend = next === 'resend' || outcome.kind === 'unanswered';
    if (mayResend && exchange.resends < maxResends) {
      this.#waiting.unshift({ ...exchange, resends: exchange.resends + 1, outcomeSoFar: outcome });
    } else resolve(outcome);
  }

  #endOverdue(): void {
    const nowMs = Date.now();
    const isOverdue = ({ request }: Exchange) => request.deadlineMs <= nowMs;
    for (const [exchange, abandon] of this.#sent) if (isOverdue(exchange)) abandon();
    const overdue = this.#waiting.filter(isOverdue);
    for (const exchange of overdue) {
      this.#waiting.splice(this.#waiting.indexOf(exchange), 1);
      exchange.resolve(exchange.outcomeSoFar);
    }
    // A host that does not even refuse would keep everybody waiting for as long as TCP likes.
    if (overdue.length > 0 && this.#connection?.isConnecting) this.#connection.destroy();
    this.#stopTimerWhenIdle();
  }

  #stopTimerWhenIdle(): void {
    if (this.#waiting.length > 0 || this.#sent.size > 0) return;
    clearInterval(this.#deadlineTimer);
    this.#deadlineTimer = undefined;
  }
}

function unanswered(
  { headers }: TransportRequest,
  sent: 'no' | 'maybe',
  cause: (ApnsOutcome & { kind: 'unanswered' })['cause'],
): ApnsOutcome {
  return { kind: 'unanswered', apnsId: headers['apns-id'], sent, cause };
}
