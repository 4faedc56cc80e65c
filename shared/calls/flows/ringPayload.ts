/** The payload of a ring: composed here for the first ring, for each repetition and for the check of its size. */
import { pushTypeRules } from '../../apns/rules/pushTypes.ts';
import { type CallDetails, type VoipPayload, voipPayload } from '../../content/payloads/voipPayload.ts';
import { payloadBytes } from '../../content/sizeGuard.ts';
import { type Call, participantOf } from '../rules/call.ts';
import { maxCallees } from '../rules/invitation.ts';
import type { CallRecord } from '../rules/record.ts';
import { type RingChannelAddress, ringChannelOf } from '../rules/ringChannel.ts';
import { signTicket, ticketCharacters, ticketFor } from '../rules/ringTicket.ts';
import type { TicketKey } from '../rules/ticketSeal.ts';

/**
 * @param ticketKey without one the payload has no ticket.
 * @param nowMs epoch milliseconds.
 * @param address of the ring channel, if the stage has one.
 */
export function ringPayload(
  { call, details }: Pick<CallRecord, 'call' | 'details'>,
  { userId, deviceId }: { userId: string; deviceId: string },
  ticketKey: TicketKey | undefined,
  nowMs: number,
  address?: RingChannelAddress | undefined,
): VoipPayload {
  const { callId, from } = call;
  const participant = participantOf(call, userId);
  const expiresAtMs = participant?.expiresAtMs ?? call.expiresAtMs;
  const ticket = ticketKey && participant && ticketFor(call, participant, deviceId);
  const live = ticket && address && { ...address, channel: ringChannelOf(ticket) };
  return voipPayload(
    {
      ...details,
      callId,
      from,
      sentAtMs: nowMs,
      expiresAtMs,
      ticket: ticket && ticketKey && signTicket(ticketKey, ticket),
      live,
    },
    undefined,
  );
}

/**
 * Whether the payload is within Apple's limit, with any phone's ticket: all have the same length, and the place of a callee
 * has at most two digits.
 */
export function ringFits(
  { callId, from, createdAtMs, expiresAtMs }: Call,
  details: CallDetails,
  address: RingChannelAddress | undefined,
): boolean {
  const ticket = 'x'.repeat(ticketCharacters);
  const live = address && { ...address, channel: ringChannelOf({ callId, participantIndex: maxCallees }) };
  const ring = { ...details, callId, from, sentAtMs: createdAtMs, expiresAtMs, ticket, live };
  return payloadBytes(voipPayload(ring, undefined)) <= pushTypeRules.voip.maxPayloadBytes;
}
