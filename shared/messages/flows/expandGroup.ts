import type { PeoplePorts } from '../../people/ports.ts';
import { inBatches } from '../../platform/inBatches.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import type { MessagePorts } from '../ports.ts';
import type { Expansion } from '../rules/record.ts';
import type { ExpandTask } from '../rules/tasks.ts';
import { chunkTasks, messageIdOf, recipientsPerChunk } from './deliveryTasks.ts';

export type ExpandPorts = Pick<PlatformPorts, 'clock' | 'log'> &
  Pick<PeoplePorts, 'groups'> &
  Pick<MessagePorts, 'messages' | 'deliveries'>;

/**
 * Queues the members of a group, a page for each chunk, and stores its progress, so that a retry continues where the
 * last one stopped.
 * @param beginUntilMs epoch milliseconds: no page starts after this.
 * @returns the progress; undefined if nothing is left to do.
 */
export async function expandGroup(
  ports: ExpandPorts,
  { job, groupId }: ExpandTask,
  beginUntilMs: number,
): Promise<Expansion | undefined> {
  const messageId = messageIdOf(job);
  ports.log.about({ messageId });
  const record = await ports.messages.find(messageId);
  if (record === undefined) {
    ports.log.warn('message of an expansion no longer exists', { messageId });
    return undefined;
  }
  let expansion: Expansion = record.expansions?.[job.kind] ?? { chunks: 0, recipients: 0, isComplete: false };
  while (!expansion.isComplete && ports.clock.nowMs() <= beginUntilMs) {
    const { members, cursor } = await ports.groups.listMembers(groupId, recipientsPerChunk, expansion.cursor);
    const recipients = members.map(({ userId }) => userId);
    await ports.deliveries.enqueue(chunkTasks(job, recipients, { firstChunk: expansion.chunks, listsAll: false }));
    expansion = {
      chunks: expansion.chunks + inBatches(recipients, recipientsPerChunk).length,
      recipients: expansion.recipients + recipients.length,
      cursor,
      isComplete: cursor === undefined,
    };
    await ports.messages.recordExpansion(messageId, job.kind, expansion);
  }
  return expansion;
}
