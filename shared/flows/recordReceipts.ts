import { isParticipant } from '../rules/call.ts';
import type { CallReportEvent, ReceiptEvent } from '../rules/receipt.ts';
import type { DeviceName } from './callPorts.ts';
import type { Ports } from './ports.ts';
import { type ReceiptPorts as MessageReceiptPorts, recordReceipt } from './recordReceipt.ts';

/** What a device reports back. */
export type Receipt =
  | { messageId: string; deviceId: string; event: ReceiptEvent; at: string }
  | { callId: string; deviceId: string; event: CallReportEvent; at: string };

export type ReceiptPorts = MessageReceiptPorts & Pick<Ports, 'calls' | 'reports' | 'devices'>;

/**
 * Notes what a user's devices report back. A receipt may come again, or for something that is no longer kept.
 * @returns `unknown`: the IDs of messages that were not for this user, and of calls that did not ring this device.
 */
export async function recordReceipts(
  ports: ReceiptPorts,
  userId: string,
  receipts: readonly Receipt[],
): Promise<{ recorded: number; unknown: string[] }> {
  const byId = new Map<string, Receipt[]>();
  for (const receipt of receipts) byId.set(idOf(receipt), [...(byId.get(idOf(receipt)) ?? []), receipt]);
  const outcomes = await Promise.all(
    // One after the other for each message and call, side by side otherwise.
    [...byId.values()].map(async (group) => {
      const unknown: Receipt[] = [];
      for (const receipt of group) if (!(await recordOne(ports, userId, receipt))) unknown.push(receipt);
      return unknown;
    }),
  );
  const unknown = outcomes.flat();
  return { recorded: receipts.length - unknown.length, unknown: [...new Set(unknown.map(idOf))] };
}

const idOf = (receipt: Receipt): string => ('callId' in receipt ? receipt.callId : receipt.messageId);

async function recordOne(ports: ReceiptPorts, userId: string, receipt: Receipt): Promise<boolean> {
  const { deviceId, at } = receipt;
  if ('callId' in receipt) return recordCallReport(ports, receipt, { userId, deviceId });
  const device = await ports.devices.find(userId, deviceId);
  return recordReceipt(ports, receipt.messageId, { userId, deviceId, event: receipt.event, at }, device?.appId);
}

async function recordCallReport(
  { calls, reports }: ReceiptPorts,
  { callId, event, at }: Extract<Receipt, { callId: string }>,
  device: DeviceName,
): Promise<boolean> {
  const record = await calls.find(callId);
  if (record === undefined || !isParticipant(record.call, device.userId)) return false;
  const isSame = (line: { userId?: string | undefined; deviceId?: string | undefined }) =>
    line.userId === device.userId && line.deviceId === device.deviceId;
  const wasRung = record.targets.some((target) => target.kind === 'voip' && isSame(target));
  // A phone may report before it is written down which phones are rung.
  if (!wasRung && record.targets.length > 0) return false;
  await reports.settle(device, record.call.createdAtMs);
  const isKnown = record.timeline.some((line) => line.event === event && isSame(line));
  if (!isKnown) await calls.note(callId, [{ at, event, ...device, kind: 'voip' }]);
  return true;
}
