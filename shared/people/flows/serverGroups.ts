/** Groups as a team's server sees them: any group, its own ones included, which have no owner. */
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import type { GroupStore } from '../ports.ts';
import type { Group, MemberChanges, NewGroup } from '../rules/group.ts';
import { maxGroupMembers } from '../rules/limits.ts';
import type { MemberPage } from './groups.ts';

interface GroupPorts {
  groups: GroupStore;
}

export async function readAnyGroup({ groups }: GroupPorts, groupId: string): Promise<Group | Refusal> {
  return (await groups.find(groupId)) ?? noGroup(groupId);
}

/**
 * Creates the group, or replaces its name and owner, and the settings that are named. A new owner becomes a member, an
 * earlier one stays one.
 */
export async function putAnyGroup({ groups }: GroupPorts, { groupId, ...wanted }: NewGroup): Promise<Group | Refusal> {
  const { ownerId } = wanted;
  for (let round = 0; round < maxRounds; round += 1) {
    const created = await groups.create({ groupId, ...wanted });
    if (created !== undefined) return created;
    const group = await groups.find(groupId);
    // A concurrent deletion makes room for a new one; a concurrent change is replaced by this one.
    if (group === undefined) continue;
    if (ownerId !== undefined && (await groups.findMember(groupId, ownerId)) === undefined) {
      const added = await groups.putMember(groupId, { userId: ownerId });
      if (added === 'full') return full(groupId);
      if (added === 'unknown_group') continue;
    }
    if (await groups.change(group, wanted)) return readAnyGroup({ groups }, groupId);
  }
  return noGroup(groupId);
}

/** How often others may delete or change a group while a server puts it. */
const maxRounds = 5;

export async function deleteAnyGroup(ports: GroupPorts, groupId: string): Promise<Refusal | undefined> {
  const group = await readAnyGroup(ports, groupId);
  if (isRefusal(group)) return group;
  return (await ports.groups.remove(group)) ? undefined : noGroup(groupId);
}

export async function listAnyMembers(
  ports: GroupPorts,
  groupId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<MemberPage | Refusal> {
  const group = await readAnyGroup(ports, groupId);
  return isRefusal(group) ? group : ports.groups.listMembers(groupId, limit, cursor);
}

/** Servers are free of `contacts` and blocks. Safe to repeat. */
export async function changeMembers(
  ports: GroupPorts,
  groupId: string,
  changes: MemberChanges,
): Promise<Group | Refusal> {
  const group = await readAnyGroup(ports, groupId);
  if (isRefusal(group)) return group;
  const { ownerId } = group;
  if (ownerId !== undefined && changes.remove.includes(ownerId)) {
    return refuse('group_owner_stays', `${ownerId} owns group ${groupId}.`);
  }
  const changed = await ports.groups.changeMembers(groupId, changes);
  return changed === 'full' ? full(groupId) : readAnyGroup(ports, groupId);
}

function noGroup(groupId: string): Refusal {
  return refuse('unknown_group', `There is no group ${groupId}.`);
}

function full(groupId: string): Refusal {
  return refuse('limit_reached', `Group ${groupId} takes at most ${maxGroupMembers} members.`);
}
