/** Groups of users, as they are stored. */

export interface Group {
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
