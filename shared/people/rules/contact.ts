/** Who writes or calls, and in which conversation. */
export interface Contact {
  from: string;
  /** Who acts, if that is not the sender. A block of either counts. */
  actor?: string | undefined;
  conversationId: string;
  /** Of the group, if it is known: what a user has said of an earlier group with the same ID does not count then. */
  generation?: string | undefined;
}
