/**
 * The erasure of a user, step by step. Each step deletes some of what is there, so that a task that is repeated, or
 * continued by another worker, begins with what is left.
 */
import type { MessagePorts } from '../../messages/ports.ts';
import type { EraseTask } from '../../messages/rules/tasks.ts';
import type { GroupStore } from '../../people/ports.ts';
import { inBatches } from '../../platform/inBatches.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import type { UserDataPorts } from '../ports.ts';
import { addCounts, type ErasedCounts } from '../rules/erasure.ts';

export type ErasePorts = Pick<UserDataPorts, 'eraser' | 'erasures'> &
  Pick<MessagePorts, 'deliveries'> &
  Pick<PlatformPorts, 'clock' | 'log'> & {
    groups: GroupStore;
    /** How long after the rest the last sweep comes. */
    sweepDelaySeconds: number;
  };

const groupsAtOnce = 10;
/** How often others may change a group while the user leaves it. */
const maxRounds = 10;

/** @param beginUntilMs epoch milliseconds: after that no further step begins. */
export async function eraseUser(ports: ErasePorts, task: EraseTask, beginUntilMs: number): Promise<void> {
  const { erasures, deliveries, clock, log } = ports;
  const { userId, erasureId } = task;
  const erasure = await erasures.find(userId);
  if (erasure?.erasureId !== erasureId || erasure.state === 'finished') return;
  const count = (counts: ErasedCounts) => erasures.count(userId, erasureId, counts);
  if (task.isSweep) {
    await count(await sweep(ports, task));
    await erasures.finish(userId, erasureId, clock.nowMs());
    log.info('user erased', { erasureId });
    return;
  }
  const { eraser } = ports;
  // First the devices: from then on nothing is pushed to the user, whatever is still queued.
  await count((await eraser.removeDevices(userId, task.requestedAtMs)).counts);
  await count(await eraser.removeReach(userId));
  for (const step of [() => leaveSome(ports, userId), () => removeSome(ports, task)]) {
    for (let isAll = false; !isAll; ) {
      if (clock.nowMs() > beginUntilMs) {
        await deliveries.enqueue([{ task, delaySeconds: 0 }]);
        return;
      }
      const done = await step();
      await count(done.counts);
      isAll = done.isAll;
    }
  }
  await deliveries.enqueue([{ task: { ...task, isSweep: true }, delaySeconds: ports.sweepDelaySeconds }]);
}

interface Step {
  counts: ErasedCounts;
  /** Nothing is left for another one. */
  isAll: boolean;
}

const removeSome = ({ eraser }: ErasePorts, { userId, requestedAtMs }: EraseTask): Promise<Step> =>
  eraser.removeItems(userId, requestedAtMs);

/** Work that had read the user before may have written since. A user who is back keeps what counts for them now. */
async function sweep({ eraser }: ErasePorts, { userId, requestedAtMs }: EraseTask): Promise<ErasedCounts> {
  const { kept, counts } = await eraser.removeDevices(userId, requestedAtMs);
  return addCounts(counts, await eraser.removeLate(userId, requestedAtMs, kept === 0));
}

async function leaveSome({ eraser, groups }: ErasePorts, userId: string): Promise<Step> {
  const groupIds = await eraser.groupsOf(userId);
  let counts: ErasedCounts = {};
  for (const batch of inBatches(groupIds, groupsAtOnce)) {
    const left = await Promise.all(batch.map((groupId) => leave(groups, userId, groupId)));
    counts = left.reduce(addCounts, counts);
  }
  await eraser.removeMemberships(userId, groupIds);
  return { counts, isAll: groupIds.length === 0 };
}

/** A group of the user's goes on without an owner, as one of the server's. One without other members is deleted. */
async function leave(groups: GroupStore, userId: string, groupId: string): Promise<ErasedCounts> {
  for (let round = 0; round < maxRounds; round += 1) {
    const group = await groups.find(groupId);
    if (group === undefined) return {};
    const isOwner = group.ownerId === userId;
    if (isOwner && group.memberCount <= 1) {
      if (await groups.remove(group)) return { groupsDeleted: 1 };
      continue;
    }
    if (isOwner && !(await groups.change(group, { name: group.name, ownerId: undefined }))) continue;
    const isLeft = await groups.removeMember(groupId, userId);
    return { ...(isLeft && { groupsLeft: 1 }), ...(isOwner && { groupsWithoutOwner: 1 }) };
  }
  throw new Error('a group changes all the time');
}
