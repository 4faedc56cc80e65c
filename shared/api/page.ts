/** Pages of lists: cursors to and from callers. */
import { type ListName, pageCursor, readPageCursor } from '../platform/pageCursor.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';

/**
 * @param pattern of the positions in this list.
 * @returns the position after which the page begins; none for the first page.
 */
export function pageStart(
  list: ListName,
  cursor: string | undefined,
  pattern: RegExp,
): { after: string | undefined } | Refusal {
  if (cursor === undefined) return { after: undefined };
  const after = readPageCursor(list, cursor, pattern);
  return after === undefined ? refuse('unknown_cursor', '`cursor` does not belong to this list.') : { after };
}

/** @param next the position after which the next page begins; undefined on the last page. */
export function nextCursor(list: ListName, next: string | undefined): { cursor?: string } {
  return next === undefined ? {} : { cursor: pageCursor(list, next) };
}
