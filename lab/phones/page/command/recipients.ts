import { displayName } from '../people.ts';

/** A group that was created on this page. */
export interface LabGroup {
  groupId: string;
  name: string;
  ownerId: string;
  members: { userId: string; card?: string | undefined }[];
}

/** Recipient of a message on the page: a user's ID, or `group:` and a group's. No user's ID has a colon. */
export type RecipientKey = string;

export type Recipient = { userId: string } | { group: LabGroup };

export const keyOfGroup = ({ groupId }: Pick<LabGroup, 'groupId'>): RecipientKey => `group:${groupId}`;

export function recipientOf(key: RecipientKey | undefined, groups: readonly LabGroup[]): Recipient | undefined {
  if (key === undefined) return undefined;
  const group = groups.find((candidate) => keyOfGroup(candidate) === key);
  if (group) return { group };
  return key.startsWith('group:') ? undefined : { userId: key };
}

export function nameOf(recipient: Recipient): string {
  return 'group' in recipient ? recipient.group.name : displayName(recipient.userId);
}

/** `to` of a message. */
export function addressOf(recipient: Recipient): { groupId: string } | { userId: string } {
  return 'group' in recipient ? { groupId: recipient.group.groupId } : { userId: recipient.userId };
}

/** Users that a message to it may mention. */
export function mentionableIn(recipient: Recipient, from: string | undefined): string[] {
  const users = 'group' in recipient ? recipient.group.members.map(({ userId }) => userId) : [recipient.userId];
  return users.filter((userId) => userId !== from);
}

export const isMember = ({ members }: LabGroup, userId: string): boolean =>
  members.some((member) => member.userId === userId);
