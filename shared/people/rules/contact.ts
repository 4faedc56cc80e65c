/** The writer or caller, and the conversation. */
export interface Contact {
  from: string;
  /** The acting user, if it is not the sender. A block of either counts. */
  actor?: string | undefined;
  conversationId: string;
  /** Generation of the group, if known: settings for an earlier group with the same ID do not count then. */
  generation?: string | undefined;
}
