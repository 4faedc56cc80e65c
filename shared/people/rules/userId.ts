/** What a user ID may be, wherever one is said: in a path, in a body, in a cursor and as the `sub` of a JWT. */
import { noControlCharacter } from '../../platform/controlCharacters.ts';

/**
 * In UTF-16 units. OpenID Connect allows as many, and in UTF-8, of which each has three bytes at most, the table's keys
 * have room for them.
 */
export const longestUserId = 255;

/** Any characters but control characters: those break log lines and terminals, and no issuer has them. */
export const userIdPattern = new RegExp(`^[${noControlCharacter}]+$`);

/** `user:<user ID>` or `group:<group ID>`. */
export const conversationPattern = new RegExp(`^(user:[${noControlCharacter}]+|group:[A-Za-z0-9._:@-]{1,128})$`);
