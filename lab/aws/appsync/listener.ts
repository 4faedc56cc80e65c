/** One WebSocket of AppSync Events. */
import type { WebSocket } from 'ws';
import type { TimerClock } from '../../clock.ts';
import { isRecord } from '../protocol/isRecord.ts';
import type { Authorizations } from './authorizations.ts';
import { isChannel, isSameChannel, namespaceOf } from './channels.ts';

export const eventSubprotocol = 'aws-appsync-event-ws';

const connectionTimeoutMs = 300_000;
const keepAliveMs = 60_000;
const subscriptionId = /^[a-zA-Z0-9-_+]{1,128}$/;
const unauthorized = { errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.' };

export interface ListenerContext {
  authorizations: Authorizations;
  clock: TimerClock;
  namespace: string;
  /** An operation that AWS would bill. */
  count(): void;
}

/**
 * @param offered the header `Sec-WebSocket-Protocol`, with `header-<base64url of JSON>`.
 * @returns the token; undefined if there is none, or if it is for another host.
 */
export function tokenIn(offered: string, host: string): string | undefined {
  const header = offered.split(/, */).find((each) => each.startsWith('header-'));
  try {
    const value: unknown = JSON.parse(Buffer.from(header?.slice('header-'.length) ?? '', 'base64url').toString());
    if (!isRecord(value) || value['host'] !== host) return undefined;
    return typeof value['Authorization'] === 'string' ? value['Authorization'] : undefined;
  } catch {
    return undefined;
  }
}

export class Listener {
  readonly #socket: WebSocket;
  readonly #context: ListenerContext;
  /** Channels by the ID of their subscription. */
  readonly #subscriptions = new Map<string, string>();
  #cancelKeepAlive = () => {};

  constructor(socket: WebSocket, context: ListenerContext) {
    this.#socket = socket;
    this.#context = context;
    socket.on('error', () => {});
    socket.on('close', () => this.#cancelKeepAlive());
  }

  async open(token: string | undefined): Promise<void> {
    const { authorizations, count } = this.#context;
    // Messages that come while the authorizer is asked wait for its answer.
    const early: string[] = [];
    const keep = (data: unknown) => early.push(String(data));
    this.#socket.on('message', keep);
    if (token === undefined || !(await authorizations.allows('EVENT_CONNECT', token))) {
      this.#send({ type: 'connection_error', errors: [unauthorized] });
      this.#socket.close(4401, 'Unauthorized');
      return;
    }
    count();
    this.#socket.off('message', keep);
    this.#socket.on('message', (data) => void this.#take(String(data)));
    for (const message of early) await this.#take(message);
    this.#keepAlive();
  }

  /** @returns to how many subscriptions. */
  deliver(channel: string, event: string): number {
    const heard = [...this.#subscriptions].filter(([, subscribed]) => isSameChannel(subscribed, channel));
    for (const [id] of heard) this.#send({ type: 'data', id, event });
    return heard.length;
  }

  end(): void {
    this.#socket.terminate();
  }

  async #take(text: string): Promise<void> {
    const message = readMessage(text);
    const id = typeof message['id'] === 'string' ? message['id'] : '';
    switch (message['type']) {
      case 'connection_init':
        return this.#send({ type: 'connection_ack', connectionTimeoutMs });
      case 'subscribe':
        return this.#subscribe(id, message);
      case 'unsubscribe': {
        const wasKnown = this.#subscriptions.delete(id);
        const errors = [{ errorType: 'UnknownOperationError', message: `Unknown operation id ${id}` }];
        return this.#send(wasKnown ? { type: 'unsubscribe_success', id } : { type: 'unsubscribe_error', id, errors });
      }
      case 'publish':
        return this.#send({ type: 'publish_error', id, errors: [unauthorized] });
      default:
        return this.#send({ type: 'error', errors: [{ errorType: 'UnsupportedOperation', message: 'unknown type' }] });
    }
  }

  async #subscribe(id: string, { channel, authorization }: Record<string, unknown>): Promise<void> {
    const refuse = (errorType: string, message: string) =>
      this.#send({ type: 'subscribe_error', id, errors: [{ errorType, message }] });
    const { authorizations, namespace, count } = this.#context;
    if (!subscriptionId.test(id)) return refuse('BadRequestException', 'Invalid subscription id');
    if (this.#subscriptions.has(id)) return refuse('DuplicatedOperationError', `Duplicated operation id ${id}`);
    if (typeof channel !== 'string' || !isChannel(channel)) {
      return refuse('BadRequestException', 'Invalid Channel Format');
    }
    const token = isRecord(authorization) ? authorization['Authorization'] : undefined;
    const isAllowed =
      namespaceOf(channel) === namespace &&
      typeof token === 'string' &&
      (await authorizations.allows('EVENT_SUBSCRIBE', token, channel));
    if (!isAllowed) return refuse(unauthorized.errorType, unauthorized.message);
    count();
    this.#subscriptions.set(id, channel);
    this.#send({ type: 'subscribe_success', id });
  }

  #keepAlive(): void {
    this.#cancelKeepAlive = this.#context.clock.after(keepAliveMs, () => {
      this.#send({ type: 'ka' });
      this.#keepAlive();
    });
  }

  #send(message: object): void {
    this.#socket.send(JSON.stringify(message), () => {});
  }
}

function readMessage(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
