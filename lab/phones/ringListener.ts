/** A phone's end of the ring channel: AppSync Events over a WebSocket, authorized by the ring ticket. */
import * as z from 'zod/mini';
import { callStates } from '../../shared/calls/rules/callState.ts';
import type { EndedReason } from '../../shared/calls/rules/endedReason.ts';

const reasonSchema = z.optional(z.literal([1, 2, 3, 4, 5] satisfies EndedReason[]));
const eventSchema = z.looseObject({
  callId: z.string(),
  state: z.enum(callStates),
  endedReason: reasonSchema,
  exceptions: z.optional(z.array(z.looseObject({ deviceId: z.string(), endedReason: reasonSchema }))),
});
const messageSchema = z.looseObject({
  type: z.string(),
  event: z.optional(z.union([z.string(), z.array(z.string())])),
});

export type RingChannelEvent = z.infer<typeof eventSchema>;

/** What the payload of a ring says about its channel. */
export interface LiveChannel {
  url: string;
  host: string;
  channel: string;
}

export interface RingListener {
  /** From now on nothing is missed: the time to ask once. */
  onListening(): void;
  onEvent(event: RingChannelEvent): void;
  /** The phone has to ask by itself. */
  onLost(): void;
}

/** @returns what stops listening. */
export function listenToRing({ url, host, channel }: LiveChannel, ticket: string, listener: RingListener): () => void {
  let isOver = false;
  const authorization = { host, Authorization: ticket };
  const header = Buffer.from(JSON.stringify(authorization)).toString('base64url');
  const socket = new WebSocket(url, ['aws-appsync-event-ws', `header-${header}`]);
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
    socket.send(JSON.stringify({ type: 'connection_init' }));
    socket.send(JSON.stringify({ type: 'subscribe', id: 'ring', channel, authorization }));
  });
  socket.addEventListener('message', ({ data }) => {
    if (isOver) return;
    const { type, event } = messageSchema.safeParse(readJson(String(data))).data ?? {};
    if (type === 'subscribe_success') listener.onListening();
    if (type === 'subscribe_error' || type === 'connection_error') lose();
    if (type !== 'data') return;
    for (const text of [event ?? []].flat()) {
      const heard = eventSchema.safeParse(readJson(text));
      if (heard.success) listener.onEvent(heard.data);
    }
  });
  socket.addEventListener('close', lose);
  socket.addEventListener('error', lose);
  return stop;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
