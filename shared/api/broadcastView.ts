/** A broadcast as the API shows it. */
import { broadcastCost, broadcastUnits } from '../broadcasts/rules/cost.ts';
import type { BroadcastReport } from '../broadcasts/rules/report.ts';
import { isoTime } from '../platform/isoTime.ts';
import { costLines } from '../push/rules/cost.ts';

export function broadcastView(report: BroadcastReport) {
  const { record, state, counts, reasons, progress, finishedAtMs, waitingUntilMs } = report;
  const { broadcastId, appId, name, audience, plan, createdAtMs, sendAtMs, startedAtMs, recall } = record;
  const timeOf = (ms: number | undefined) => (ms === undefined ? undefined : isoTime(ms));
  return {
    broadcastId,
    appId,
    name,
    state,
    audience,
    counts,
    reasons,
    respectQuietHours: record.respectQuietHours ?? false,
    waitingUntil: waitingUntilMs && { first: isoTime(waitingUntilMs.first), last: isoTime(waitingUntilMs.last) },
    progress: Math.round(progress * 10_000) / 10_000,
    estimatedDevices: plan?.estimatedDevices ?? 0,
    createdAt: isoTime(createdAtMs),
    sendAt: timeOf(sendAtMs),
    startedAt: timeOf(startedAtMs),
    finishedAt: timeOf(finishedAtMs),
    recalledAt: timeOf(recall?.atMs),
    stoppedBy: state === 'stopped' ? record.stoppedBy : undefined,
    costUsd: broadcastCost(report).dollars,
    costByUse: { ...costLines(broadcastUnits(report)) },
  };
}
