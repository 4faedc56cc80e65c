import { apnsHeaders } from '../../apns/rules/pushTypes.ts';
import { callCollapseId } from '../../content/collapseId.ts';
import type { DevicePorts } from '../../devices/ports.ts';
import { usableToken } from '../../devices/rules/usableToken.ts';
import { isoTime } from '../../platform/isoTime.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { pushDeadlineMs } from '../../push/flows/pushPlanned.ts';
import { type DevicePushPorts, pushToDevice } from '../../push/flows/pushToDevice.ts';
import type { CallPorts } from '../ports.ts';
import type { CallReport, CallTimer } from '../rules/record.ts';
import { insuranceReason, isReportedBy } from '../rules/ringInsurance.ts';
import type { CallTimelineEvent } from '../rules/timeline.ts';

export type WithdrawInsurancePorts = DevicePushPorts &
  Pick<PlatformPorts, 'clock' | 'newId'> &
  Pick<DevicePorts, 'devices'> &
  Pick<CallPorts, 'calls'>;

/** How long the push is useful: the phone has been launched by the VoIP push just now. */
const ttlSeconds = 60;
const withdrawnReason = 'insurance_withdrawn';

/** What the app finds in the background push: it has reported the call, so its ring alert goes. */
export interface InsuranceWithdrawnPayload {
  aps: { 'content-available': 1 };
  ringpost: { callId: string; reported: true };
}

/**
 * Withdraws the insurance alert from the phones that have reported the call since. The collapse ID is the alert's: APNs
 * forgets one that has not reached the phone.
 */
export async function withdrawInsurance(ports: WithdrawInsurancePorts, { callId }: CallTimer): Promise<void> {
  const report = await ports.calls.report(callId);
  if (report === undefined) return;
  const names = report.targets.flatMap(({ userId, deviceId, kind, reason }) =>
    kind === 'alert' && reason === insuranceReason && deviceId !== undefined ? [{ userId, deviceId }] : [],
  );
  const reported = names.filter((name) => isReportedBy(report, name) && !isWithdrawn(report, name));
  const events = await Promise.all(reported.map((name) => withdrawFrom(ports, report, name)));
  if (events.flat().length > 0) await ports.calls.note(callId, events.flat());
}

function isWithdrawn({ timeline }: CallReport, { userId, deviceId }: { userId: string; deviceId: string }): boolean {
  return timeline.some(
    (line) => line.reason === withdrawnReason && line.userId === userId && line.deviceId === deviceId,
  );
}

async function withdrawFrom(
  ports: WithdrawInsurancePorts,
  { call }: CallReport,
  name: { userId: string; deviceId: string },
): Promise<CallTimelineEvent[]> {
  const device = await ports.devices.find(name.userId, name.deviceId);
  const token = device && usableToken(device, 'alert');
  if (device === undefined || token === undefined) return [];
  const nowMs = ports.clock.nowMs();
  const payload: InsuranceWithdrawnPayload = {
    aps: { 'content-available': 1 },
    ringpost: { callId: call.callId, reported: true },
  };
  const target = { ...name, kind: 'alert' } as const;
  const collapseId = callCollapseId(call);
  const headers = apnsHeaders(device.appId, 'background', ports.newId(), nowMs, { ttlSeconds, collapseId });
  const push = { target, device, token, headers, payload, deadlineMs: nowMs + pushDeadlineMs };
  const { outcome } = await pushToDevice(ports, push);
  return [{ at: isoTime(nowMs), event: outcome.kind, ...target, reason: withdrawnReason }];
}
