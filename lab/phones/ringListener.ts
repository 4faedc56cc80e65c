/** A phone's end of the ring channel: AppSync Events over a WebSocket, authorized by the ring ticket. */
import * as z from 'zod/mini';
import { type LiveChannel, listenToRing as listen } from '../../client/js/src/ringChannel.ts';
import { callStates } from '../../shared/calls/rules/callState.ts';
import type { EndedReason } from '../../shared/calls/rules/endedReason.ts';

const reasonSchema = z.optional(z.literal([1, 2, 3, 4, 5] satisfies EndedReason[]));
const eventSchema = z.looseObject({
  callId: z.string(),
  state: z.enum(callStates),
  endedReason: reasonSchema,
  exceptions: z.optional(z.array(z.looseObject({ deviceId: z.string(), endedReason: reasonSchema }))),
});

export type { LiveChannel };

export type RingChannelEvent = z.infer<typeof eventSchema>;

export interface RingListener {
  /** From now on nothing is missed: the time to ask once. */
  onListening(): void;
  onEvent(event: RingChannelEvent): void;
  /** The phone has to ask by itself. */
  onLost(): void;
}

/** As the TypeScript client listens. @returns what stops listening. */
export function listenToRing(live: LiveChannel, ticket: string, listener: RingListener): () => void {
  return listen(live, ticket, {
    onListening: listener.onListening,
    onLost: listener.onLost,
    onEvent(event) {
      const heard = eventSchema.safeParse(event);
      if (heard.success) listener.onEvent(heard.data);
    },
  });
}
