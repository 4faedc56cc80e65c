/** Form of a user ID, wherever it occurs: in a path, in a body, in a cursor and as the `sub` of a JWT. */
import { noControlCharacter } from '../../platform/controlCharacters.ts';

/**
 * In UTF-16 units. OpenID Connect allows as many, and in UTF-8, with at most three bytes each, they fit into the
 * table's keys.
 */
export const longestUserId = 255;

/** Any characters but control characters: those break log lines and terminals, and no issuer uses them. */
export const userIdPattern = new RegExp(`^[${noControlCharacter}]+$`);

/** `user:<user ID>` or `group:<group ID>`. */
export const conversationPattern = new RegExp(`^(user:[${noControlCharacter}]+|group:[A-Za-z0-9._:@-]{1,128})$`);
