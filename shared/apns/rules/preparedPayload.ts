/**
 * Payloads that are JSON before they reach a connection. Many pushes share the bytes of one; places in it, such as the
 * badge, have values of their own in each.
 */

/** The JSON of one push's payload. */
export class PreparedPayload {
  readonly #parts: readonly Buffer[];
  readonly #values: readonly string[];

  /** @param values JSON: the first stands between the first two parts, and so on. */
  constructor(parts: readonly Buffer[], values: readonly string[]) {
    this.#parts = parts;
    this.#values = values;
  }

  /** Size in bytes. */
  get bytes(): number {
    let bytes = 0;
    for (const part of this.#parts) bytes += part.length;
    for (const value of this.#values) bytes += Buffer.byteLength(value);
    return bytes;
  }

  /**
   * Copies the JSON, as UTF-8.
   * @param target has room for it from `start` on.
   * @returns where it ends.
   */
  writeTo(target: Buffer, start: number): number {
    let at = start;
    for (const [index, part] of this.#parts.entries()) {
      if (index > 0) at += target.write(this.#values[index - 1] ?? '', at);
      at += part.copy(target, at);
    }
    return at;
  }

  toString(): string {
    return this.#parts.map((part, index) => (index > 0 ? (this.#values[index - 1] ?? '') : '') + part).join('');
  }

  /** The payload as an object of its own. */
  toObject(): object {
    return JSON.parse(this.toString());
  }
}

type Value = string | number | undefined;

/** A payload for many pushes that differ in some members. */
export class PayloadTemplate {
  readonly #parts: readonly Buffer[];
  /** For each place, whether the payload has such a member. */
  readonly #has: readonly boolean[];
  /** For all pushes, if there are no such members. */
  readonly #whole: PreparedPayload | undefined;

  /**
   * @param payload as one of the pushes has it.
   * @param places names of the members that lead to each one that differs, in the order of the payload.
   * @throws TypeError for a payload that has no JSON, such as one with a cycle.
   */
  constructor(payload: object, ...places: readonly (readonly string[])[]) {
    const mark = textNotIn(payload);
    let marked = payload;
    this.#has = places.map((place) => {
      const withMark = markedAt(marked, place, mark);
      marked = withMark ?? marked;
      return withMark !== undefined;
    });
    this.#parts = JSON.stringify(marked)
      .split(`"${mark}"`)
      .map((part) => Buffer.from(part));
    if (!this.#has.includes(true)) this.#whole = new PreparedPayload(this.#parts, []);
  }

  /** @param values of the members that differ, in the order of the places. Those of missing members are ignored. */
  with(...values: readonly Value[]): PreparedPayload {
    if (this.#whole !== undefined) return this.#whole;
    return new PreparedPayload(this.#parts, values.filter((_value, index) => this.#has[index]).map(jsonOf));
  }
}

function jsonOf(value: Value): string {
  if (value === undefined) throw new TypeError('the payload has a place that got no value');
  if (Number.isSafeInteger(value)) return String(value);
  return plainText.test(String(value)) ? `"${value}"` : JSON.stringify(value);
}

/** Text that is the same in JSON. */
const plainText = /^[\w-]+$/;

function textNotIn(payload: object): string {
  const json = JSON.stringify(payload);
  let text = 'place';
  while (json.includes(`"${text}"`)) text += '_';
  return text;
}

/** @returns the payload with a mark in the place of the member; undefined if it has no such member. */
function markedAt(payload: object, [name = '', ...others]: readonly string[], mark: string): object | undefined {
  const member: unknown = Object.hasOwn(payload, name) ? (payload as Record<string, unknown>)[name] : undefined;
  if (member === undefined) return undefined;
  const inner = others.length === 0 ? mark : markedAt(plainObject(member), others, mark);
  return inner === undefined ? undefined : { ...payload, [name]: inner };
}

function plainObject(value: unknown): object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** A payload as a plain object, for queues and for people. */
export function plainPayload(payload: object): object {
  return payload instanceof PreparedPayload ? payload.toObject() : payload;
}
