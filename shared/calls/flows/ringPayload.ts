/** The payload of a ring: composed here for the first ring, for each repetition and for the check of its size. */
import { pushTypeRules } from '../../apns/rules/pushTypes.ts';
import { type CallDetails, type VoipPayload, voipPayload } from '../../content/payloads/voipPayload.ts';
import { payloadBytes } from '../../content/sizeGuard.ts';
import { type Call, participantOf } from '../rules/call.ts';
import type { CallRecord } from '../rules/record.ts';
import { signTicket, ticketCharacters, ticketFor } from '../rules/ringTicket.ts';
import type { TicketKey } from '../rules/ticketSeal.ts';

/**
 * @param ticketKey without one the payload has no ticket.
 * @param nowMs epoch milliseconds.
 */
export function ringPayload(
  { call, details }: Pick<CallRecord, 'call' | 'details'>,
  { userId, deviceId }: { userId: string; deviceId: string },
  ticketKey: TicketKey | undefined,
  nowMs: number,
): VoipPayload {
  const { callId, from } = call;
  const participant = participantOf(call, userId);
  const expiresAtMs = participant?.expiresAtMs ?? call.expiresAtMs;
  const ticket = ticketKey && participant && signTicket(ticketKey, ticketFor(call, participant, deviceId));
  return voipPayload({ ...details, callId, from, sentAtMs: nowMs, expiresAtMs, ticket }, undefined);
}

/** Whether the payload is within Apple's limit, with any phone's ticket: all have the same length. */
export function ringFits({ callId, from, createdAtMs, expiresAtMs }: Call, details: CallDetails): boolean {
  const ticket = 'x'.repeat(ticketCharacters);
  const payload = voipPayload({ ...details, callId, from, sentAtMs: createdAtMs, expiresAtMs, ticket }, undefined);
  return payloadBytes(payload) <= pushTypeRules.voip.maxPayloadBytes;
}
