/** Conversations as their recipients know them: `user:<sender>` or `group:<groupId>`. */

export function conversationIdOf(from: string, groupId?: string): string {
  return groupId === undefined ? `user:${from}` : `group:${groupId}`;
}

/** @returns the ID of the group whose conversation it is; undefined for a one-to-one conversation. */
export function groupOfConversation(conversationId: string): string | undefined {
  return /^group:(.*)$/s.exec(conversationId)?.[1];
}
