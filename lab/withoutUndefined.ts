type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** zod's optional fields may be present and undefined; those of the fake Apple may not. */
export function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Defined<T>;
}
