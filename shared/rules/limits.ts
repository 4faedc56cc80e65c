/** How much of each thing there may be. Each is far above what people use and low enough to be read at once. */

/** No group of the products that Ringpost replaces is larger. */
export const mostGroupMembers = 20_000;
/** Of one user. Each is a push for each message. More than anybody has phones, tablets and installations of a team's apps. */
export const mostDevices = 20;
/** They are read with each message to the user. */
export const mostBlocks = 1000;
export const mostConversationSettings = 1000;
/** Of a language tag. RFC 5646, section 4.4.1: 35 characters are enough. */
export const longestLocale = 35;
/** Of what a phone says of itself: more is not even read. */
export const longestFact = 255;
