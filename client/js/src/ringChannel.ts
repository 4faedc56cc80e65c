/**
 * A phone's end of the ring channel: AppSync Events over a WebSocket, authorized by the ring ticket.
 * https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-websocket-protocol.html
 */
import { base64url } from './base64url.ts';
import type { Schemas } from './types.ts';

/** What the payload of a ring says about its channel: `live`. */
export interface LiveChannel {
  url: string;
  host: string;
  channel: string;
}

/** What phones hear on the channel: docs/calls.md, "Listening for the end of a ring". */
export interface RingChannelEvent {
  callId: string;
  state: Schemas['CallState'];
  /** CallKit's `CXCallEndedReason`, 1 to 5. */
  endedReason?: number;
  /** Phones for which another reason counts, or none. */
  exceptions?: readonly { deviceId: string; endedReason?: number }[];
  callerName?: string;
  handle?: Schemas['CallHandle'];
  hasVideo?: boolean;
}

export interface RingChannelListener {
  /** From now on nothing is missed: the time to ask once. */
  onListening(): void;
  onEvent(event: RingChannelEvent): void;
  /** Called once at most: the phone has to ask by itself. */
  onLost(): void;
}

/** As much of a WebSocket as is used. */
export interface Socket {
  addEventListener(type: 'open' | 'close' | 'error', listen: () => void): void;
  addEventListener(type: 'message', listen: (message: { data: unknown }) => void): void;
  send(text: string): void;
  close(): void;
}

export type OpenSocket = (url: string, protocols: string[]) => Socket;

/** @param open by default the platform's WebSocket. @returns what stops listening. */
export function listenToRing(
  { url, host, channel }: LiveChannel,
  ticket: string,
  listener: RingChannelListener,
  open: OpenSocket = (address, protocols) => new WebSocket(address, protocols),
): () => void {
  let isOver = false;
  const authorization = { host, Authorization: ticket };
  const socket = open(url, ['aws-appsync-event-ws', `header-${base64url(JSON.stringify(authorization))}`]);
  const stop = () => {
    isOver = true;
    socket.close();
  };
  const lose = () => {
    if (isOver) return;
    stop();
    listener.onLost();
  };
  socket.addEventListener('open', () => {
    if (isOver) return;
    socket.send(JSON.stringify({ type: 'connection_init' }));
    socket.send(JSON.stringify({ type: 'subscribe', id: 'ring', channel, authorization }));
  });
  socket.addEventListener('message', ({ data }) => {
    if (isOver) return;
    const { type, event } = fieldsOf(data);
    if (type === 'subscribe_success') listener.onListening();
    if (type === 'subscribe_error' || type === 'connection_error') lose();
    if (type === 'data') hear([event].flat());
  });
  socket.addEventListener('close', lose);
  socket.addEventListener('error', lose);
  return stop;

  /** AWS's documents show a list of texts, its servers send one text. */
  function hear(texts: unknown[]): void {
    for (const text of texts) {
      const heard = fieldsOf(text);
      if (isOver) return;
      if (isEvent(heard)) listener.onEvent(heard);
      else lose();
    }
  }
}

function isEvent(fields: object): fields is RingChannelEvent {
  const { callId, state, exceptions = [] } = fields as Record<string, unknown>;
  return typeof callId === 'string' && typeof state === 'string' && Array.isArray(exceptions);
}

/** @returns no fields for what is not a JSON object. */
function fieldsOf(text: unknown): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(String(text));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
