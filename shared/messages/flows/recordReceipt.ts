import type { Device } from '../../devices/rules/device.ts';
import type { PeoplePorts } from '../../people/ports.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { reportedTime } from '../../platform/reportedTime.ts';
import type { PushPorts } from '../../push/ports.ts';
import type { ReceiptEvent } from '../../push/rules/receipt.ts';
import type { MessagePorts } from '../ports.ts';
import type { MessageRecord } from '../rules/record.ts';

export type ReceiptPorts = Pick<PlatformPorts, 'clock'> &
  Pick<PeoplePorts, 'groups'> &
  Pick<PushPorts, 'statistics'> &
  Pick<MessagePorts, 'messages' | 'receipts'>;

/** What a device reports of a message. */
export interface MessageReceipt {
  messageId: string;
  event: ReceiptEvent;
  /** ISO 8601: when it happened, as the device says. */
  at: string;
}

/**
 * Keeps what a device reports of a message, and counts it once.
 * @param device a registered one.
 * @returns false when there is no such message, it was not for this user, or too many of the user's devices have reported
 * it: nothing is kept then.
 */
export async function recordReceipt(
  ports: ReceiptPorts,
  { messageId, event, at }: MessageReceipt,
  { userId, deviceId, appId }: Device,
): Promise<boolean> {
  const record = await ports.messages.find(messageId);
  if (record === undefined || !(await isFor(ports, record, userId))) return false;
  const nowMs = ports.clock.nowMs();
  const time = reportedTime(at, Date.parse(record.createdAt), nowMs);
  const kept = await ports.receipts.add(messageId, { userId, deviceId, event, at: time });
  if (kept === 'new') await ports.statistics.add(nowMs, [{ appId, counters: { [event]: 1 } }]);
  return kept !== 'too_many';
}

/** Who is in a large group is not in the message's record. */
async function isFor({ groups }: ReceiptPorts, { to, groupId }: MessageRecord, userId: string): Promise<boolean> {
  if (to.length > 0 || groupId === undefined) return to.includes(userId);
  return (await groups.findMember(groupId, userId)) !== undefined;
}
