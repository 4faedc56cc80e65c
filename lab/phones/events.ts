import type { ServerResponse } from 'node:http';
import type { ApiExchange } from './announcement.ts';
import type { Fleet } from './fleet.ts';
import type { PhonesOptions } from './phones.ts';
import { readSentRequests } from './sentRequest.ts';
import type { SentRequest } from './view.ts';

/** Lets a page that opens late see earlier pushes; older ones are at `GET /lab/pushes`. */
const pushesInSnapshot = 100;
const requestsInSnapshot = 100;
const heartbeatMs = 15_000;

/**
 * `GET /lab/live`, server-sent events for the page: `snapshot` `{phones, pushes, requests}` first, then `phone` (its
 * view), `phoneRemoved` `{phoneId}`, `push` (as in `GET /lab/pushes`) and `request` (a `SentRequest`).
 */
export class EventStreams {
  readonly #fleet: Fleet;
  readonly #apple: PhonesOptions['apple'];
  readonly #open = new Set<ServerResponse>();
  readonly #subscriptions: (() => void)[];
  readonly #heartbeat: NodeJS.Timeout;
  /** Oldest first. */
  #requests: SentRequest[] = [];

  constructor(fleet: Fleet, apple: PhonesOptions['apple']) {
    this.#fleet = fleet;
    this.#apple = apple;
    this.#subscriptions = [
      fleet.onEvent((event) => {
        if (event.kind === 'changed') this.#broadcast('phone', event.phone);
        else this.#broadcast('phoneRemoved', { phoneId: event.phoneId });
      }),
      apple.onAnswered((push) => this.#broadcast('push', push)),
    ];
    this.#heartbeat = setInterval(() => this.#write(':\n\n'), heartbeatMs);
    this.#heartbeat.unref();
  }

  open(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const pushes = this.#apple.pushes().slice(-pushesInSnapshot);
    response.write(frame('snapshot', { phones: this.#fleet.list(), pushes, requests: this.#requests }));
    this.#open.add(response);
    response.on('close', () => this.#open.delete(response));
  }

  /** A request to the API: the page lists those that send a message or start a call. */
  hear(exchange: ApiExchange): void {
    const requests = readSentRequests(exchange);
    this.#requests = [...this.#requests, ...requests].slice(-requestsInSnapshot);
    for (const request of requests) this.#broadcast('request', request);
  }

  stop(): void {
    clearInterval(this.#heartbeat);
    for (const end of this.#subscriptions) end();
    for (const response of this.#open) response.end();
  }

  #broadcast(event: string, data: unknown): void {
    this.#write(frame(event, data));
  }

  #write(text: string): void {
    for (const response of this.#open) response.write(text);
  }
}

function frame(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
