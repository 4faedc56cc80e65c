/**
 * Ring insurance (docs/calls.md): APNs accepted the VoIP push of a phone, and no report came in time from an app that is
 * known to report. So the push is lost, or the app died of it, and an alert goes to the same phone.
 */
import type { Device } from '../../devices/rules/device.ts';
import type { DeviceName } from '../../devices/rules/deviceName.ts';
import { hasReportedBefore } from '../../devices/rules/reportGuard.ts';
import { keyOf } from '../../platform/keyOf.ts';
import { isCallReport } from '../../push/rules/receipt.ts';
import type { TargetOutcome } from '../../push/rules/targetOutcome.ts';
import type { CallSettings } from '../../team/rules/callSettings.ts';
import { type Call, participantOf } from './call.ts';
import type { CallReport } from './record.ts';
import { hasReacted } from './reported.ts';

/** How long a phone may take to report a call after APNs accepted its push. */
export const reportWithinMs = 3000;

/** Reason in the outcome of the alert. */
export const insuranceReason = 'ring_insurance';

/** Name of a phone in a call's sets of phones. */
export const phoneKey = ({ userId, deviceId }: DeviceName): string => keyOf(userId, deviceId);

/** A phone that got a VoIP push from APNs, rings as far as anybody knows, and has not reported it. */
export interface SilentPhone extends DeviceName {
  /** Epoch milliseconds: when the report is overdue. */
  overdueAtMs: number;
}

/** @param report of a call as it is now: with the states that `callAt` gives. */
export function silentPhones(report: Pick<CallReport, 'call' | 'targets' | 'timeline'>): SilentPhone[] {
  const { call, targets } = report;
  return targets.flatMap((target) => {
    const { userId, deviceId, kind, outcome } = target;
    if (deviceId === undefined || kind !== 'voip' || outcome !== 'accepted') return [];
    if (participantOf(call, userId)?.state !== 'ringing' || isReportedBy(report, { userId, deviceId })) return [];
    return [{ userId, deviceId, overdueAtMs: acceptedAtMs(report, target) + reportWithinMs }];
  });
}

/** Answering, declining and being busy are reports too. */
export function isReportedBy({ call, timeline }: Pick<CallReport, 'call' | 'timeline'>, name: DeviceName): boolean {
  const isOwnReport = (line: CallReport['timeline'][number]) =>
    isCallReport(line.event) && line.userId === name.userId && line.deviceId === name.deviceId;
  return timeline.some(isOwnReport) || hasReacted(call, name);
}

/** The timeline has a line for each outcome. */
function acceptedAtMs({ call, timeline }: Pick<CallReport, 'call' | 'timeline'>, target: TargetOutcome): number {
  const line = timeline.find(
    ({ event, userId, deviceId, kind }) =>
      event === 'accepted' && userId === target.userId && deviceId === target.deviceId && kind === 'voip',
  );
  return line === undefined ? call.createdAtMs : Date.parse(line.at);
}

/** Whether a missing report of this phone is insured: only where it says something about the app. */
export function isInsured(
  device: Pick<Device, 'appVersion' | 'reports'>,
  { ringInsurance }: Pick<CallSettings, 'ringInsurance'>,
): boolean {
  return ringInsurance === 'auto' && hasReportedBefore(device);
}

/** Insured phones that have answered, declined or been busy with this change. */
export function insuredThatReacted(
  before: Call | undefined,
  { call, insured = new Set() }: { call: Call; insured?: ReadonlySet<string> | undefined },
): boolean {
  return call.participants.some(({ userId, answeredBy, endedBy }, index) => {
    const was = before?.participants[index];
    const actors = [...(was?.answeredBy ? [] : [answeredBy]), ...(was?.endedBy ? [] : [endedBy])];
    return actors.some((by) => by?.deviceId !== undefined && insured.has(phoneKey({ userId, deviceId: by.deviceId })));
  });
}
