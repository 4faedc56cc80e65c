/** JSON that callers make and apps read. Ringpost hands it on as it is, and says only how much of it there may be. */
import { findPlace, isContainer } from './jsonPlaces.ts';

/** Arrays and objects in each other. A payload of 4 KB needs fewer, and each reader on the way can take as many. */
export const maxFreeJsonLevels = 60;

/** Many times what a push can carry, and small enough to be kept in an item of the table (400 KB) beside the rest. */
export const maxFreeJsonBytes = 65_536;

/** What is nested too deeply. @returns its names from the root on; undefined when there is none. */
export function tooDeep(value: unknown): string[] | undefined {
  return findPlace(value, (inner, level) => level > maxFreeJsonLevels && isContainer(inner));
}

/** @param value in which nothing is {@link tooDeep}. */
export function isTooLarge(value: unknown): boolean {
  return value !== undefined && Buffer.byteLength(JSON.stringify(value)) > maxFreeJsonBytes;
}
