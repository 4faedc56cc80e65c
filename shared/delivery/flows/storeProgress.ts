/** Stores how far a worker has come in a chunk. */
import { retryTasks } from '../../messages/flows/deliveryTasks.ts';
import type { MessagePorts } from '../../messages/ports.ts';
import { type ChunkProgress, withResults } from '../../messages/rules/chunkProgress.ts';
import type { ChunkName, Lease } from '../../messages/rules/record.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import type { PushedTarget } from '../../push/flows/pushPlanned.ts';
import type { PushPorts } from '../../push/ports.ts';
import { countPhones } from '../../push/rules/phoneStatistics.ts';
import { countTargets } from '../../push/rules/statistics.ts';

export type StoreProgressPorts = Pick<PlatformPorts, 'clock'> &
  Pick<PushPorts, 'statistics'> &
  Pick<MessagePorts, 'chunks' | 'deliveries'>;

/** A chunk under a worker's lease. */
export interface ChunkInWork {
  name: ChunkName;
  lease: Lease;
  listsAll: boolean;
  /** As last stored. */
  progress: ChunkProgress;
}

/**
 * First the queue, then the progress: a worker that dies in between must not forget retries.
 * @param reached targets of each of the next recipients.
 * @returns false if another worker has taken over.
 */
export async function storeProgress(
  ports: StoreProgressPorts,
  work: ChunkInWork,
  reached: readonly (readonly PushedTarget[])[],
): Promise<boolean> {
  const { name, lease, listsAll } = work;
  const pushed = reached.flat();
  const results = reached.map((targets) => targets.map(({ outcome }) => outcome));
  const { progress, newlyListed } = withResults(work.progress, results, listsAll);
  // Without room in the item for its outcome, a push is not retried.
  const listed = new Set(newlyListed);
  const retries = pushed.flatMap(({ outcome, retry }) => (retry !== undefined && listed.has(outcome) ? [retry] : []));
  await ports.deliveries.enqueue(retryTasks(name, retries));
  work.progress = progress;
  if (!(await ports.chunks.record(name, lease, progress, newlyListed))) return false;
  if (name.job === 'send') await ports.statistics.add(ports.clock.nowMs(), countTargets(pushed), countPhones(pushed));
  return true;
}
