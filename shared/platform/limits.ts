/** How long the texts may be that a phone says of itself. */

/** Of a language tag. RFC 5646, section 4.4.1: 35 characters are enough. */
export const longestLocale = 35;

/** Of what a phone says of itself: more is not even read. */
export const longestFact = 255;
