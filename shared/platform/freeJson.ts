/** JSON from callers for their apps. Ringpost passes it on unchanged, and only limits its size. */
import { findPlace, isContainer } from './jsonPlaces.ts';

/** Nesting limit of arrays and objects. A payload of 4 KB needs less, and every reader on the way can handle it. */
export const maxFreeJsonLevels = 60;

/**
 * Many times the capacity of a push, and small enough to be stored in an item of the table (400 KB) beside the rest.
 */
export const maxFreeJsonBytes = 65_536;

/** Finds a value that is nested too deeply. @returns its names from the root on; undefined if there is none. */
export function tooDeep(value: unknown): string[] | undefined {
  return findPlace(value, (inner, level) => level > maxFreeJsonLevels && isContainer(inner));
}

/** @param value in which nothing is {@link tooDeep}. */
export function isTooLarge(value: unknown): boolean {
  return value !== undefined && Buffer.byteLength(JSON.stringify(value)) > maxFreeJsonBytes;
}
