import { isMember, type LabGroup } from '../command/recipients.ts';
import { displayName } from '../people.ts';

/** One of a user's conversations, as `/v1/conversations/{conversationId}/settings` names it. */
export interface Conversation {
  conversationId: string;
  name: string;
}

/** With everybody else on the page, and in the groups that the user is in. */
export function conversationsOf(
  userId: string | undefined,
  users: readonly string[],
  groups: readonly LabGroup[],
): Conversation[] {
  if (userId === undefined) return [];
  const others = users.filter((other) => other !== userId);
  return [
    ...others.map((other) => ({ conversationId: `user:${other}`, name: displayName(other) })),
    ...groups
      .filter((group) => isMember(group, userId))
      .map(({ groupId, name }) => ({ conversationId: `group:${groupId}`, name })),
  ];
}
