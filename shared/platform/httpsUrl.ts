/** URLs from which a phone may fetch a picture: avatars and images of pushes. */
import { noControlCharacter } from './controlCharacters.ts';

/**
 * Syntax of RFC 3986. `URL` alone also accepts what browsers tolerate (`https:///x`, `https:x`, spaces), and
 * Foundation's `URL` on the phone does not.
 */
export const httpsUrlPattern = new RegExp(
  String.raw`^https://[${noControlCharacter}\s/?#\\@]+([/?#][${noControlCharacter}\s\\]*)?$`,
);

/** With a host, and without a user name or password, which every recipient of the push would see. */
export function isHttpsUrl(text: string): boolean {
  return httpsUrlPattern.test(text) && URL.canParse(text) && /[a-z0-9]/.test(new URL(text).hostname);
}
