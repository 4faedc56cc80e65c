/**
 * Numbers and texts in few bytes. A number has seven bits in each byte (LEB128). A text that was there before, or that
 * both sides know, is a number; a UUID is 16 bytes; any other is its length and UTF-8.
 */

/** What stands before a text. From `firstKnown` on: the place of a known one. */
const form = { literal: 0, lowerUuid: 1, upperUuid: 2, firstKnown: 3 } as const;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export class ByteWriter {
  readonly #chunks: Uint8Array[] = [];
  readonly #known: Map<string, number>;

  /** @param known texts that the reader is given as well. */
  constructor(known: readonly string[]) {
    this.#known = new Map(known.map((text, place) => [text, place]));
  }

  /** @param value a whole number, 0 or more. */
  number(value: number): void {
    const bytes: number[] = [];
    let rest = value;
    while (rest >= 0x80) {
      bytes.push((rest % 0x80) + 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.#chunks.push(Uint8Array.from([...bytes, rest]));
  }

  /** @param flags the first is the lowest bit. */
  flags(...flags: readonly boolean[]): void {
    this.number(flags.reduce((sum, flag, bit) => sum + (flag ? 2 ** bit : 0), 0));
  }

  text(text: string): void {
    const place = this.#known.get(text);
    const uuidForm = formOfUuid(text);
    if (place !== undefined) {
      this.number(form.firstKnown + place);
    } else if (uuidForm !== undefined) {
      this.number(uuidForm);
      this.#chunks.push(Buffer.from(text.replaceAll('-', ''), 'hex'));
    } else {
      const bytes = Buffer.from(text);
      this.number(form.literal);
      this.number(bytes.length);
      this.#chunks.push(bytes);
      this.#known.set(text, this.#known.size);
    }
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#chunks);
  }
}

function formOfUuid(text: string): number | undefined {
  if (uuid.test(text)) return form.lowerUuid;
  return uuid.test(text.toLowerCase()) && text === text.toUpperCase() ? form.upperUuid : undefined;
}

export class ByteReader {
  readonly #bytes: Buffer;
  readonly #known: string[];
  #at = 0;

  constructor(bytes: Uint8Array, known: readonly string[]) {
    this.#bytes = Buffer.from(bytes);
    this.#known = [...known];
  }

  /** @throws RangeError if the bytes end before. */
  number(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.#bytes.readUInt8(this.#at);
      this.#at += 1;
      value += (byte % 0x80) * factor;
      if (byte < 0x80) return value;
    }
  }

  /** @returns the flag of each bit, the lowest first. */
  flags(count: number): boolean[] {
    const value = this.number();
    return Array.from({ length: count }, (_, bit) => Math.floor(value / 2 ** bit) % 2 === 1);
  }

  /** @throws RangeError if the bytes end before, or name a text that nobody knows. */
  text(): string {
    const before = this.number();
    if (before === form.literal) {
      const text = this.#take(this.number()).toString();
      this.#known.push(text);
      return text;
    }
    if (before < form.firstKnown) {
      const lower = this.#take(16)
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
      return before === form.lowerUuid ? lower : lower.toUpperCase();
    }
    const known = this.#known[before - form.firstKnown];
    if (known === undefined) throw new RangeError('the facts name a text that is not there');
    return known;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  #take(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) throw new RangeError('the facts end too early');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
