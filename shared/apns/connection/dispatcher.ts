import { type ApnsAnswer, type ApnsFailure, answerOf } from '../rules/outcome.ts';
import type { Connect, Connection, ConnectionOptions } from './connection.ts';
import { Deadlines } from './deadlines.ts';
import type { Exchange, Outcome } from './exchange.ts';
import { FreezeWatch } from './freezeWatch.ts';
import { requestFault } from './requestFault.ts';
import { outcomeOfAnswer, type StreamResult } from './streamResult.ts';
import type { Recovery, Transport, TransportRequest } from './transport.ts';
import type { LoadTransport } from './transports.ts';
import { WaitingLine } from './waitingLine.ts';

export interface DispatcherOptions extends ConnectionOptions {
  /** Loads the function that opens a connection: one of `transports`. */
  loadTransport: LoadTransport;
  /** No host, or no TLS: APNs rejects a revoked certificate in the handshake. Called for each attempt. */
  onConnectFailed?: (() => void) | undefined;
}

/**
 * How often a request is sent again that APNs has not looked at. Unlimited retries would be safe; this only gives up on
 * a host that refuses forever.
 */
const unprocessedResends = 10;
/** How long APNs may be silent before a connection must answer a ping (RFC 9113, section 6.7) to be used again. */
const silenceLimitMs = 60_000;
const pingTimeoutMs = 1000;
/** How long requests wait for a connection without room or answers before another one is opened beside it. */
const stallLimitMs = 1500;
/**
 * How long a connection may take to open. From a region far from Apple, each of the three round trips of TCP, TLS and SETTINGS takes
 * some 300 ms, and a lost packet another second.
 */
const connectLimitMs = 4000;
const stallCheckMs = 500;
/** At most so many connections at a time. Apple: "use multiple connections to improve performance". */
const maxConnections = 4;
/** A connection whose peer allows fewer streams is not trusted yet, or throttled: another one would make that no better. */
const fewStreams = 100;
const firstBackOffMs = 100;
const maxBackOffMs = 5000;

/**
 * Sends the requests of one credential to one host over one warm connection, each in its turn, and over up to four while
 * more wait than a connection takes at a time. A connection that goes away is replaced, and what it had not processed goes
 * over another one with the same apns-id.
 */
export class Dispatcher implements Transport {
  readonly #options: DispatcherOptions;
  readonly #waiting = new WaitingLine<Exchange>();
  readonly #deadlines: Deadlines<Exchange>;
  #connect: Connect | undefined;
  /** Those that take requests, the one that is filled first at the front. */
  readonly #connections: Connection[] = [];
  /** Those that must answer a ping before they are used again. */
  readonly #checking = new Set<Connection>();
  readonly #freezes: FreezeWatch;
  #isClosed = false;
  #failedConnects = 0;
  #backOff: NodeJS.Timeout | undefined;
  #stallTimer: NodeJS.Timeout | undefined;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#deadlines = new Deadlines(options.clock, (exchange) => this.#endOverdue(exchange));
    this.#freezes = new FreezeWatch(options.clock, () => this.#askAll());
    void this.#load();
  }

  request<Accepted extends { kind: 'accepted' }>(
    request: TransportRequest<Accepted>,
    recovery?: Recovery<Accepted>,
  ): Promise<ApnsAnswer<Accepted | ApnsFailure>> {
    const fault = requestFault(request);
    if (fault !== undefined) return Promise.reject(new TypeError(fault));
    // An accepted outcome comes from the `accept` of this very request.
    return new Promise((resolve) => this.#take(request, resolve as Exchange['resolve'], recovery));
  }

  async #load(): Promise<void> {
    this.#connect = await this.#options.loadTransport();
    this.#pump();
  }

  #take(request: Exchange['request'], resolve: Exchange['resolve'], recovery: Exchange['recovery']): void {
    const exchange: Exchange = {
      request,
      resolve,
      recovery,
      resends: 0,
      answerSoFar: undefined,
      before: undefined,
      after: undefined,
      dueIn: undefined,
      dueBefore: undefined,
      dueAfter: undefined,
      isWaiting: false,
      authorization: undefined,
      stream: undefined,
    };
    if (this.#isClosed) this.#handBack(exchange);
    else {
      this.#leaveOlder(request.connectionSinceMs);
      exchange.isWaiting = true;
      this.#waiting.append(exchange);
      this.#deadlines.add(exchange, request.deadlineMs);
      this.#pump();
    }
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#backOff);
    clearTimeout(this.#stallTimer);
    this.#freezes.stop();
    for (let exchange = this.#waiting.shift(); exchange; exchange = this.#waiting.shift()) this.#handBack(exchange);
    for (const connection of [...this.#connections]) connection.drain();
  }

  #handBack(exchange: Exchange): void {
    this.#resolve(exchange, unanswered(exchange.request, 'no', 'goaway'));
  }

  /** A caller asks for a newer connection because the current one failed it, so the current one is drained. */
  #leaveOlder(sinceMs: number | undefined): void {
    if (sinceMs === undefined) return;
    for (const connection of [...this.#connections]) if (connection.openedAtMs < sinceMs) connection.drain();
  }

  /** Sends what may be sent now. Called after every change. */
  #pump(): void {
    if (this.#waiting.length === 0 || !this.#connect) return;
    this.#leaveUnusable();
    for (const connection of this.#connections) {
      if (this.#checking.has(connection)) continue;
      if (connection.hasRoom && connection.silentMs > silenceLimitMs) void this.#check(connection);
      else this.#fill(connection);
      if (this.#waiting.length === 0) return;
    }
    if (this.#wantsAnother()) this.#open(this.#connect);
    this.#stallTimer ??= setTimeout(() => this.#leaveStalled(), stallCheckMs);
  }

  #fill(connection: Connection): void {
    while (connection.hasRoom) {
      const exchange = this.#waiting.shift();
      if (exchange === undefined) return;
      this.#send(connection, exchange);
    }
  }

  #leaveUnusable(): void {
    for (let index = this.#connections.length - 1; index >= 0; index -= 1) {
      const connection = this.#connections[index];
      if (connection === undefined || (connection.isUsable && !connection.isSpent)) continue;
      this.#connections.splice(index, 1);
      connection.drain();
    }
  }

  /** There is none, or all are full while more wait than one takes at a time. */
  #wantsAnother(): boolean {
    if (this.#backOff || this.#isClosed) return false;
    if (this.#connections.length >= maxConnections) return false;
    return this.#connections.every(
      (connection) =>
        !connection.isConnecting &&
        !this.#checking.has(connection) &&
        !connection.hasRoom &&
        connection.maxStreams >= fewStreams &&
        this.#waiting.length >= connection.maxStreams,
    );
  }

  /** No request should wait until its deadline because earlier ones are unanswered, or the host is silent. */
  #leaveStalled(): void {
    this.#stallTimer = undefined;
    for (const connection of [...this.#connections]) {
      const limitMs = connection.isConnecting ? connectLimitMs : stallLimitMs;
      if (this.#waiting.length === 0 || connection.hasRoom || connection.silentMs <= limitMs) continue;
      if (connection.isConnecting) connection.destroy();
      else connection.drain();
    }
    this.#pump();
  }

  #open(connect: Connect): void {
    const connection: Connection = connect(this.#options, {
      onChange: () => this.#onChange(connection),
      onResult: (exchange, result) => this.#onResult(connection, exchange, result),
    });
    this.#connections.push(connection);
    this.#freezes.start();
  }

  #onChange(connection: Connection): void {
    if (connection.hasRoom) this.#failedConnects = 0;
    if (connection.hasCertificateRefused) this.#reportRefusal();
    if (connection.hasFailedToConnect) this.#backOffConnecting();
    this.#pump();
  }

  /** Waiting cannot help. Report it the way APNs does when a certificate is revoked after connecting. */
  #reportRefusal(): void {
    for (let exchange = this.#waiting.shift(); exchange; exchange = this.#waiting.shift()) {
      exchange.isWaiting = false;
      this.#resolve(exchange, answerOf({ kind: 'rejected', apnsId: exchange.request.id, reason: 'BadCertificate' }));
    }
  }

  /** The requests keep waiting until a connection succeeds or their deadline passes. */
  #backOffConnecting(): void {
    this.#options.onConnectFailed?.();
    if (this.#isClosed) return;
    if (!this.#connections.some(({ isUsable }) => isUsable)) {
      for (const exchange of this.#waiting) exchange.answerSoFar = unanswered(exchange.request, 'no', 'connect_failed');
    }
    const delayMs = Math.min(firstBackOffMs * 2 ** this.#failedConnects, maxBackOffMs);
    this.#failedConnects += 1;
    this.#backOff = setTimeout(() => {
      this.#backOff = undefined;
      this.#pump();
    }, delayMs);
  }

  /** A freeze may have cost any of them its peer. Asked now, they have answered before the invocation has read its items. */
  #askAll(): void {
    for (const connection of this.#connections) {
      if (connection.isUsable && !connection.isConnecting && !this.#checking.has(connection))
        void this.#check(connection);
    }
  }

  async #check(connection: Connection): Promise<void> {
    this.#checking.add(connection);
    if (!(await connection.isAlive(pingTimeoutMs))) connection.destroy();
    this.#checking.delete(connection);
    this.#pump();
  }

  #send(connection: Connection, exchange: Exchange): void {
    exchange.isWaiting = false;
    connection.send(exchange);
  }

  #onResult(connection: Connection, exchange: Exchange, result: StreamResult): void {
    exchange.stream = undefined;
    this.#settle(connection, exchange, result);
    this.#pump();
  }

  #settle(connection: Connection, exchange: Exchange, result: StreamResult): void {
    const { request } = exchange;
    if (result.kind === 'lost') {
      // One push that is not answered may mean that none will be.
      if (result.cause === 'deadline' && connection.isUsable && !this.#checking.has(connection))
        void this.#check(connection);
      this.#resolve(exchange, unanswered(request, 'maybe', result.cause));
      return;
    }
    const outcome: Outcome =
      result.kind === 'answer'
        ? outcomeOfAnswer(result.answer, request)
        : connection.goawayReason !== undefined
          ? { kind: 'rejected', apnsId: request.id, reason: connection.goawayReason }
          : unansweredOutcome(request, 'no', 'goaway');
    const answer = answerOf(outcome);
    if (!isFailure(answer)) {
      this.#resolve(exchange, answer);
      return;
    }
    const { next, closeConnection, resends } = answer.verdict;
    if (closeConnection) connection.drain();
    const maxResends = result.kind === 'unprocessed' && next === 'retry_later' ? unprocessedResends : resends;
    if (exchange.resends < maxResends) this.#resend(exchange, answer);
    else this.#resolve(exchange, answer);
  }

  #resend(exchange: Exchange, answerSoFar: ApnsAnswer<ApnsFailure>): void {
    if (this.#isClosed) {
      this.#handBack(exchange);
      return;
    }
    exchange.resends += 1;
    exchange.answerSoFar = answerSoFar;
    exchange.isWaiting = true;
    this.#waiting.prepend(exchange);
    // Its deadline may just have passed while the answer was on its way.
    this.#deadlines.add(exchange, exchange.request.deadlineMs);
  }

  #endOverdue(exchange: Exchange): void {
    exchange.stream?.abandon();
    if (!exchange.isWaiting) return;
    exchange.isWaiting = false;
    this.#waiting.remove(exchange);
    this.#resolve(exchange, exchange.answerSoFar ?? unanswered(exchange.request, 'no', 'deadline'));
  }

  #resolve(exchange: Exchange, answer: ApnsAnswer<Outcome>): void {
    this.#deadlines.delete(exchange);
    const { recovery, request } = exchange;
    exchange.resolve(isFailure(answer) && recovery ? recovery.recover(answer, request) : answer);
  }
}

type Cause = (ApnsFailure & { kind: 'unanswered' })['cause'];

function unanswered(request: Exchange['request'], sent: 'no' | 'maybe', cause: Cause): ApnsAnswer<ApnsFailure> {
  return answerOf(unansweredOutcome(request, sent, cause));
}

function unansweredOutcome({ id }: Exchange['request'], sent: 'no' | 'maybe', cause: Cause): ApnsFailure {
  return { kind: 'unanswered', apnsId: id, sent, cause };
}

function isFailure(answer: ApnsAnswer<Outcome>): answer is ApnsAnswer<ApnsFailure> {
  return answer.outcome.kind !== 'accepted';
}
