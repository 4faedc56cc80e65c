/** Position of a value in a JSON document. Without recursion: documents may be nested deeper than the stack. */

interface Place {
  value: object;
  /** The arrays and objects around it, and itself. */
  level: number;
  name: string | number;
  parent: Place | undefined;
}

/**
 * @param isSought called with each value; `level` counts the arrays and objects around it and, if it is one, itself.
 * @returns the names that lead to such a value from the root on: array indexes and names of fields.
 */
export function findPlace(root: unknown, isSought: (value: unknown, level: number) => boolean): string[] | undefined {
  if (isSought(root, isContainer(root) ? 1 : 0)) return [];
  const places: Place[] = isContainer(root) ? [{ value: root, level: 1, name: '', parent: undefined }] : [];
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const { value, level } = place;
    const names = Array.isArray(value) ? undefined : Object.keys(value);
    const count = names?.length ?? (value as unknown[]).length;
    for (let index = 0; index < count; index += 1) {
      const name = names?.[index] ?? index;
      const child = (value as Record<string | number, unknown>)[name];
      const isInner = isContainer(child);
      const childLevel = isInner ? level + 1 : level;
      if (isSought(child, childLevel)) return [...namesTo(place), String(name)];
      if (isInner) places.push({ value: child, level: childLevel, name, parent: place });
    }
  }
  return undefined;
}

export function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function namesTo(place: Place): string[] {
  const names: string[] = [];
  for (let at: Place | undefined = place; at?.parent !== undefined; at = at.parent) names.unshift(String(at.name));
  return names;
}
