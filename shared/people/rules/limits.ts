/** Limits per kind. Each is far above what people use and low enough to be read at once. */

/** No group in the products that Ringpost replaces is larger. */
export const maxGroupMembers = 20_000;

/** They are read with each message to the user. */
export const maxBlocks = 1000;

export const maxConversationSettings = 1000;

/** Read with each broadcast that chooses by tags. */
export const maxTags = 100;
