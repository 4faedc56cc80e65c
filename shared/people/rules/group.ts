/** Groups of users, as they are stored. */
import type { ConversationLevel } from './conversationLevel.ts';

/** Members who may mention all others at once. `owner`: of a group without one, only the team's server. */
export const mentionersOfAll = ['everybody', 'owner'] as const;
export type MentionersOfAll = (typeof mentionersOfAll)[number];

/** What an owner or a server sets for a group. A change leaves what it does not name as it is. */
export interface GroupSettings {
  /** Default: `everybody`. */
  whoMentionsAll?: MentionersOfAll | undefined;
  /** Level of members who have set none of their own. Default: `all`. */
  defaultLevel?: ConversationLevel | undefined;
}

/** What is said of a group when it is created or changed. */
export type NewGroup = Pick<Group, 'groupId' | 'name' | 'ownerId'> & GroupSettings;

export interface Group extends GroupSettings {
  groupId: string;
  name: string;
  /** Absent: the group belongs to the team's server. */
  ownerId?: string | undefined;
  memberCount: number;
  /** Distinguishes a group from an earlier one with the same ID. Absent for groups from version 0.3.0. */
  generation?: string | undefined;
}

export interface GroupMember {
  userId: string;
  /** The member's name in this group. */
  card?: string | undefined;
}

/** Changes of a group's members, all in one request. */
export interface MemberChanges {
  /** Each named once. */
  add: readonly GroupMember[];
  /** Nobody of `add`. A user who is not a member is ignored. */
  remove: readonly string[];
}

/** The group's settings among its other attributes, without those that nobody has set. */
export function groupSettingsOf({ whoMentionsAll, defaultLevel }: GroupSettings): GroupSettings {
  return { ...(whoMentionsAll && { whoMentionsAll }), ...(defaultLevel && { defaultLevel }) };
}
