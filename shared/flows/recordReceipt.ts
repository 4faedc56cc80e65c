import { noApp } from '../rules/statistics.ts';
import type { Receipt } from './deliveryPorts.ts';
import type { Ports } from './ports.ts';

export type ReceiptPorts = Pick<Ports, 'clock' | 'messages' | 'receipts' | 'statistics'>;

/**
 * Keeps what a device reports of a message, and counts it once.
 * @param appId of the device; undefined when it is no longer registered.
 * @returns false when there is no such message, or it was not for this user: nothing is kept then. Who is in a large
 * group is not looked up: knowing the message's ID is proof enough.
 */
export async function recordReceipt(
  ports: ReceiptPorts,
  messageId: string,
  receipt: Receipt,
  appId: string = noApp,
): Promise<boolean> {
  const record = await ports.messages.find(messageId);
  if (record === undefined) return false;
  const isForAnybody = record.to.length === 0 && record.groupId !== undefined;
  if (!isForAnybody && !record.to.includes(receipt.userId)) return false;
  if (await ports.receipts.add(messageId, receipt)) {
    await ports.statistics.add(ports.clock.nowMs(), [{ appId, counters: { [receipt.event]: 1 } }]);
  }
  return true;
}
