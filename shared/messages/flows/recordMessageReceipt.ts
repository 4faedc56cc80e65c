import type { Device } from '../../devices/rules/device.ts';
import type { PeoplePorts } from '../../people/ports.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { type SaidTime, timeOf } from '../../platform/reportedTime.ts';
import type { PushPorts } from '../../push/ports.ts';
import { countReport, groupOf } from '../../push/rules/phoneStatistics.ts';
import type { ReceiptEvent } from '../../push/rules/receipt.ts';
import type { MessagePorts } from '../ports.ts';
import { isToMany, type MessageRecord, type ReportedMessage } from '../rules/record.ts';

export type MessageReceiptPorts = Pick<PlatformPorts, 'clock'> &
  Pick<PeoplePorts, 'groups'> &
  Pick<PushPorts, 'statistics'> &
  Pick<MessagePorts, 'messages' | 'receipts'>;

/** A device's report about a message. */
export interface MessageReceipt extends SaidTime {
  messageId: string;
  event: ReceiptEvent;
}

/**
 * Stores a device's report about a message, and counts it once.
 * @param device a registered one.
 * @param arrivedAtMs epoch milliseconds: when the request arrived.
 * @returns false if there is no such message, it was not for this user, or too many of the user's devices have
 *   reported it: nothing is stored then.
 */
export async function recordMessageReceipt(
  ports: MessageReceiptPorts,
  { messageId, ...receipt }: MessageReceipt,
  device: Device,
  arrivedAtMs: number,
): Promise<boolean> {
  const record = await ports.messages.find(messageId);
  if (record === undefined || !(await isFor(ports, record, device.userId))) return false;
  const message = { messageId, createdAtMs: record.createdAtMs, isToMany: isToMany(record) };
  return keepMessageReceipt(ports, message, receipt, device, arrivedAtMs);
}

/**
 * Stores the report of a device that is known to have got the message.
 * @returns false if too many of the user's devices have reported it.
 */
export async function keepMessageReceipt(
  ports: Pick<MessageReceiptPorts, 'clock' | 'receipts' | 'statistics'>,
  message: ReportedMessage,
  { event, ...said }: Omit<MessageReceipt, 'messageId'>,
  device: Device,
  arrivedAtMs: number,
): Promise<boolean> {
  const { userId, deviceId, appId, tokens } = device;
  const nowMs = ports.clock.nowMs();
  const { at, happenedAtMs = arrivedAtMs } = timeOf(said, { sinceMs: message.createdAtMs, arrivedAtMs, nowMs });
  const kept = await ports.receipts.add(message, { userId, deviceId, event, at });
  if (kept === 'new') {
    const phone = groupOf(device, tokens.alert?.environment);
    const counted = countReport(phone, event, happenedAtMs - message.createdAtMs);
    await ports.statistics.add(nowMs, [{ appId, counters: { [event]: 1 } }], [counted]);
  }
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
