import type { NotCarried } from './adapted.ts';

type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const otherPlatform = 'Ringpost pushes to Apple only.';

/** Reads another provider's object, and remembers what has been read: the rest of it is listed in the end. */
export class Reading {
  readonly #root: Fields;
  readonly #prefix: string;
  readonly #read = new Set<string>();
  readonly #notCarried: NotCarried[] = [];

  /** @param prefix of the names of its fields in the list. */
  constructor(root: unknown, prefix = '') {
    this.#root = isFields(root) ? root : {};
    this.#prefix = prefix;
    if (!isFields(root) && root !== undefined) this.#note([], 'It must be an object.');
  }

  /** @returns the value; from now on it counts as read, with everything in it. */
  take(...path: string[]): unknown {
    this.#read.add(keyOf(path));
    return this.#valueAt(path);
  }

  /** @returns a text that is not empty and has at most `most` characters. Anything else is listed. */
  text(path: readonly string[], most: number): string | undefined {
    const value = this.take(...path);
    if (value === undefined || value === '') return undefined;
    if (typeof value === 'string' && value.length <= most) return value;
    return this.refuse(path, typeof value === 'string' ? `It has more than ${most} characters.` : 'It must be a text.');
  }

  /** @returns the text, if it is one; otherwise nothing is read. */
  plainText(path: readonly string[]): string | undefined {
    const value = this.#valueAt(path);
    return typeof value === 'string' ? this.text(path, 20_000) : undefined;
  }

  /** @returns the top-level fields except the named ones, or undefined if no field remains. */
  others(...names: string[]): Fields | undefined {
    const others = Object.entries(this.#root).filter(([name]) => !names.includes(name));
    for (const [name] of others) this.take(name);
    return others.length > 0 ? Object.fromEntries(others) : undefined;
  }

  texts(path: readonly string[], most: number): string[] | undefined {
    const value = this.take(...path);
    if (value === undefined) return undefined;
    const isList = Array.isArray(value) && value.length <= 20;
    if (isList && value.every((each) => typeof each === 'string' && each.length <= most))
      return value.length > 0 ? value : undefined;
    return this.refuse(path, `It must be a list of at most 20 texts of at most ${most} characters.`);
  }

  /** Providers write 0, 1, true and false. */
  flag(path: readonly string[]): boolean | undefined {
    const value = this.take(...path);
    if (value === undefined) return undefined;
    if ([0, 1, true, false].some((each) => each === value)) return Boolean(value);
    return this.refuse(path, 'It must be true or false, or 1 or 0.');
  }

  whole(path: readonly string[], least: number, most: number): number | undefined {
    const value = this.take(...path);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && least <= value && value <= most) return value;
    return this.refuse(path, `It must be a whole number from ${least} to ${most}.`);
  }

  oneOf<T extends string | number>(path: readonly string[], values: readonly T[]): T | undefined {
    const value = this.take(...path);
    if (value === undefined || value === '') return undefined;
    return values.find((each) => each === value) ?? this.refuse(path, `It must be one of ${values.join(', ')}.`);
  }

  /** Lists a field that was read, and could not be used. */
  refuse(path: readonly string[], reason: string): undefined {
    this.#note(path, reason);
    return undefined;
  }

  /** Lists the field, if it is there. */
  drop(path: readonly string[], reason: string): void {
    if (this.take(...path) !== undefined) this.#note(path, reason);
  }

  dropOtherPlatforms(...names: string[]): void {
    for (const name of names) this.drop([name], otherPlatform);
  }

  /** @returns what did not come along: the refused fields and the unread ones. */
  notCarried(): NotCarried[] {
    const unread = unreadIn(this.#root, [], this.#read);
    return [
      ...this.#notCarried,
      ...unread.map((path) => ({ field: this.#nameOf(path), reason: 'Ringpost does not know this field.' })),
    ];
  }

  #valueAt(path: readonly string[]): unknown {
    let value: unknown = this.#root;
    for (const name of path) value = isFields(value) && name in value ? value[name] : undefined;
    return value ?? undefined;
  }

  #note(path: readonly string[], reason: string): void {
    this.#notCarried.push({ field: this.#nameOf(path), reason });
  }

  #nameOf(path: readonly string[]): string {
    return [...(this.#prefix === '' ? [] : [this.#prefix]), ...path].join('.');
  }
}

const keyOf = (path: readonly string[]) => path.join('\u0000');

function unreadIn(fields: Fields, prefix: readonly string[], read: ReadonlySet<string>): string[][] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const path = [...prefix, name];
    if (value === undefined || value === null || read.has(keyOf(path))) return [];
    const isRead = [...read].some((key) => key.startsWith(`${keyOf(path)}\u0000`));
    return isFields(value) && isRead ? unreadIn(value, path, read) : [path];
  });
}
