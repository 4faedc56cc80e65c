/**
 * A group and its members as items of the table. Each created group has its own generation, and so has each of its
 * members: a removal of an earlier group with the same ID that is still running cannot touch them. Groups of 0.3.0 have
 * none.
 */
import { isNumber, isText, orAbsent } from '../../platform/table/checks.ts';
import { bodyOf, itemAs } from '../../platform/table/item.ts';
import { groupKey, memberKey, membershipKey } from '../../platform/table/keys.ts';
import type { Group, GroupMember, GroupSettings } from '../rules/group.ts';
import { maxGroupMembers } from '../rules/limits.ts';

export type Generation = string | undefined;

/** A group as an item of the table, beside its key. */
export interface GroupItem extends GroupSettings {
  name: string;
  /** Absent: the team's server owns it. */
  ownerId?: string | undefined;
  memberCount: number;
  generation?: string | undefined;
  /** It is deleted, and its members are being removed: nobody finds it any more. */
  isDeleted?: boolean | undefined;
}

/** A member as an item of the table, beside its key. */
export interface MemberItem extends GroupMember {
  generation?: string | undefined;
}

export const memberShape = { userId: isText };

export function memberFromItem(item: Record<string, unknown>): GroupMember {
  const { generation: _generation, ...member } = bodyOf<MemberItem>(item, 'group member', memberShape);
  return member;
}

export function groupItemAs(item: Record<string, unknown>): GroupItem {
  return itemAs<GroupItem>(item, 'group', {
    name: isText,
    ownerId: orAbsent(isText),
    memberCount: isNumber,
    whoMentionsAll: orAbsent(isText),
    defaultLevel: orAbsent(isText),
  });
}

export function memberItem(groupId: string, { userId, card }: GroupMember, generation: Generation) {
  return { ...memberKey(groupId, userId), userId, card, generation };
}

/** Beside the member's item: the note that the user is in the group. */
export function membershipItem(groupId: string, userId: string, generation: Generation) {
  return { ...membershipKey(userId, groupId), generation };
}

/** A condition, and its values. */
export interface Condition {
  ConditionExpression: string;
  ExpressionAttributeValues?: Record<string, unknown> | undefined;
}

/** The item is of this generation; `and` must be true too. */
export function isOf(generation: Generation, and?: string): Condition {
  const own = generation === undefined ? 'attribute_not_exists(generation)' : 'generation = :generation';
  return withGeneration(generation, and === undefined ? own : `${and} AND ${own}`);
}

/** The group is the one that was read: same generation, same owner, not deleted in between. */
export function isAsRead({ generation, ownerId }: Pick<Group, 'generation' | 'ownerId'>): Condition {
  const owner = ownerId === undefined ? 'attribute_not_exists(ownerId)' : 'ownerId = :owner';
  const condition = isOf(generation, `attribute_exists(pk) AND ${owner} AND attribute_not_exists(isDeleted)`);
  if (ownerId === undefined) return condition;
  return { ...condition, ExpressionAttributeValues: { ...condition.ExpressionAttributeValues, ':owner': ownerId } };
}

/** There is no item, or one from another generation. */
export function isNotOf(generation: Generation): Condition {
  const others =
    generation === undefined
      ? 'attribute_exists(generation)'
      : 'attribute_not_exists(generation) OR generation <> :generation';
  return withGeneration(generation, `attribute_not_exists(pk) OR ${others}`);
}

export function withGeneration(generation: Generation, ConditionExpression: string): Condition {
  if (generation === undefined) return { ConditionExpression };
  return { ConditionExpression, ExpressionAttributeValues: { ':generation': generation } };
}

/** More members or fewer, if the group is still that one. More only if there is room. */
export function countMembers(TableName: string, groupId: string, by: number, generation: Generation) {
  const isThere = 'attribute_exists(pk) AND attribute_not_exists(isDeleted)';
  const condition = isOf(generation, by > 0 ? `${isThere} AND memberCount <= :most` : isThere);
  return {
    TableName,
    Key: groupKey(groupId),
    UpdateExpression: 'ADD memberCount :by',
    ...condition,
    ExpressionAttributeValues: {
      ...condition.ExpressionAttributeValues,
      ':by': by,
      ...(by > 0 && { ':most': maxGroupMembers - by }),
    },
  };
}
