/** The seal of a ticket: an ID of the signing key in front, and the start of an HMAC-SHA-256 behind. In base64url. */
import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from 'node:crypto';

/** A secret of the stage, and the ID that its tickets contain: keys can be rotated. */
export interface TicketKey {
  /** Two bytes. */
  id: Buffer;
  /** Made once: an HMAC from bytes costs as much as several with a key. */
  secret: KeyObject;
}

const keyIdBytes = 2;
const macBytes = 16;

/** Size of the seal around the content of a ticket. */
export const sealBytes = keyIdBytes + macBytes;

export function ticketKey(secret: string): TicketKey {
  const id = hash('sha256', `ringpost key id\n${secret}`, 'buffer').subarray(0, keyIdBytes);
  return { id, secret: createSecretKey(Buffer.from(secret)) };
}

/** @param purpose one for each kind of ticket: a ticket of one kind is never valid as another. */
export function seal({ id, secret }: TicketKey, purpose: string, content: Uint8Array): string {
  const signed = Buffer.concat([id, content]);
  return Buffer.concat([signed, macOf(secret, purpose, signed)]).toString('base64url');
}

/** @returns the content. `unknown_key`: sealed with none of these keys; a newer list may contain it. */
export function unseal(keys: readonly TicketKey[], purpose: string, text: string): Buffer | 'invalid' | 'unknown_key' {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length < sealBytes || bytes.toString('base64url') !== text) return 'invalid';
  const signed = bytes.subarray(0, -macBytes);
  const key = keys.find(({ id }) => id.equals(signed.subarray(0, keyIdBytes)));
  if (key === undefined) return 'unknown_key';
  if (!timingSafeEqual(macOf(key.secret, purpose, signed), bytes.subarray(-macBytes))) return 'invalid';
  return signed.subarray(keyIdBytes);
}

function macOf(secret: KeyObject, purpose: string, signed: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(signed).update(purpose).digest().subarray(0, macBytes);
}
