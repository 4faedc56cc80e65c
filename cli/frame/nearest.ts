/** What the user meant by a mistyped word. */

/** @returns the name that differs least, if it differs little; undefined if none is close. */
export function nearest(given: string, names: readonly string[]): string | undefined {
  const limit = Math.ceil(given.length * 0.4);
  const [best] = names
    .map((name) => ({ name, distance: name.startsWith(given) && given.length > 1 ? 1 : distance(given, name) }))
    .filter((one) => one.distance <= limit)
    .toSorted((one, other) => one.distance - other.distance);
  return best?.name;
}

/** How many characters must be added, left out, replaced or swapped with their neighbour. */
function distance(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row++) {
    const line = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      line[column] = Math.min(
        (line[column - 1] ?? 0) + 1,
        (rows[row - 1]?.[column] ?? 0) + 1,
        (rows[row - 1]?.[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (rows[row - 2]?.[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    rows.push(line);
  }
  return rows[one.length]?.[other.length] ?? 0;
}
