/** Why phones have not reported a call: a verdict on each target without a report. */
import type { PlatformPorts } from '../../platform/ports.ts';
import { isCallReport } from '../../push/rules/receipt.ts';
import { verdictOnRing } from '../../push/rules/silence/call.ts';
import { deviceFactOf, type SilentTarget } from '../../push/rules/silence/facts.ts';
import type { CallReport } from '../rules/record.ts';
import { hasReacted, ringTimes } from '../rules/reported.ts';
import { type CallRecipientsPorts, readRecipients } from './callRecipients.ts';

export async function explainQuietPhones(
  ports: CallRecipientsPorts & Pick<PlatformPorts, 'clock'>,
  report: CallReport,
): Promise<SilentTarget[]> {
  const { call, targets, timeline } = report;
  const reports = timeline.filter(({ event }) => isCallReport(event));
  const silent = targets.filter(({ userId, deviceId }) => {
    if (deviceId === undefined) return true;
    const hasReported = reports.some((event) => event.deviceId === deviceId && event.userId === userId);
    return !hasReported && !hasReacted(call, { userId, deviceId });
  });
  const accepted = silent.filter(({ outcome }) => outcome === 'accepted').map(({ userId }) => userId);
  const recipients = accepted.length === 0 ? [] : await readRecipients(ports, report, [...new Set(accepted)]);
  const nowMs = ports.clock.nowMs();
  return silent.map((target) => {
    const { userId, deviceId, kind } = target;
    const { rangAtMs, stoppedAtMs } = ringTimes(call, userId, nowMs);
    const verdict = verdictOnRing({
      target,
      device: deviceFactOf(recipients, target),
      sentAtMs: rangAtMs,
      endedAtMs: stoppedAtMs < nowMs ? stoppedAtMs : undefined,
      nowMs,
    });
    return { userId, deviceId, kind, ...verdict };
  });
}
