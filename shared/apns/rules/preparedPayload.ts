/**
 * Payloads that are JSON before they reach a connection. Many pushes share the bytes of one; a place in it, such as the
 * badge, has a value of its own in each.
 */

const nothing = Buffer.alloc(0);

/** The JSON of one push's payload. */
export class PreparedPayload {
  readonly #before: Buffer;
  readonly #value: string;
  readonly #after: Buffer;

  /** @param value JSON. */
  constructor(before: Buffer, value: string, after: Buffer) {
    this.#before = before;
    this.#value = value;
    this.#after = after;
  }

  /** Size in bytes. */
  get bytes(): number {
    return this.#before.length + Buffer.byteLength(this.#value) + this.#after.length;
  }

  /**
   * Copies the JSON, as UTF-8.
   * @param target has room for it from `start` on.
   * @returns where it ends.
   */
  writeTo(target: Buffer, start: number): number {
    let at = start + this.#before.copy(target, start);
    at += target.write(this.#value, at);
    return at + this.#after.copy(target, at);
  }

  toString(): string {
    return this.#before.toString() + this.#value + this.#after.toString();
  }

  /** The payload as an object of its own. */
  toObject(): object {
    return JSON.parse(this.toString());
  }
}

/** A payload for many pushes that differ in at most one member. */
export class PayloadTemplate {
  readonly #before: Buffer;
  readonly #after: Buffer;
  /** For all pushes, if there is no such member. */
  readonly #whole: PreparedPayload | undefined;

  /**
   * @param payload as one of the pushes has it.
   * @param place names of the members that lead to the one that differs.
   * @throws TypeError for a payload that has no JSON, such as one with a cycle.
   */
  constructor(payload: object, place: readonly string[]) {
    const [before, after] = splitAt(payload, place);
    this.#before = Buffer.from(before);
    this.#after = after === undefined ? nothing : Buffer.from(after);
    if (after === undefined) this.#whole = new PreparedPayload(this.#before, '', nothing);
  }

  /** @param value of the member that differs; ignored if the payload has no such member. */
  with(value: string | number | undefined): PreparedPayload {
    if (this.#whole !== undefined) return this.#whole;
    if (value === undefined) throw new TypeError('the payload has a place for a value, and there is none');
    return new PreparedPayload(
      this.#before,
      Number.isSafeInteger(value) ? String(value) : JSON.stringify(value),
      this.#after,
    );
  }
}

/** @returns the JSON before the member's value and after it; only the first, with everything, if there is no such member. */
function splitAt(payload: object, [name, ...others]: readonly string[]): [before: string, after?: string] {
  const entries = Object.entries(payload);
  const index = entries.findIndex(([key, value]) => key === name && value !== undefined);
  if (index < 0) return [JSON.stringify(payload)];
  const inner = others.length === 0 ? (['', ''] as const) : splitAt(plainObject(entries[index]?.[1]), others);
  if (inner[1] === undefined) return [JSON.stringify(payload)];
  const earlier = JSON.stringify(Object.fromEntries(entries.slice(0, index))).slice(0, -1);
  const later = JSON.stringify(Object.fromEntries(entries.slice(index + 1))).slice(1);
  const begin = `${earlier}${earlier === '{' ? '' : ','}${JSON.stringify(name)}:${inner[0]}`;
  return [begin, `${inner[1]}${later === '}' ? '' : ','}${later}`];
}

function plainObject(value: unknown): object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** A payload as a plain object, for queues and for people. */
export function plainPayload(payload: object): object {
  return payload instanceof PreparedPayload ? payload.toObject() : payload;
}
