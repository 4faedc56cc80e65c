/** Groups of users, as they are stored. */

export interface Group {
  groupId: string;
  name: string;
  ownerId: string;
  memberCount: number;
  /** Tells a group from an earlier one with the same ID. Absent for groups that version 0.3.0 has made. */
  generation?: string | undefined;
}

export interface GroupMember {
  userId: string;
  /** The member's name in this group. */
  card?: string | undefined;
}
