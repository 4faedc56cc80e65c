import type { DevicePorts } from '../../devices/ports.ts';
import type { DeviceName } from '../../devices/rules/deviceName.ts';
import { countedRingMs, countsAsMissed, missesBeforeGuard } from '../../devices/rules/reportGuard.ts';
import type { MissedReport } from '../../devices/rules/reportRecord.ts';
import { isoTime } from '../../platform/isoTime.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { isCallReport } from '../../push/rules/receipt.ts';
import { rulesOfApp } from '../../team/flows/appRules.ts';
import type { TeamPorts } from '../../team/ports.ts';
import type { CallPorts } from '../ports.ts';
import type { CallReport } from '../rules/record.ts';
import { hasReacted, ringTimes } from '../rules/reported.ts';
import type { CallTimelineEvent } from '../rules/timeline.ts';

export type ReportPorts = Pick<PlatformPorts, 'clock' | 'log' | 'metrics'> &
  DevicePorts &
  Pick<TeamPorts, 'apps'> &
  Pick<CallPorts, 'calls'>;

/**
 * When a call is over, counts the phones that got its VoIP push from APNs but have not reported the call to CallKit, as
 * far as that says something about their app. A later report undoes it. Safe to repeat: each call counts once.
 */
export async function countMissedReports(ports: ReportPorts, report: CallReport | undefined): Promise<void> {
  if (report === undefined) return;
  const { call, targets, timeline } = report;
  const hasReported = ({ userId, deviceId }: DeviceName) =>
    timeline.some((line) => isCallReport(line.event) && line.userId === userId && line.deviceId === deviceId);
  const rungByVoip = targets.flatMap(({ userId, deviceId, kind, outcome }) =>
    deviceId !== undefined && kind === 'voip' && outcome === 'accepted' ? [{ userId, deviceId }] : [],
  );
  const nowMs = ports.clock.nowMs();
  const { callId, from, createdAtMs } = call;
  const missing = rungByVoip.filter((name) => !hasReported(name) && !hasReacted(call, name));
  const events = await Promise.all(
    missing.map((name) => {
      const times = ringTimes(call, name.userId, nowMs);
      return countOne(ports, { callId, from, createdAtMs, ...times }, name);
    }),
  );
  if (events.flat().length > 0) await ports.calls.note(call.callId, events.flat());
}

async function countOne(ports: ReportPorts, missed: MissedReport, name: DeviceName): Promise<CallTimelineEvent[]> {
  if (missed.stoppedAtMs - missed.rangAtMs < countedRingMs) return [];
  const read = await ports.devices.find(name.userId, name.deviceId);
  if (read === undefined || !countsAsMissed(read, missed)) return [];
  const { appId, appVersion } = read;
  if ((await rulesOfApp(ports, appId)).calls.reportGuard === 'off') return [];
  const nowMs = ports.clock.nowMs();
  const device = await ports.reports.addMissed(read, missed, nowMs);
  if (device === undefined) return [];
  const at = isoTime(nowMs);
  const count = device.reports?.missedReports?.length ?? 0;
  const fields = { callId: missed.callId, appId, appVersion, ...name, missed: count };
  ports.log.warn('call not reported to CallKit', fields);
  ports.metrics.record('CallNotReported', 1, {}, { appId, appVersion });
  const line: CallTimelineEvent = { at, event: 'report_missing', ...name };
  if (count < missesBeforeGuard) return [line];
  ports.log.warn('report guard on: calls ring as alerts until the app is launched', fields);
  ports.metrics.record('ReportGuardOn', 1, {}, { appId, appVersion });
  return [line, { at, event: 'report_guard', ...name }];
}
