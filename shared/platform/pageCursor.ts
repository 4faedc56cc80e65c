/**
 * A place in a list, as an app hands it back: base64url of the place, behind a mark of the list that it is of. Opaque, so
 * that nobody builds on what is in it. It holds nothing secret and proves nothing: whoever makes one up gets another page
 * of a list that they may read anyway.
 */
import { createHash } from 'node:crypto';

/** A list: what it is of, and of whom. `['members', <user ID>, <group ID>]` */
export type ListName = readonly [kind: string, ...owners: string[]];

/** Six bytes tell the lists of an app apart. */
const markCharacters = 8;

export function pageCursor(list: ListName, place: string): string {
  return Buffer.from(markOf(list, place) + place).toString('base64url');
}

/**
 * @param pattern of the places of this list.
 * @returns undefined for what {@link pageCursor} has not made for this list.
 */
export function readPageCursor(list: ListName, cursor: string, pattern: RegExp): string | undefined {
  const place = Buffer.from(cursor, 'base64url').toString().slice(markCharacters);
  return pattern.test(place) && pageCursor(list, place) === cursor ? place : undefined;
}

function markOf(list: ListName, place: string): string {
  const hash = createHash('sha256').update(JSON.stringify([...list, place]));
  return hash.digest('base64url').slice(0, markCharacters);
}
