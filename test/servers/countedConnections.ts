/** Connections of a transport, with a count of what was sent over them and what came back. */
import type { Connect, Connection } from '../../shared/apns/connection/connection.ts';
import type { Exchange } from '../../shared/apns/connection/exchange.ts';
import type { StreamResult } from '../../shared/apns/connection/streamResult.ts';

export interface ConnectionCounts {
  connections: number;
  /** Streams that were opened; a request that is sent again counts again. */
  sent: number;
  answers: number;
  /** Streams that the server had certainly not looked at. */
  unprocessed: number;
  lost: number;
  /** Results of streams that had one before, or were never opened. */
  unexpected: number;
  /** Answers that repeat the `authorization` of another request. */
  wrongAuthorization: number;
  /** How many streams were open at most on one connection. */
  mostOpen: number;
  pings: number;
  unansweredPings: number;
}

/** How long a server may take to answer a ping. It may be busy with a thousand requests. */
const pingTimeoutMs = 30_000;

export class CountedConnections {
  readonly counts: ConnectionCounts = {
    connections: 0,
    sent: 0,
    answers: 0,
    unprocessed: 0,
    lost: 0,
    unexpected: 0,
    wrongAuthorization: 0,
    mostOpen: 0,
    pings: 0,
    unansweredPings: 0,
  };
  readonly #connect: Connect;
  #latest: Connection | undefined;

  constructor(connect: Connect) {
    this.#connect = connect;
  }

  readonly connect: Connect = (options, listener) => {
    const { counts } = this;
    const open = new Set<Exchange>();
    const connection = this.#connect(options, {
      onChange: () => listener.onChange(),
      onResult: (exchange, result) => {
        if (open.delete(exchange)) this.#count(exchange, result);
        else counts.unexpected += 1;
        listener.onResult(exchange, result);
      },
    });
    const send = connection.send.bind(connection);
    connection.send = (exchange) => {
      counts.sent += 1;
      open.add(exchange);
      counts.mostOpen = Math.max(counts.mostOpen, open.size);
      send(exchange);
    };
    counts.connections += 1;
    this.#latest = connection;
    return connection;
  };

  /** Asks the server of the latest connection for a sign of life, beside the requests that are out. */
  async ping(): Promise<void> {
    const connection = this.#latest;
    if (connection === undefined || connection.isConnecting || !connection.isUsable) return;
    this.counts.pings += 1;
    const isAlive = await connection.isAlive(pingTimeoutMs);
    // A connection that ends in between owes no answer.
    if (!isAlive && connection.isUsable) this.counts.unansweredPings += 1;
  }

  #count({ authorization }: Exchange, result: StreamResult): void {
    const { counts } = this;
    if (result.kind === 'unprocessed') counts.unprocessed += 1;
    else if (result.kind === 'lost') counts.lost += 1;
    else {
      counts.answers += 1;
      const repeated = result.answer.headers['apns-request-id'];
      if (repeated !== undefined && repeated !== authorization) counts.wrongAuthorization += 1;
    }
  }
}
