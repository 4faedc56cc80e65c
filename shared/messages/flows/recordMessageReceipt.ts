import type { Device } from '../../devices/rules/device.ts';
import type { PeoplePorts } from '../../people/ports.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { reportedTime } from '../../platform/reportedTime.ts';
import type { PushPorts } from '../../push/ports.ts';
import type { ReceiptEvent } from '../../push/rules/receipt.ts';
import type { MessagePorts } from '../ports.ts';
import type { MessageRecord } from '../rules/record.ts';

export type MessageReceiptPorts = Pick<PlatformPorts, 'clock'> &
  Pick<PeoplePorts, 'groups'> &
  Pick<PushPorts, 'statistics'> &
  Pick<MessagePorts, 'messages' | 'receipts'>;

/** A device's report about a message. */
export interface MessageReceipt {
  messageId: string;
  event: ReceiptEvent;
  /** ISO 8601: when it happened, according to the device. */
  at: string;
}

/**
 * Stores a device's report about a message, and counts it once.
 * @param device a registered one.
 * @returns false if there is no such message, it was not for this user, or too many of the user's devices have
 *   reported it: nothing is stored then.
 */
export async function recordMessageReceipt(
  ports: MessageReceiptPorts,
  { messageId, event, at }: MessageReceipt,
  { userId, deviceId, appId }: Device,
): Promise<boolean> {
  const record = await ports.messages.find(messageId);
  if (record === undefined || !(await isFor(ports, record, userId))) return false;
  const nowMs = ports.clock.nowMs();
  const time = reportedTime(at, record.createdAtMs, nowMs);
  const kept = await ports.receipts.add(record, { userId, deviceId, event, at: time });
  if (kept === 'new') await ports.statistics.add(nowMs, [{ appId, counters: { [event]: 1 } }]);
  return kept !== 'too_many';
}

/** Members of a large group are not listed in the message's record. */
async function isFor(
  { groups }: MessageReceiptPorts,
  { to, groupId }: MessageRecord,
  userId: string,
): Promise<boolean> {
  if (to.length > 0 || groupId === undefined) return to.includes(userId);
  return (await groups.findMember(groupId, userId)) !== undefined;
}
