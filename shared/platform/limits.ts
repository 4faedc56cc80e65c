/** Length limits of texts that a phone reports about itself. */

/** Length of a language tag. RFC 5646, section 4.4.1: 35 characters are enough. */
export const longestLocale = 35;

/** Length of any other text: longer ones are not even read. */
export const longestFact = 255;
