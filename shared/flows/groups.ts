/**
 * Groups of users. Whoever makes a group owns it: the owner names it, adds and removes members and deletes it. A member
 * sees it, sets the own card, and may leave. To everybody else there is no such group.
 */
import { mostGroupMembers } from '../rules/limits.ts';
import type { Group, GroupMember, Ports } from './ports.ts';
import { isRefusal, type Refusal, refuse } from './refusal.ts';

type GroupPorts = Pick<Ports, 'groups'>;

export interface MemberPage {
  members: GroupMember[];
  /** For the next page; absent on the last one. */
  cursor?: string;
}

/** Makes the group, or renames it. */
export async function putGroup(
  { groups }: GroupPorts,
  userId: string,
  { groupId, name }: Pick<Group, 'groupId' | 'name'>,
): Promise<Group | Refusal> {
  if (await groups.create({ groupId, name, ownerId: userId }))
    return { groupId, name, ownerId: userId, memberCount: 1 };
  const group = await groups.find(groupId);
  if (group?.ownerId !== userId) return notOwner(groupId);
  return (await groups.rename(groupId, name)) ? { ...group, name } : unknownGroup(groupId);
}

export async function readGroup({ groups }: GroupPorts, userId: string, groupId: string): Promise<Group | Refusal> {
  const [group, member] = await Promise.all([groups.find(groupId), groups.findMember(groupId, userId)]);
  return group !== undefined && member !== undefined ? group : unknownGroup(groupId);
}

export async function deleteGroup(ports: GroupPorts, userId: string, groupId: string): Promise<Refusal | undefined> {
  const group = await readGroup(ports, userId, groupId);
  if (isRefusal(group)) return group;
  if (group.ownerId !== userId) return notOwner(groupId);
  await ports.groups.remove(groupId);
  return undefined;
}

export async function listMembers(
  ports: GroupPorts,
  userId: string,
  groupId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<MemberPage | Refusal> {
  const group = await readGroup(ports, userId, groupId);
  return isRefusal(group) ? group : ports.groups.listMembers(groupId, limit, cursor);
}

/** The owner adds members and sets their cards; a member sets the own card. */
export async function putMember(
  ports: GroupPorts,
  userId: string,
  groupId: string,
  member: GroupMember,
): Promise<GroupMember | Refusal> {
  const group = await readGroup(ports, userId, groupId);
  if (isRefusal(group)) return group;
  if (group.ownerId !== userId && member.userId !== userId) return notOwner(groupId);
  switch (await ports.groups.putMember(groupId, member)) {
    case 'stored':
      return member;
    case 'unknown_group':
      return unknownGroup(groupId);
    case 'full':
      return refuse('limit_reached', `Group ${groupId} has ${mostGroupMembers} members, as many as it may have.`);
  }
}

/** The owner removes members; a member leaves. */
export async function removeMember(
  ports: GroupPorts,
  userId: string,
  groupId: string,
  memberId: string,
): Promise<Refusal | undefined> {
  const group = await readGroup(ports, userId, groupId);
  if (isRefusal(group)) return group;
  if (group.ownerId !== userId && memberId !== userId) return notOwner(groupId);
  if (group.ownerId === memberId) return refuse('group_owner_stays', `${memberId} owns group ${groupId}.`);
  return (await ports.groups.removeMember(groupId, memberId))
    ? undefined
    : refuse('unknown_member', `${memberId} is no member of group ${groupId}.`);
}

function unknownGroup(groupId: string): Refusal {
  return refuse('unknown_group', `There is no group ${groupId} of yours.`);
}

function notOwner(groupId: string): Refusal {
  return refuse('not_group_owner', `Group ${groupId} belongs to somebody else.`);
}
