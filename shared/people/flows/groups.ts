/**
 * Groups of users. The creator of a group owns it: the owner names it, adds and removes members and deletes it. A
 * member sees it, sets their own group nickname, and may leave. To everyone else there is no such group.
 */
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import type { GroupStore, PeoplePorts } from '../ports.ts';
import { conversationIdOf } from '../rules/conversation.ts';
import { type Group, type GroupMember, groupSettingsOf, type NewGroup } from '../rules/group.ts';
import { maxGroupMembers } from '../rules/limits.ts';
import type { UserRules } from '../rules/userRules.ts';
import { type ContactPorts, refuseStrangers } from './contacts.ts';

interface GroupPorts {
  groups: GroupStore;
}
export type MemberPorts = GroupPorts & ContactPorts & Pick<PeoplePorts, 'recipients'>;

export interface MemberPage {
  members: GroupMember[];
  /** For the next page; absent on the last one. */
  cursor?: string | undefined;
}

/** Creates the group, or renames it and changes the settings that are named. */
export async function putGroup(
  { groups }: GroupPorts,
  userId: string,
  { groupId, ...said }: Omit<NewGroup, 'ownerId'>,
): Promise<Group | Refusal> {
  const wanted = { ...said, ownerId: userId };
  for (let round = 0; round < maxRounds; round += 1) {
    const created = await groups.create({ groupId, ...wanted });
    if (created !== undefined) return created;
    const group = await groups.find(groupId);
    if (group !== undefined && group.ownerId !== userId) return notOwner(groupId);
    // A concurrent deletion makes room for a new one.
    if (group === undefined || !(await groups.change(group, wanted))) continue;
    // A group of 0.3.0 that was deleted and recreated at the same time may have lost its owner.
    if ((await groups.findMember(groupId, userId)) === undefined) await groups.putMember(groupId, { userId });
    return { ...group, name: said.name, ...groupSettingsOf(said) };
  }
  return unknownGroup(groupId);
}

/** How often a group may be deleted and recreated while somebody names it. */
const maxRounds = 3;

export async function readGroup({ groups }: GroupPorts, userId: string, groupId: string): Promise<Group | Refusal> {
  const [group, member] = await Promise.all([groups.find(groupId), groups.findMember(groupId, userId)]);
  return group !== undefined && isMember(group, member, userId) ? group : unknownGroup(groupId);
}

/** The owner is always a member, and can always delete the group. */
function isMember(group: Group, member: GroupMember | undefined, userId: string): boolean {
  return member !== undefined || group.ownerId === userId;
}

export async function deleteGroup(ports: GroupPorts, userId: string, groupId: string): Promise<Refusal | undefined> {
  const group = await readGroup(ports, userId, groupId);
  if (isRefusal(group)) return group;
  if (group.ownerId !== userId) return notOwner(groupId);
  return (await ports.groups.remove(group)) ? undefined : unknownGroup(groupId);
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

/**
 * The owner adds members and sets their group nicknames; a member sets their own. A user who has blocked the owner is
 * not added. The owner gets the same answer as for anyone else, because a different one would reveal the block.
 */
export async function putMember(
  ports: MemberPorts,
  userId: string,
  groupId: string,
  member: GroupMember,
  rules?: UserRules,
): Promise<GroupMember | Refusal> {
  const group = await readGroup(ports, userId, groupId);
  if (isRefusal(group)) return group;
  if (group.ownerId !== userId && member.userId !== userId) return notOwner(groupId);
  if (member.userId !== userId && (await ports.groups.findMember(groupId, member.userId)) === undefined) {
    const stranger = await refuseStrangers(ports, { userId, rules, path: 'path.userId' }, [member.userId]);
    if (stranger !== undefined) return stranger;
    const about = { from: userId, conversationId: conversationIdOf(userId, groupId) };
    if ((await ports.recipients.find(member.userId, about)).hasBlockedSender) return member;
  }
  switch (await ports.groups.putMember(groupId, member)) {
    case 'stored':
      return member;
    case 'unknown_group':
      return unknownGroup(groupId);
    case 'full':
      return refuse('limit_reached', `Group ${groupId} is full (${maxGroupMembers} members).`);
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
    : refuse('unknown_member', `${memberId} is not a member of group ${groupId}.`);
}

function unknownGroup(groupId: string): Refusal {
  return refuse('unknown_group', `You are not a member of a group ${groupId}.`);
}

function notOwner(groupId: string): Refusal {
  return refuse('not_group_owner', `Group ${groupId} belongs to another user.`);
}
