/**
 * The receipt ticket: a text in the payload of a message's push with which its device may report what became of it,
 * without a login. It names the message, the user and the device, and is signed, so nothing is stored for it.
 *
 * | bytes | |
 * |---|---|
 * | 16 | the message's UUID |
 * | 4 | when it expires, epoch seconds |
 * | 1 | two bits each: how the device's ID is written, and the user's; then whether the message went to many |
 * | 1 | size of the device ID |
 * | any | the device ID, then the user ID: a UUID as its 16 bytes, every other ID in UTF-8 |
 */
import { seal, type TicketKey, unseal } from '../../calls/rules/ticketSeal.ts';
import { uuidBytes, uuidFrom } from '../../calls/rules/uuidBytes.ts';
import type { DeviceName } from '../../devices/rules/deviceName.ts';
import type { ReportedMessage } from './record.ts';

export type ReceiptTicket = ReportedMessage & DeviceName;

/** How long a message's ticket is valid: as long as its outcome is stored. */
const ticketLastsMs = 30 * 24 * 60 * 60 * 1000;

const purpose = 'receipt';
const headBytes = 16 + 4 + 1 + 1;
const toManyBit = 1 << 4;

export function signReceiptTicket(
  key: TicketKey,
  { messageId, createdAtMs, isToMany }: ReportedMessage,
  { userId, deviceId }: DeviceName,
): string {
  const device = writeId(deviceId);
  const user = writeId(userId);
  const head = Buffer.alloc(headBytes);
  uuidBytes(messageId).copy(head, 0);
  head.writeUInt32BE(Math.floor((createdAtMs + ticketLastsMs) / 1000), 16);
  head.writeUInt8(device.spelling | (user.spelling << 2) | (isToMany ? toManyBit : 0), 20);
  head.writeUInt8(device.bytes.length, 21);
  return seal(key, purpose, Buffer.concat([head, device.bytes, user.bytes]));
}

/** `unknown_key`: signed with none of these keys; a newer list may contain it. */
export type ReceiptTicketReading = ReceiptTicket | 'invalid' | 'unknown_key' | 'expired';

export function readReceiptTicket(keys: readonly TicketKey[], text: string, nowMs: number): ReceiptTicketReading {
  const content = unseal(keys, purpose, text);
  if (typeof content === 'string') return content;
  const validUntilMs = content.readUInt32BE(16) * 1000;
  if (nowMs >= validUntilMs) return 'expired';
  const bits = content.readUInt8(20);
  const deviceEnds = headBytes + content.readUInt8(21);
  return {
    messageId: uuidFrom(content.subarray(0, 16)),
    createdAtMs: validUntilMs - ticketLastsMs,
    isToMany: (bits & toManyBit) !== 0,
    deviceId: readId(content.subarray(headBytes, deviceEnds), bits & 3),
    userId: readId(content.subarray(deviceEnds), (bits >> 2) & 3),
  };
}

/** How an ID is written: as text, or as the bytes of a UUID in one case. */
const spelled = { text: 0, lowerCaseUuid: 1, upperCaseUuid: 2 } as const;

const lowerCaseUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** iOS writes UUIDs in upper case, and most issuers in lower case: each takes 16 bytes in place of 36. */
function writeId(id: string): { spelling: number; bytes: Buffer } {
  if (lowerCaseUuid.test(id)) return { spelling: spelled.lowerCaseUuid, bytes: uuidBytes(id) };
  const isUpperCase = id === id.toUpperCase() && lowerCaseUuid.test(id.toLowerCase());
  if (isUpperCase) return { spelling: spelled.upperCaseUuid, bytes: uuidBytes(id) };
  return { spelling: spelled.text, bytes: Buffer.from(id) };
}

function readId(bytes: Buffer, spelling: number): string {
  if (spelling === spelled.text) return bytes.toString();
  const uuid = uuidFrom(bytes);
  return spelling === spelled.upperCaseUuid ? uuid.toUpperCase() : uuid;
}
