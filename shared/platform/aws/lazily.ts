/**
 * Makes something when it is first asked for. An SDK client costs milliseconds of each cold start, and most requests need
 * one of those that their function has.
 */
export function lazily<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
