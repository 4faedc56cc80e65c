import type { NotCarried } from './adapted.ts';

type Fields = Readonly<Record<string, unknown>>;
type Path = readonly string[];

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const otherPlatform = 'Ringpost pushes to Apple only.';
const mustBeObject = 'It must be an object.';

/**
 * Reads another provider's object. Each of its values is either read in the form that it must have, or listed: one of
 * another form with what it must be, one that nothing has read as unknown.
 */
export class Reading {
  readonly #root: Fields;
  readonly #prefix: Path;
  /** Keys of the paths that have been read. */
  readonly #read = new Set<string>();
  /** By the key of the path: the first reason counts. */
  readonly #notCarried = new Map<string, { path: Path; reason: string }>();
  readonly #inner: Reading[] = [];

  /** @param prefix of the names of its fields in the list. */
  constructor(root: unknown, prefix: Path = []) {
    this.#root = isFields(root) ? root : {};
    this.#prefix = prefix;
    if (!isFields(root) && !isEmpty(root)) this.refuse([], mustBeObject);
  }

  /** @returns the value as it is: all of it comes along, or the caller of the adapter takes its place. */
  whole(...path: string[]): unknown {
    this.#read.add(keyOf(path));
    return this.#valueAt(path);
  }

  /** @param mustBe what the value must be, as a sentence. @returns undefined if there is none, or another one. */
  checked<T>(path: Path, fits: (value: unknown) => value is T, mustBe: string): T | undefined {
    const value = this.whole(...path);
    if (isEmpty(value)) return undefined;
    return fits(value) ? value : this.refuse(path, mustBe);
  }

  /** @returns a text that is not empty and has at most `most` characters. */
  text(path: Path, most: number): string | undefined {
    const text = this.checked(path, isText, 'It must be a text.');
    if (text === undefined || text.length <= most) return text;
    return this.refuse(path, `It has more than ${most} characters.`);
  }

  /** @returns the first of the texts at several places: the others are listed. */
  firstText(paths: readonly Path[], most: number): string | undefined {
    const found = paths.flatMap((path) => {
      const text = this.text(path, most);
      return text === undefined ? [] : [{ path, text }];
    });
    const [first, ...others] = found;
    for (const { path } of others) this.refuse(path, `${first?.path.join('.')} takes its place.`);
    return first?.text;
  }

  /** @returns the text, if it is one; otherwise nothing is read. */
  plainText(path: Path): string | undefined {
    return isText(this.#valueAt(path)) ? this.text(path, 20_000) : undefined;
  }

  /** @returns the top-level fields except the named ones, or undefined if no field remains. */
  others(...names: string[]): Fields | undefined {
    const others = Object.entries(this.#root).filter(([name]) => !names.includes(name));
    for (const [name] of others) this.whole(name);
    return others.length > 0 ? Object.fromEntries(others) : undefined;
  }

  texts(path: Path, most: number): string[] | undefined {
    const areTexts = (value: unknown): value is string[] =>
      Array.isArray(value) && value.length <= 20 && value.every((each) => isText(each) && each.length <= most);
    const list = this.checked(path, areTexts, `It must be a list of at most 20 texts of at most ${most} characters.`);
    return list?.length === 0 ? undefined : list;
  }

  /** Providers write 0, 1, true and false. */
  flag(path: Path): boolean | undefined {
    const value = this.checked(path, isFlag, 'It must be true or false, or 1 or 0.');
    return value === undefined ? undefined : Boolean(value);
  }

  number(path: Path, least: number, most: number): number | undefined {
    const fits = (value: unknown): value is number => isWithin(value, least, most);
    return this.checked(path, fits, `It must be a number from ${least} to ${most}.`);
  }

  integer(path: Path, least: number, most: number): number | undefined {
    const fits = (value: unknown): value is number => Number.isInteger(value) && isWithin(value, least, most);
    return this.checked(path, fits, `It must be a whole number from ${least} to ${most}.`);
  }

  oneOf<T extends string | number>(path: Path, values: readonly T[]): T | undefined {
    const fits = (value: unknown): value is T => values.some((each) => each === value);
    return this.checked(path, fits, `It must be one of ${values.join(', ')}.`);
  }

  /** @returns a reading of an object inside of this one, whose list becomes part of this one's. */
  inner(path: Path, value: unknown = this.whole(...path)): Reading {
    this.#read.add(keyOf(path));
    const inner = new Reading(value, [...this.#prefix, ...path]);
    this.#inner.push(inner);
    return inner;
  }

  /** @returns a reading of each object in a list, of at most `most`. */
  each(path: Path, most: number): Reading[] {
    const list = this.checked(path, isList, 'It must be a list of objects.') ?? [];
    if (list.length > most) this.refuse(path, `Only the first ${most} of it come along.`);
    return list.slice(0, most).map((each, index) => {
      const inner = this.inner([...path, String(index)], each);
      if (isEmpty(each)) inner.refuse([], mustBeObject);
      return inner;
    });
  }

  /** Lists a field that was read and could not be used, or is missing. */
  refuse(path: Path, reason: string): undefined {
    const key = keyOf(path);
    if (!this.#notCarried.has(key)) this.#notCarried.set(key, { path, reason });
    return undefined;
  }

  /** Lists the field, if it is there. */
  drop(path: Path, reason: string): void {
    if (!isEmpty(this.whole(...path))) this.refuse(path, reason);
  }

  dropOtherPlatforms(...names: string[]): void {
    for (const name of names) this.drop([name], otherPlatform);
  }

  /** @returns what did not come along: the refused fields and the unread ones. */
  notCarried(): NotCarried[] {
    const listed = [...this.#notCarried.values(), ...unreadIn(this.#root, [], this.#read)];
    return [
      ...listed.map(({ path, reason }) => ({ field: [...this.#prefix, ...path].join('.'), reason })),
      ...this.#inner.flatMap((inner) => inner.notCarried()),
    ];
  }

  #valueAt(path: Path): unknown {
    let value: unknown = this.#root;
    for (const name of path) value = isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    return value ?? undefined;
  }
}

/** Values that say nothing, so that nothing of them can be lost. */
const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';
const isText = (value: unknown): value is string => typeof value === 'string';
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isFlag = (value: unknown): value is 0 | 1 | boolean => [0, 1, true, false].some((each) => each === value);
const isWithin = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && least <= value && value <= most;

/** No name can be taken for a path. */
const keyOf = (path: Path) => JSON.stringify(path);
const innerKeyOf = (path: Path) => `${keyOf(path).slice(0, -1)},`;

function unreadIn(fields: Fields, prefix: Path, read: ReadonlySet<string>): { path: Path; reason: string }[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const path = [...prefix, name];
    if (isEmpty(value) || read.has(keyOf(path))) return [];
    const isKnown = [...read].some((key) => key.startsWith(innerKeyOf(path)));
    if (!isKnown) return [{ path, reason: 'Ringpost does not know this field.' }];
    return isFields(value) ? unreadIn(value, path, read) : [{ path, reason: mustBeObject }];
  });
}
