/**
 * A position in a list, which an app sends back: base64url of the position, after a mark of its list. Opaque, so that
 * nobody depends on its contents. It contains nothing secret and proves nothing: a made-up one gets its sender another
 * page of a list that they may read anyway.
 */
import { createHash } from 'node:crypto';

/** Identity of a list: its kind and its owner. `['members', <user ID>, <group ID>]` */
export type ListName = readonly [kind: string, ...owners: string[]];

/** Six bytes distinguish the lists of an app. */
const markCharacters = 8;

export function pageCursor(list: ListName, place: string): string {
  return Buffer.from(markOf(list, place) + place).toString('base64url');
}

/**
 * @param pattern of the positions in this list.
 * @returns undefined for text that {@link pageCursor} did not make for this list.
 */
export function readPageCursor(list: ListName, cursor: string, pattern: RegExp): string | undefined {
  const place = Buffer.from(cursor, 'base64url').toString().slice(markCharacters);
  return pattern.test(place) && pageCursor(list, place) === cursor ? place : undefined;
}

function markOf(list: ListName, place: string): string {
  const hash = createHash('sha256').update(JSON.stringify([...list, place]));
  return hash.digest('base64url').slice(0, markCharacters);
}
