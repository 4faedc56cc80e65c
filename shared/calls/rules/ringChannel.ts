/**
 * The channel over which a ringing phone learns that its ring is over, instead of asking each second. One for each
 * callee of a call; the phone's ring ticket opens it, and nothing else.
 */
import { isSameDeviceId } from '../../platform/deviceId.ts';
import type { Call, CallState, Participant } from './call.ts';
import { type EndedReason, endedReasonFor } from './endedReason.ts';
import type { CallRecord } from './record.ts';
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
  /** What phones show now, once the caller has changed it: all three, or none. */
  callerName?: string | undefined;
  handle?: CallRecord['details']['handle'] | undefined;
  hasVideo?: boolean | undefined;
}

/** What phones hear about a call depends on. */
type HeardCall = Pick<CallRecord, 'call' | 'details' | 'revisedAtMs'>;

export interface PublishedRing {
  channel: string;
  event: RingEvent;
}

export function ringChannelOf({ callId, participantIndex }: Pick<RingTicket, 'callId' | 'participantIndex'>): string {
  return `/${ringNamespace}/${callId}/${participantIndex}`;
}

/** What changed for the phones of each callee. Nobody listens for a callee who has just been invited. */
export function ringEvents(before: HeardCall, after: HeardCall): PublishedRing[] {
  return after.call.participants.flatMap((participant, participantIndex) => {
    const known = before.call.participants[participantIndex];
    if (known === undefined) return [];
    const event = { ...eventOf(after.call, participant), ...revisedDetails(after) };
    const heard = { ...eventOf(before.call, known), ...revisedDetails(before) };
    if (JSON.stringify(event) === JSON.stringify(heard)) return [];
    return [{ channel: ringChannelOf({ callId: after.call.callId, participantIndex }), event }];
  });
}

/** What phones show once the caller has changed it. @returns undefined before: they show what their push contained. */
export function revisedDetails({ revisedAtMs, details: { callerName, handle, hasVideo } }: HeardCall) {
  return revisedAtMs === undefined ? undefined : { callerName, handle, hasVideo };
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
