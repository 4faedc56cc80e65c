/** JSON that callers make and apps read. Ringpost hands it on as it is, and says only how much of it there may be. */

/** Arrays and objects in each other. A payload of 4 KB needs fewer, and each reader on the way can take as many. */
export const mostFreeJsonLevels = 60;

/** Many times what a push can carry, and small enough to be kept in an item of the table (400 KB) beside the rest. */
export const mostFreeJsonBytes = 65_536;

interface Place {
  value: object;
  level: number;
  name: string;
  parent: Place | undefined;
}

/**
 * The first place that lies deeper than so many levels. Without recursion, because depth is what this looks for.
 * @returns its names from the root on; undefined when there is none.
 */
export function levelBelow(root: unknown, mostLevels: number): string[] | undefined {
  const places: Place[] = isContainer(root) ? [{ value: root, level: 1, name: '', parent: undefined }] : [];
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    if (place.level > mostLevels) return namesTo(place);
    for (const name of Object.keys(place.value)) {
      const child: unknown = (place.value as Record<string, unknown>)[name];
      if (isContainer(child)) places.push({ value: child, level: place.level + 1, name, parent: place });
    }
  }
  return undefined;
}

/** @param value nested no deeper than {@link mostFreeJsonLevels}. */
export function isTooLarge(value: unknown): boolean {
  return value !== undefined && Buffer.byteLength(JSON.stringify(value)) > mostFreeJsonBytes;
}

function namesTo(place: Place): string[] {
  const names: string[] = [];
  for (let at: Place | undefined = place; at?.parent !== undefined; at = at.parent) names.unshift(at.name);
  return names;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
