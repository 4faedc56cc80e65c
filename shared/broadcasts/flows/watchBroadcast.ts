/**
 * Whether a worker may still send. A stop must hold from its answer on, and a worker knows of it only by reading. So a
 * push leaves only while the last look at the broadcast is fresh, and a stop answers when no look from before it is.
 */
import { errorFields } from '../../platform/errorFields.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import type { BroadcastPorts } from '../ports.ts';
import { type BroadcastJob, mayRun } from '../rules/record.ts';

/** How long a look counts, from the moment it began. A stop takes this long. */
export const lookCountsMs = 1500;
/** How long after a look the next one begins. */
const lookAgainMs = 400;

export interface BroadcastWatch {
  /** @returns true while pushes may leave. */
  mayGoOn(): boolean;
  /** The broadcast was stopped, recalled or removed. */
  readonly isStopped: boolean;
}

/**
 * @param sinceMs when the look began that let the worker begin.
 * @param beginUntilMs nothing begins after this.
 */
export function watchBroadcast(
  ports: Pick<PlatformPorts, 'clock' | 'log'> & Pick<BroadcastPorts, 'broadcasts'>,
  { broadcastId, job }: { broadcastId: string; job: BroadcastJob },
  { sinceMs, beginUntilMs }: { sinceMs: number; beginUntilMs: number },
): BroadcastWatch {
  let lookedMs = sinceMs;
  let isLooking = false;
  let isStopped = false;

  async function look(): Promise<void> {
    isLooking = true;
    const beganMs = ports.clock.nowMs();
    try {
      const record = await ports.broadcasts.find(broadcastId);
      if (record === undefined || !mayRun(record, job)) isStopped = true;
      lookedMs = beganMs;
    } catch (error) {
      ports.log.warn('broadcast not read', errorFields(error));
    }
    isLooking = false;
  }

  return {
    mayGoOn() {
      const nowMs = ports.clock.nowMs();
      if (isStopped || nowMs > beginUntilMs) return false;
      if (!isLooking && nowMs >= lookedMs + lookAgainMs) void look();
      return nowMs < lookedMs + lookCountsMs;
    },
    get isStopped() {
      return isStopped;
    },
  };
}
