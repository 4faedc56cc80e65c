/** Cost of a broadcast in the team's own AWS account, by the list prices of push/rules/cost.ts. */
import { type Cost, type CostUnits, costOf, sumUnits } from '../../push/rules/cost.ts';
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
  /** A claim, its cursor each thousand devices, its end, and what it has used. */
  writesPerTask: 8,
  /** Its place in a list: written once, some 100 bytes. */
  writesPerKeptDevice: 0.1,
};

/** What broadcasts have used so far: one, or all of a month. */
export interface BroadcastUse {
  /** Parts that a worker has taken. */
  tasks: number;
  /** Rows that were read. */
  devices: number;
  /** Requests to APNs. */
  pushes: number;
  /** Devices that were kept until the end of quiet hours. */
  kept: number;
}

export const noUse: BroadcastUse = { tasks: 0, devices: 0, pushes: 0, kept: 0 };

export function useUnits({ tasks, devices, pushes, kept }: BroadcastUse): CostUnits {
  return {
    apiRequests: 0,
    functionRequests: tasks,
    functionGbSeconds: pushes * estimates.functionGbSecondsPerPush,
    queueRequests: tasks * estimates.queueRequestsPerTask,
    // Read with eventual consistency: 8 KB for a unit.
    tableReads: (devices * estimates.rowBytes) / 8192,
    tableWrites: tasks * estimates.writesPerTask + kept * estimates.writesPerKeptDevice,
    logBytes: tasks * estimates.logBytesPerTask,
    egressBytes: pushes * (estimates.payloadBytes + estimates.pushOverheadBytes),
  };
}

/** One request starts it: its record, its line in the list, its plan. */
const startUnits: CostUnits = { ...useUnits(noUse), apiRequests: 1, functionRequests: 1, tableWrites: 4 };

export function broadcastUnits({ counts, record }: Pick<BroadcastReport, 'counts' | 'record'>): CostUnits {
  const { devices, skipped, waiting } = counts;
  const use = { tasks: record.plan?.tasks ?? 0, devices, pushes: devices - skipped - waiting, kept: 0 };
  return sumUnits([startUnits, useUnits(use)]);
}

export function broadcastCost(report: Pick<BroadcastReport, 'counts' | 'record'>): Cost {
  return costOf(broadcastUnits(report));
}
