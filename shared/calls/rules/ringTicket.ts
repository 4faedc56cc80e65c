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
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { Call, CallActor, Participant } from './call.ts';

/** A secret of the stage, and the ID that its tickets contain: keys can be rotated. */
export interface TicketKey {
  /** Two bytes. */
  id: Buffer;
  secret: Buffer;
}

export interface RingTicket {
  callId: string;
  participantIndex: number;
  /** Hex. */
  deviceTag: string;
  /** Epoch milliseconds. */
  validUntilMs: number;
}

const keyIdBytes = 2;
const signedBytes = keyIdBytes + 16 + 1 + 8 + 4;
const macBytes = 16;

/** In base64url, without padding. */
export const ticketCharacters = Math.ceil(((signedBytes + macBytes) * 4) / 3);

/** How long a ticket outlives the ringing: a phone that rang until the end can still ask why it stopped. */
const heldAfterDeadlineMs = 60_000;

export function ticketKey(secret: string): TicketKey {
  const id = sha256(`ringpost key id\n${secret}`).subarray(0, keyIdBytes);
  return { id, secret: Buffer.from(secret) };
}

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
  const signed = Buffer.alloc(signedBytes);
  key.id.copy(signed, 0);
  signed.write(ticket.callId.replaceAll('-', ''), 2, 'hex');
  signed.writeUInt8(ticket.participantIndex, 18);
  signed.write(ticket.deviceTag, 19, 'hex');
  signed.writeUInt32BE(Math.ceil(ticket.validUntilMs / 1000), 27);
  return Buffer.concat([signed, macOf(key, signed)]).toString('base64url');
}

/** `unknown_key`: signed with none of these keys; a newer list may contain it. */
export type TicketReading = RingTicket | 'invalid' | 'unknown_key' | 'expired';

export function readTicket(keys: readonly TicketKey[], text: string, nowMs: number): TicketReading {
  if (text.length !== ticketCharacters) return 'invalid';
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== signedBytes + macBytes || bytes.toString('base64url') !== text) return 'invalid';
  const signed = bytes.subarray(0, signedBytes);
  const key = keys.find(({ id }) => id.equals(signed.subarray(0, keyIdBytes)));
  if (key === undefined) return 'unknown_key';
  if (!timingSafeEqual(macOf(key, signed), bytes.subarray(signedBytes))) return 'invalid';
  const validUntilMs = signed.readUInt32BE(27) * 1000;
  if (nowMs >= validUntilMs) return 'expired';
  return {
    callId: signed.toString('hex', 2, 18).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    participantIndex: signed.readUInt8(18),
    deviceTag: signed.toString('hex', 19, 27),
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
    (deviceId) => deviceId !== undefined && deviceTag(call, { userId, deviceId }) === ticket.deviceTag,
  );
  return { userId, deviceId: known ?? `ticket ${ticket.deviceTag}` };
}

function deviceTag({ callId }: Call, { userId, deviceId = '' }: CallActor): string {
  return sha256(`${callId}\n${userId}\n${deviceId}`).toString('hex', 0, 8);
}

function macOf({ secret }: TicketKey, signed: Buffer): Buffer {
  return createHmac('sha256', secret).update(signed).digest().subarray(0, macBytes);
}

function sha256(data: string): Buffer {
  return hash('sha256', data, 'buffer');
}
