/** Cost of a broadcast in the team's own AWS account, by the list prices of push/rules/cost.ts. */
import { type Cost, type CostUnits, costOf } from '../../push/rules/cost.ts';
import type { BroadcastReport } from './report.ts';

/** To be replaced by measurement on AWS; docs/cost.md has where they come from. */
const estimates = {
  /** A row of the index, its key included. */
  rowBytes: 300,
  /** One vCPU has 1,769 MB: a push takes some 0.4 ms of it. */
  functionGbSecondsPerPush: 1.728 * 0.0004,
  /** Frames, headers and TLS records of one push, without its payload. */
  pushOverheadBytes: 200,
  payloadBytes: 300,
  logBytesPerTask: 600,
  /** A task is sent, received and deleted; a batch of ten is sent by one request. */
  queueRequestsPerTask: 2.1,
  /** A claim, its cursor each thousand devices, and its end. */
  writesPerTask: 7,
};

export function broadcastUnits({ counts, record }: Pick<BroadcastReport, 'counts' | 'record'>): CostUnits {
  const { devices, skipped, waiting } = counts;
  const pushes = devices - skipped - waiting;
  const tasks = record.plan?.tasks ?? 0;
  return {
    apiRequests: 1,
    functionRequests: 1 + tasks,
    functionGbSeconds: pushes * estimates.functionGbSecondsPerPush,
    queueRequests: tasks * estimates.queueRequestsPerTask,
    // Read with eventual consistency: 8 KB for a unit.
    tableReads: (devices * estimates.rowBytes) / 8192,
    tableWrites: 4 + tasks * estimates.writesPerTask,
    logBytes: tasks * estimates.logBytesPerTask,
    egressBytes: pushes * (estimates.payloadBytes + estimates.pushOverheadBytes),
  };
}

export function broadcastCost(report: Pick<BroadcastReport, 'counts' | 'record'>): Cost {
  return costOf(broadcastUnits(report));
}
