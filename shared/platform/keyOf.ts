/** One text for several parts, to look them up by in a map. Different parts never give the same text. */
export function keyOf(...parts: readonly (string | undefined)[]): string {
  return JSON.stringify(parts);
}
