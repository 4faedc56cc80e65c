/**
 * AppSync Events, as far as Ringpost uses it: one namespace, whose listeners a Lambda function authorizes and whose
 * publishers AWS IAM does. Speaks the protocol of AWS.
 * https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-websocket-protocol.html
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { WebSocketServer } from 'ws';
import type { TimerClock } from '../../clock.ts';
import type { Roles } from '../iam/roles.ts';
import type { InvokeResult } from '../lambda/functionHost.ts';
import { accountId, region } from '../localAws.ts';
import { isRecord } from '../protocol/isRecord.ts';
import { listen } from '../protocol/listen.ts';
import { refuseForeign } from '../protocol/localRequests.ts';
import { readBody } from '../protocol/readBody.ts';
import { createAuthorizations } from './authorizations.ts';
import { isChannel, namespaceOf } from './channels.ts';
import { eventSubprotocol, Listener, tokenIn } from './listener.ts';

const apiId = 'ringpost-lab';

export function namespaceArn(namespace: string): string {
  return `arn:aws:appsync:${region}:${accountId}:apis/${apiId}/channelNamespace/${namespace}`;
}

export interface EventApiOptions {
  namespace: string;
  clock: TimerClock;
  roles: Pick<Roles, 'check'>;
}

export interface EventApi {
  /** `http://127.0.0.1:<port>/event`. */
  readonly publishUrl: string;
  /** `ws://127.0.0.1:<port>/event/realtime`. */
  readonly realtimeUrl: string;
  /** Host that authorizations name. */
  readonly host: string;
  /** Until then, nobody may listen. */
  authorizeWith(invoke: (event: unknown) => Promise<InvokeResult>): void;
  /** How many operations AWS would have billed: connects, subscribes, publishes and deliveries. */
  operations(): number;
  stop(): Promise<void>;
}

const mostEvents = 5;
/** AWS's limit of one publish. */
const publishLimitBytes = 1_200_000;

export async function startEventApi({ namespace, clock, roles }: EventApiOptions): Promise<EventApi> {
  const listeners = new Set<Listener>();
  const authorizations = createAuthorizations({ apiId, accountId, clock });
  let operations = 0;
  const count = () => {
    operations += 1;
  };

  async function publish(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST' || request.url !== '/event') return refuse(response, 404, 'NotFoundException', '');
    const { authorization = '' } = request.headers;
    const body = await readBody(request, publishLimitBytes);
    if (!authorization.startsWith('AWS4-HMAC-SHA256 ')) {
      return refuse(response, 401, 'UnauthorizedException', 'Only AWS IAM may publish.');
    }
    const needed = [{ action: 'appsync:EventPublish', resource: namespaceArn(namespace) }];
    const denied = roles.check(authorization, () => needed);
    if (denied) return refuse(response, 403, denied.failure, denied.message);
    const { channel, events } = readJson(body);
    if (typeof channel !== 'string' || !isChannel(channel)) {
      return refuse(response, 400, 'BadRequestException', 'Invalid Channel Format');
    }
    if (namespaceOf(channel) !== namespace) {
      return refuse(response, 401, 'UnauthorizedException', 'There is no such namespace.');
    }
    if (!Array.isArray(events) || events.length === 0 || !events.every((event) => typeof event === 'string')) {
      return refuse(response, 400, 'BadRequestException', 'events is not a list of texts');
    }
    if (events.length > mostEvents) return refuse(response, 400, 'BadRequestException', 'Input exceeded 5 event limit');
    const successful = events.map((event, index) => {
      count();
      for (const listener of listeners) operations += listener.deliver(channel, event);
      return { identifier: `${operations}`, index };
    });
    answer(response, 200, { successful, failed: [] });
  }

  const server = createServer((request, response) => {
    publish(request, response).catch(() => response.destroy());
  });
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => eventSubprotocol });
  server.on('upgrade', (request, socket, head) => {
    const offered = request.headers['sec-websocket-protocol'] ?? '';
    const isKnown = request.url === '/event/realtime' && offered.split(/, */).includes(eventSubprotocol);
    if (!isKnown || refuseForeign(request.headers)) {
      socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const { host = '' } = request.headers;
      const listener = new Listener(webSocket, { authorizations, clock, namespace, count });
      listeners.add(listener);
      webSocket.once('close', () => listeners.delete(listener));
      void listener.open(tokenIn(offered, host));
    });
  });
  const { url, stop } = await listen(server, 0);
  const { host } = new URL(url);
  return {
    publishUrl: `${url}/event`,
    realtimeUrl: `ws://${host}/event/realtime`,
    host,
    authorizeWith: authorizations.askWith,
    operations: () => operations,
    async stop() {
      for (const listener of listeners) listener.end();
      await stop();
    },
  };
}

function readJson(body: Buffer | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body?.toString() ?? '');
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function refuse(response: ServerResponse, status: number, errorType: string, message: string): void {
  response.setHeader('x-amzn-errortype', errorType);
  answer(response, status, { errors: [{ errorType, message }] });
}

function answer(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
