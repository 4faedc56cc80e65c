/** A place in a list, as an app hands it back: opaque, so that nobody builds on what is in it. */

export function pageCursor(place: string): string {
  return Buffer.from(place).toString('base64url');
}

/** @param pattern of the places of this list. @returns undefined for what is none of them. */
export function readPageCursor(cursor: string, pattern: RegExp): string | undefined {
  const place = Buffer.from(cursor, 'base64url').toString();
  return pattern.test(place) ? place : undefined;
}
