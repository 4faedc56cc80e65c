/** Checks of stored attributes, from which the shapes of items are made. */

export type Check = (value: unknown) => boolean;

export const isText: Check = (value) => typeof value === 'string';
export const isNumber: Check = (value) => typeof value === 'number';
export const isFlag: Check = (value) => typeof value === 'boolean';
/** ISO 8601, or any other text that names a time. */
export const isTime: Check = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));

export const isList: Check = (value) => Array.isArray(value);
export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value instanceof Object && !Array.isArray(value);

/** The attribute may be missing. */
export const orAbsent =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

/** A list with such elements. */
export const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

/** A map with such values. */
export const mapOf =
  (check: Check): Check =>
  (value) =>
    isMap(value) && Object.values(value).every(check);

/** A map with these members, and maybe others. */
export const mapWith =
  (members: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isMap(value) && Object.entries(members).every(([name, check]) => check(value[name]));
