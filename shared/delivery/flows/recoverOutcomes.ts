/**
 * A worker that was killed between the answers of APNs and its checkpoint has left those answers on its disk. The next
 * worker there writes the checkpoint for it, so that these pushes are not repeated.
 */
import { isRecipientDone } from '../../messages/rules/chunkProgress.ts';
import type { Lease } from '../../messages/rules/record.ts';
import { errorFields } from '../../platform/errorFields.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import type { DeliveryPorts } from '../ports.ts';
import type { LeftEntries } from '../rules/journalEntry.ts';
import { type CheckpointPorts, checkpoint } from './checkpoint.ts';

export type RecoverPorts = CheckpointPorts & Pick<PlatformPorts, 'log'> & DeliveryPorts;

/** Never throws: what cannot be written now is left for the next task. @param holder this worker. */
export async function recoverOutcomes(ports: RecoverPorts, holder: Lease['holder']): Promise<void> {
  for (const left of ports.journal.takeLeft()) {
    try {
      await recover(ports, left, holder);
      ports.journal.clear(left.holder);
    } catch (error) {
      ports.log.warn('outcomes of a dead worker not recovered', errorFields(error));
    } finally {
      ports.journal.close(left.holder);
    }
  }
}

async function recover(ports: RecoverPorts, { holder: deadHolder, entries }: LeftEntries, holder: string) {
  const [first] = entries;
  if (first === undefined) return;
  const { name, recipients, listsAll } = first;
  // A claim, so that the dead worker's pending writes fail from here on. The lease is over as soon as it begins, so the
  // next worker on the chunk need not wait for it.
  const lease: Lease = { holder, untilMs: 0 };
  const progress = await ports.chunks.claim(name, recipients, lease, deadHolder);
  // Another worker has started: it pushes to these recipients again, and stores the new outcomes.
  if (progress === 'held') return;
  const reached = entries.filter(({ index }) => !isRecipientDone(progress, index));
  if (reached.length > 0) await checkpoint(ports, { name, lease, listsAll, progress, isLost: false }, reached);
}
