import { type CountLateReportPorts, countLateReport } from '../../calls/flows/countRings.ts';
import type { CallPorts } from '../../calls/ports.ts';
import { participantOf } from '../../calls/rules/call.ts';
import { isLate } from '../../calls/rules/lateReport.ts';
import type { CallRecord } from '../../calls/rules/record.ts';
import { phoneKey, reportWithinMs } from '../../calls/rules/ringInsurance.ts';
import type { DevicePorts } from '../../devices/ports.ts';
import type { Device } from '../../devices/rules/device.ts';
import type { DeviceName } from '../../devices/rules/deviceName.ts';
import { type SaidTime, timeOf } from '../../platform/reportedTime.ts';
import type { CallReportEvent } from '../../push/rules/receipt.ts';
import { type MessageReceipt, type MessageReceiptPorts, recordMessageReceipt } from './recordMessageReceipt.ts';

/** A device's report about a call. */
interface CallReceipt extends SaidTime {
  callId: string;
  event: CallReportEvent;
}

/** A device's report. */
export type DeviceReport = (MessageReceipt | CallReceipt) & { deviceId: string };

type CallReportPorts = CountLateReportPorts & Pick<DevicePorts, 'reports'>;

export type ReceiptPorts = MessageReceiptPorts & DevicePorts & CallReportPorts;

/**
 * Stores reports of a user's devices. A receipt may come again, or for something that is no longer stored.
 * @param arrivedAtMs epoch milliseconds: when their request arrived.
 * @returns `unknown`: IDs of messages that were not for this user, of calls that did not ring this device, and of
 *   anything reported by an unregistered device.
 */
export async function recordReceipts(
  ports: ReceiptPorts,
  userId: string,
  receipts: readonly DeviceReport[],
  arrivedAtMs: number,
): Promise<{ recorded: number; unknown: string[] }> {
  const devices = await devicesOf(ports, userId, receipts);
  const byId = new Map<string, DeviceReport[]>();
  for (const receipt of receipts) byId.set(idOf(receipt), [...(byId.get(idOf(receipt)) ?? []), receipt]);
  const outcomes = await Promise.all(
    // One at a time for each message and call, otherwise concurrently.
    [...byId.values()].map(async (group) => {
      const unknown: DeviceReport[] = [];
      for (const receipt of group) if (!(await recordOne(ports, devices, receipt, arrivedAtMs))) unknown.push(receipt);
      return unknown;
    }),
  );
  const unknown = outcomes.flat();
  await noteLife(ports, devices.values());
  return { recorded: receipts.length - unknown.length, unknown: [...new Set(unknown.map(idOf))] };
}

const idOf = (receipt: DeviceReport): string => ('callId' in receipt ? receipt.callId : receipt.messageId);

/** By the ID in the receipts: the registered ones. */
type Devices = ReadonlyMap<string, Device | undefined>;

async function devicesOf(
  { devices }: ReceiptPorts,
  userId: string,
  receipts: readonly DeviceReport[],
): Promise<Devices> {
  const named = [...new Set(receipts.map(({ deviceId }) => deviceId))];
  const found = named.map(async (deviceId) => [deviceId, await devices.find(userId, deviceId)] as const);
  return new Map(await Promise.all(found));
}

/** A phone that sends receipts is not off, so its missed reports count: docs/calls.md, "The report guard". */
export async function noteLife(
  { clock, reports }: Pick<ReceiptPorts, 'clock' | 'reports'>,
  devices: Iterable<Device | undefined>,
): Promise<void> {
  const suspects = [...devices].filter((device) => device?.reports?.missedReports !== undefined);
  await Promise.all(suspects.map((device) => device && reports.noteReceipt(device, clock.nowMs())));
}

async function recordOne(
  ports: ReceiptPorts,
  devices: Devices,
  receipt: DeviceReport,
  arrivedAtMs: number,
): Promise<boolean> {
  const device = devices.get(receipt.deviceId);
  if (device === undefined) return false;
  return 'callId' in receipt
    ? recordCallReport(ports, receipt, device, arrivedAtMs)
    : recordMessageReceipt(ports, receipt, device, arrivedAtMs);
}

/** How long the pushes of a ring may take: a phone may report before it is stored which phones were rung. */
const ringMs = 30_000;

/**
 * Stores a device's report about a call.
 * @param device a registered one.
 * @param arrivedAtMs epoch milliseconds: when the request arrived.
 * @param found the call, if it has been read.
 * @returns false if the call did not ring this device: nothing is stored then.
 */
export async function recordCallReport(
  ports: CallReportPorts,
  { callId, event, ...said }: CallReceipt,
  { userId, deviceId, appId, appVersion, osVersion }: Device,
  arrivedAtMs: number,
  found?: CallRecord,
): Promise<boolean> {
  const { calls, clock, reports } = ports;
  const [record, target] = await Promise.all([
    found ?? calls.find(callId),
    calls.findTarget(callId, { userId, deviceId, kind: 'voip' }),
  ]);
  const participant = record && participantOf(record.call, userId);
  if (record === undefined || participant === undefined) return false;
  const { createdAtMs } = record.call;
  const nowMs = clock.nowMs();
  const rungAtMs = participant.times?.ringing ?? createdAtMs;
  if (target === undefined && nowMs > rungAtMs + ringMs) return false;
  await reports.settle({ userId, deviceId }, createdAtMs, appVersion ?? '');
  const { at, happenedAtMs } = timeOf(said, { sinceMs: rungAtMs, arrivedAtMs, nowMs });
  const heard = { userId, deviceId, appId, appVersion, osVersion, arrivedAtMs, happenedAtMs };
  const isNew = await calls.addReport(callId, { at, event, userId, deviceId, kind: 'voip' }, heard);
  if (isNew && isLate(heard, participant.expiresAtMs)) await countLateReport(ports, callId, heard);
  if (nowMs >= rungAtMs + mayBeInsuredAfterMs) await noteIfInsured(calls, callId, { userId, deviceId });
  return true;
}

/** A report that comes sooner finds no insurance: the clocks of two functions differ by less than the rest. */
const mayBeInsuredAfterMs = reportWithinMs - 1000;

/** Read after the report was written: the insurance looks for reports after it has written its claim. */
async function noteIfInsured(calls: CallPorts['calls'], callId: string, name: DeviceName): Promise<void> {
  const record = await calls.find(callId);
  if (record?.insured?.has(phoneKey(name))) await calls.noteInsuredReport(callId, phoneKey(name));
}
