import type { CallHandle } from '../../content/offlinePush.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import type { CallPorts } from '../ports.ts';
import { type CallState, callAt, participantOf } from '../rules/call.ts';
import { describeEndedReason, type EndedReason, type EndedReasonName, endedReasonFor } from '../rules/endedReason.ts';
import { revisedDetails } from '../rules/ringChannel.ts';
import { holderOf, readTicket } from '../rules/ringTicket.ts';
import { readWithKeys } from './ticketKeys.ts';

export interface RingStatus {
  callId: string;
  /** State of the callee whose phone asks. */
  state: CallState;
  /**
   * What this phone reports to CallKit; absent while it should go on ringing, and on the phone that ended the call
   * itself.
   */
  endedReason?: EndedReason | undefined;
  endedReasonName?: EndedReasonName | undefined;
  /** What the phone shows now, once the caller has changed it. */
  callerName?: string | undefined;
  handle?: CallHandle | undefined;
  hasVideo?: boolean | undefined;
}

/** The state of a call, for the phone that holds the ticket. One read; a foreign ticket reveals nothing. */
export async function readRing(
  {
    clock,
    calls,
    ticketKeys,
  }: Pick<PlatformPorts, 'clock'> & Pick<CallPorts, 'ticketKeys'> & { calls: Pick<CallPorts['calls'], 'find'> },
  text: string,
): Promise<RingStatus | Refusal> {
  const nowMs = clock.nowMs();
  const ticket = await readWithKeys({ ticketKeys }, (keys) => readTicket(keys, text, nowMs));
  if (ticket === 'expired') return refuse('ring_over', 'The ring of this ticket is over.');
  if (typeof ticket === 'string') return refuse('unknown_ring', 'No ring has this ticket.');
  const record = await calls.find(ticket.callId);
  const call = record && callAt(record.call, nowMs);
  const holder = call && holderOf(ticket, call);
  const participant = call && holder && participantOf(call, holder.userId);
  if (record === undefined || call === undefined || holder === undefined || participant === undefined) {
    return refuse('unknown_ring', 'No ring has this ticket.');
  }
  const { callId } = call;
  const reason = describeEndedReason(endedReasonFor(call, holder));
  return { callId, state: participant.state, ...reason, ...revisedDetails(record) };
}
