/** Stores the outcomes of some recipients of a chunk. */
import { retryTasks } from '../../messages/flows/deliveryTasks.ts';
import type { MessagePorts } from '../../messages/ports.ts';
import { type ChunkProgress, withResults } from '../../messages/rules/chunkProgress.ts';
import type { ChunkName, Lease } from '../../messages/rules/record.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import type { PushedTarget } from '../../push/flows/pushPlanned.ts';
import type { PushPorts } from '../../push/ports.ts';
import { countTargets } from '../../push/rules/statistics.ts';

export type CheckpointPorts = Pick<PlatformPorts, 'clock'> &
  Pick<PushPorts, 'statistics'> &
  Pick<MessagePorts, 'chunks' | 'deliveries'>;

/** A chunk under a worker's lease. */
export interface ChunkInWork {
  name: ChunkName;
  lease: Lease;
  listsAll: boolean;
  /** As last stored. */
  progress: ChunkProgress;
  /** Another worker has taken over. */
  isLost: boolean;
}

export interface ReachedRecipient {
  /** Position in the chunk. */
  index: number;
  pushed: readonly PushedTarget[];
}

/** First the queue, then the checkpoint: a worker that dies in between must not forget retries. */
export async function checkpoint(
  ports: CheckpointPorts,
  work: ChunkInWork,
  reached: readonly ReachedRecipient[],
): Promise<void> {
  const { name, lease, listsAll } = work;
  const pushed = reached.flatMap((recipient) => recipient.pushed);
  const results = reached.map(({ index, pushed: targets }) => ({
    index,
    outcomes: targets.map(({ outcome }) => outcome),
  }));
  const { progress, newlyListed } = withResults(work.progress, results, listsAll);
  // Without room in the item for its outcome, a push is not retried.
  const listed = new Set(newlyListed);
  const retries = pushed.flatMap(({ outcome, retry }) => (retry !== undefined && listed.has(outcome) ? [retry] : []));
  await ports.deliveries.enqueue(retryTasks(name, retries));
  work.progress = progress;
  if (!(await ports.chunks.record(name, lease, progress, newlyListed))) {
    work.isLost = true;
    return;
  }
  if (name.job === 'send') await ports.statistics.add(ports.clock.nowMs(), countTargets(pushed));
}
