import type { CallTimelineEvent } from '../rules/callTimeline.ts';
import { isCallReport } from '../rules/receipt.ts';
import { isGuarded, missesBeforeGuard } from '../rules/reportGuard.ts';
import type { CallReport } from './callPorts.ts';
import type { Ports } from './ports.ts';

export type ReportPorts = Pick<Ports, 'clock' | 'log' | 'metrics' | 'reports' | 'calls'>;

/**
 * Counts, when a call is over, the phones that APNs took a VoIP push for and that have not reported the call to CallKit
 * (E-2). A report that comes later undoes it. May be done again: each call counts once.
 */
export async function countMissedReports(ports: ReportPorts, report: CallReport | undefined): Promise<void> {
  if (report === undefined) return;
  const { call, targets, timeline } = report;
  const hasReported = (userId: string, deviceId: string) =>
    timeline.some((line) => isCallReport(line.event) && line.userId === userId && line.deviceId === deviceId);
  const rungByVoip = targets.flatMap(({ userId, deviceId, kind, outcome }) =>
    deviceId !== undefined && kind === 'voip' && outcome === 'accepted' ? [{ userId, deviceId }] : [],
  );
  const missing = rungByVoip.filter(({ userId, deviceId }) => !hasReported(userId, deviceId));
  const events = await Promise.all(missing.map((device) => countOne(ports, call, device)));
  if (events.flat().length > 0) await ports.calls.note(call.callId, events.flat());
}

async function countOne(
  ports: ReportPorts,
  { callId, createdAtMs }: CallReport['call'],
  name: { userId: string; deviceId: string },
): Promise<CallTimelineEvent[]> {
  const nowMs = ports.clock.nowMs();
  const device = await ports.reports.addMissed(name, { callId, createdAtMs }, nowMs);
  if (device === undefined) return [];
  const at = new Date(nowMs).toISOString();
  const { appId, appVersion, missedReports = [] } = device;
  const fields = { callId, appId, appVersion, ...name, missed: missedReports.length };
  ports.log.warn('call not reported to CallKit', fields);
  ports.metrics.record('CallNotReported', 1, {}, { appId, appVersion });
  const missed: CallTimelineEvent = { at, event: 'report_missing', ...name };
  if (!isGuarded(device)) return [missed];
  if (missedReports.length === missesBeforeGuard) {
    ports.log.warn('report guard on: rung by alerts until the app is started', fields);
    ports.metrics.record('ReportGuardOn', 1, {}, { appId, appVersion });
  }
  return [missed, { at, event: 'report_guard', ...name }];
}
