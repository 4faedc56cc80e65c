/**
 * Creates something on first use. An SDK client costs milliseconds of each cold start, and most requests need only one
 * of those that their function has.
 */
export function lazily<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
