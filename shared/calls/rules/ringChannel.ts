/**
 * The channel over which a ringing phone learns that its ring is over, instead of asking each second. One for each
 * callee of a call; the phone's ring ticket opens it, and nothing else.
 */
import { isSameDeviceId } from '../../platform/deviceId.ts';
import type { Call, CallState, Participant } from './call.ts';
import { type EndedReason, endedReasonFor } from './endedReason.ts';
import type { RingTicket } from './ringTicket.ts';

/** AppSync's name for the first segment of a channel. */
export const ringNamespace = 'rings';

/** Where phones connect, as their payload names it. */
export interface RingChannelAddress {
  /** `wss://…/event/realtime`. */
  url: string;
  /** Host that authorizations name: AppSync's for HTTP, also on the WebSocket. */
  host: string;
}

/** What the payload of a ring says about its channel. */
export interface RingChannel extends RingChannelAddress {
  /** `/rings/<callId>/<place among the callees>`. */
  channel: string;
}

/** What the phones of a callee hear. */
export interface RingEvent {
  callId: string;
  /** State of the callee. */
  state: CallState;
  /** What a phone reports to CallKit; absent while it should go on ringing. */
  endedReason?: EndedReason | undefined;
  /** Phones of the callee for which `endedReason` is another one, or none: those that answered or ended the call. */
  exceptions?: { deviceId: string; endedReason?: EndedReason | undefined }[] | undefined;
}

export interface PublishedRing {
  channel: string;
  event: RingEvent;
}

export function ringChannelOf({ callId, participantIndex }: Pick<RingTicket, 'callId' | 'participantIndex'>): string {
  return `/${ringNamespace}/${callId}/${participantIndex}`;
}

/** What changed for the phones of each callee. Nobody listens for a callee who has just been invited. */
export function ringEvents(before: Call, after: Call): PublishedRing[] {
  return after.participants.flatMap((participant, participantIndex) => {
    const known = before.participants[participantIndex];
    if (known === undefined) return [];
    const event = eventOf(after, participant);
    if (JSON.stringify(event) === JSON.stringify(eventOf(before, known))) return [];
    return [{ channel: ringChannelOf({ callId: after.callId, participantIndex }), event }];
  });
}

function eventOf(call: Call, { userId, state, answeredBy, endedBy }: Participant): RingEvent {
  // A name that no device has.
  const endedReason = endedReasonFor(call, { userId, deviceId: ' ' });
  const acted = [answeredBy?.deviceId, endedBy?.deviceId].filter((deviceId) => deviceId !== undefined);
  const exceptions = acted
    .filter((deviceId, index) => acted.findIndex((other) => isSameDeviceId(other, deviceId)) === index)
    .map((deviceId) => ({ deviceId, endedReason: endedReasonFor(call, { userId, deviceId }) }))
    .filter((each) => each.endedReason !== endedReason);
  return {
    callId: call.callId,
    state,
    ...(endedReason !== undefined && { endedReason }),
    ...(exceptions.length > 0 && { exceptions }),
  };
}
