import { hash } from 'node:crypto';

/** The namespace of Ringpost's push IDs: a random UUID, made once. */
const namespace = Buffer.from('6f0c2f6e5a4b4d0f9c6a3d0b7e1f52c8', 'hex');

/**
 * The `apns-id` of one push: the same for each repetition of the push, by a retry, by a chunk that the queue delivers
 * twice, or by two concurrent workers. A name-based UUID (RFC 9562, version 5).
 * @param about the message, the device and the kind of push.
 */
export function apnsIdOf(about: { messageId: string; userId: string; deviceId: string; kind: string }): string {
  const name = JSON.stringify([about.messageId, about.userId, about.deviceId, about.kind]);
  const id = hash('sha1', Buffer.concat([namespace, Buffer.from(name)]), 'buffer').subarray(0, 16);
  id.writeUInt8((id.readUInt8(6) & 0x0f) | 0x50, 6);
  id.writeUInt8((id.readUInt8(8) & 0x3f) | 0x80, 8);
  const digits = id.toString('hex');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
}
