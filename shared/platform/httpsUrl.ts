/** What a URL may be that a phone is to fetch a picture from: avatars and images of pushes. */
import { noControlCharacter } from './controlCharacters.ts';

/**
 * As RFC 3986 writes it. `URL` alone also takes what a browser makes sense of (`https:///x`, `https:x`, spaces), and
 * Foundation's `URL` on the phone does not.
 */
export const httpsUrlPattern = new RegExp(
  String.raw`^https://[${noControlCharacter}\s/?#\\@]+([/?#][${noControlCharacter}\s\\]*)?$`,
);

/** With a host, and without a user name or password: those would be shown to whoever gets the push. */
export function isHttpsUrl(text: string): boolean {
  return httpsUrlPattern.test(text) && URL.canParse(text) && /[a-z0-9]/.test(new URL(text).hostname);
}
