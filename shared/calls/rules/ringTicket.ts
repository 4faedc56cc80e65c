/**
 * The ring ticket: a short text in the payload of a ring with which the phone may read the state of the call without a
 * login. It names the call, the callee and the device, is valid for a while, and is signed, so nothing is stored for
 * it.
 *
 * | bytes | |
 * |---|---|
 * | 2 | ID of the signing key |
 * | 16 | the call's UUID |
 * | 1 | the callee, by position among the call's participants |
 * | 8 | the device: the start of a SHA-256 over call, user and device |
 * | 4 | when it expires, epoch seconds |
 * | 16 | the start of an HMAC-SHA-256 over all of the above |
 */
import { hash } from 'node:crypto';
import type { Call, CallActor, Participant } from './call.ts';
import { seal, sealBytes, type TicketKey, unseal } from './ticketSeal.ts';
import { uuidFrom } from './uuidBytes.ts';

export interface RingTicket {
  callId: string;
  participantIndex: number;
  /** Hex. */
  deviceTag: string;
  /** Epoch milliseconds. */
  validUntilMs: number;
}

const contentBytes = 16 + 1 + 8 + 4;
/** Ring tickets came first, and are sealed without a purpose. */
const purpose = '';

/** In base64url, without padding. */
export const ticketCharacters = Math.ceil(((contentBytes + sealBytes) * 4) / 3);

/** How long a ticket outlives the ringing: a phone that rang until the end can still ask why it stopped. */
const heldAfterDeadlineMs = 60_000;

/** The ticket of one device of a callee. */
export function ticketFor(call: Call, participant: Participant, deviceId: string): RingTicket {
  return {
    callId: call.callId,
    participantIndex: call.participants.indexOf(participant),
    deviceTag: deviceTag(call, { userId: participant.userId, deviceId }),
    validUntilMs: participant.expiresAtMs + heldAfterDeadlineMs,
  };
}

export function signTicket(key: TicketKey, ticket: RingTicket): string {
  const content = Buffer.alloc(contentBytes);
  content.write(ticket.callId.replaceAll('-', ''), 0, 'hex');
  content.writeUInt8(ticket.participantIndex, 16);
  content.write(ticket.deviceTag, 17, 'hex');
  content.writeUInt32BE(Math.ceil(ticket.validUntilMs / 1000), 25);
  return seal(key, purpose, content);
}

/** `unknown_key`: signed with none of these keys; a newer list may contain it. */
export type TicketReading = RingTicket | 'invalid' | 'unknown_key' | 'expired';

export function readTicket(keys: readonly TicketKey[], text: string, nowMs: number): TicketReading {
  if (text.length !== ticketCharacters) return 'invalid';
  const content = unseal(keys, purpose, text);
  if (typeof content === 'string') return content;
  if (content.length !== contentBytes) return 'invalid';
  const validUntilMs = content.readUInt32BE(25) * 1000;
  if (nowMs >= validUntilMs) return 'expired';
  return {
    callId: uuidFrom(content.subarray(0, 16)),
    participantIndex: content.readUInt8(16),
    deviceTag: content.toString('hex', 17, 25),
    validUntilMs,
  };
}

/**
 * The holder of a ticket. The device is known only by its tag, so it is searched among those that have acted: for any
 * other device it makes no difference which it is.
 * @returns undefined if the call has no such participant.
 */
export function holderOf(ticket: RingTicket, call: Call): (CallActor & { deviceId: string }) | undefined {
  const participant = call.participants[ticket.participantIndex];
  if (participant === undefined) return undefined;
  const { userId, answeredBy, endedBy } = participant;
  const known = [answeredBy?.deviceId, endedBy?.deviceId].find(
    (deviceId) => deviceId !== undefined && isTicketOf(ticket, call, { userId, deviceId }),
  );
  return { userId, deviceId: known ?? `ticket ${ticket.deviceTag}` };
}

/** Whether a ticket of this call was made for this device. */
export function isTicketOf({ deviceTag: tag }: RingTicket, call: Call, device: CallActor): boolean {
  return deviceTag(call, device) === tag;
}

function deviceTag({ callId }: Call, { userId, deviceId = '' }: CallActor): string {
  return hash('sha256', `${callId}\n${userId}\n${deviceId}`, 'buffer').toString('hex', 0, 8);
}
