/** Reads fields of an export by their path. */
import type { Fields } from './row.ts';

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * @param path names with dots between them. A name may have dots itself, as the column of a CSV: the longest one counts.
 *   A text on the way that holds a JSON object is opened.
 * @returns undefined if there is no such field.
 */
export function fieldAt(fields: Fields, path: string): unknown {
  for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
    const name = path.slice(0, end);
    if (!Object.hasOwn(fields, name)) continue;
    if (end === path.length) return fields[name];
    const inner = isFields(fields[name]) ? fields[name] : jsonObject(fields[name]);
    const found = inner && fieldAt(inner, path.slice(end + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @returns the text without spaces around it; numbers as text; undefined for anything else, and for an empty text. */
export function textAt(fields: Fields, path: string): string | undefined {
  const value = fieldAt(fields, path);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Exports write booleans as JSON, as words, and as `t` and `f`. */
export function isTrueAt(fields: Fields, path: string): boolean {
  const value = fieldAt(fields, path);
  return value === true || (typeof value === 'string' && /^(?:true|t|yes|1)$/i.test(value.trim()));
}

/** @returns the paths of all fields that say something, without those inside of a path in `closed`. */
export function pathsOf(fields: Fields, closed: readonly string[], prefix = ''): string[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const path = prefix + name;
    if (isEmpty(value)) return [];
    return isFields(value) && !closed.includes(path) ? pathsOf(value, closed, `${path}.`) : [path];
  });
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

export function jsonObject(value: unknown): Fields | undefined {
  if (typeof value !== 'string' || !/^\s*\{/.test(value)) return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isFields(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
