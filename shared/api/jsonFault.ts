import { isExact, mayChangeNumbers } from '../platform/exactNumber.ts';
import { findPlace, isContainer } from '../platform/jsonPlaces.ts';

/** JSON that parses, but cannot be passed on unchanged. */
export interface JsonFault {
  /** The names that lead there. */
  path: string[];
  /** Follows the name of the field. */
  message: string;
  fix: string;
}

/** Deeper than any body that a route accepts, and far from a stack overflow. */
const maxLevels = 64;

/** A text can contain half of a character only as an escape: UTF-8 has no bytes for it. */
const surrogateEscape = /\\u[dD][89a-fA-F]/;

/** @param text that `value` was parsed from. @returns the first fault. */
export function jsonFault(text: string, value: unknown): JsonFault | undefined {
  // The text is searched for each first: a body may have 100,000 values.
  return (
    (levelsOf(text) > maxLevels ? tooDeep(value) : undefined) ??
    (surrogateEscape.test(text) || !text.isWellFormed() ? brokenText(value) : undefined) ??
    (mayChangeNumbers(text) ? changedNumber(text) : undefined)
  );
}

/** @param text of valid JSON. */
function levelsOf(text: string): number {
  let level = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfText(text, at);
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++level);
    else if (character === '}' || character === ']') level -= 1;
  }
  return deepest;
}

/** End of the string that begins with the quotation mark at `start`. */
function endOfText(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function tooDeep(root: unknown): JsonFault | undefined {
  const path = findPlace(root, (value, level) => level > maxLevels && isContainer(value));
  return path && { path, message: 'is nested too deeply', fix: `Nest at most ${maxLevels} levels.` };
}

function brokenText(root: unknown): JsonFault | undefined {
  const isBroken = (value: unknown) => typeof value === 'string' && !value.isWellFormed();
  const path = findPlace(root, (value) => isBroken(value) || (isContainer(value) && Object.keys(value).some(isBroken)));
  return path && { path, message: 'has a text that is not valid Unicode', fix: 'Send texts without lone surrogates.' };
}

/** Third argument of a reviver in ECMAScript's JSON.parse: the source text of a number. */
interface Source {
  source?: string;
}

/** Parses the text once more, to see how each number was written. */
function changedNumber(text: string): JsonFault | undefined {
  const changed = new Map<unknown, string>();
  const root: unknown = JSON.parse(text, function (this: unknown, name: string, value: unknown, source?: Source) {
    if (typeof value === 'number' && source?.source !== undefined && !isExact(source.source)) changed.set(this, name);
    return value;
  });
  if (changed.size === 0) return undefined;
  const path = findPlace(root, (value) => changed.has(value)) ?? [];
  return {
    path: typeof root === 'number' ? [] : [...path, changed.get(placeAt(root, path)) ?? ''],
    message: 'is a number that would change on the way, because it has too many digits or is out of range',
    fix: 'Send it as a string.',
  };
}

function placeAt(root: unknown, path: readonly string[]): unknown {
  return path.reduce((value, name) => (value as Record<string, unknown>)[name], root);
}
