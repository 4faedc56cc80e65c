import type { Exchange } from '../connection/exchange.ts';
import { DynamicTable, entryOverheadBytes } from './dynamicTable.ts';
import { encodeHuffman } from './huffman.ts';
import { headerTableBytes } from './protocol.ts';
import { staticCount, staticIndexOf } from './staticTable.ts';

/**
 * Fields with the same value in many consecutive requests. They go into the peer's table once and are an index
 * afterwards, as Apple asks for ("Establishing a connection to APNs").
 */
const repeatedFields: ReadonlySet<string> = new Set([
  ':authority',
  'authorization',
  'apns-topic',
  'apns-push-type',
  'apns-priority',
]);
/** How many values of one field are remembered; more would only push each other out of the peer's table. */
const maxValues = 32;

/** The encoder's knowledge of one field name. */
interface KnownField {
  readonly name: string;
  /** 0 if the static table does not have the name. */
  readonly staticIndex: number;
  readonly isRepeated: boolean;
  /** The table's number of an entry with this name; -1 if there was none. */
  nameNumber: number;
  /** The table's numbers of entries, by value. */
  readonly numbers: Map<string, number>;
  lastValue: string | undefined;
  lastNumber: number;
}

const methodBytes = { POST: 0x83, GET: 0x82 } as const;
const schemeHttps = 0x87;
const methodIndex = 2;
const pathIndex = 4;

/** Prefixes of RFC 7541, section 6, and the bits that they leave for an integer. */
const indexed = { prefix: 0x80, bits: 7 } as const;
const literalToKeep = { prefix: 0x40, bits: 6 } as const;
const literal = { prefix: 0x00, bits: 4 } as const;
const tableSize = { prefix: 0x20, bits: 5 } as const;

/** What a request's header block says of it, beside whom it is for and who sends it. */
type RequestHead = Pick<Exchange['request'], 'method' | 'path' | 'pathEnd' | 'headers'>;

/**
 * Encodes the header blocks of one connection (RFC 7541), in the order of sending. Repeated parts were prepared when
 * they were first sent; parts that differ from push to push are copied.
 */
export class HeaderEncoder {
  readonly #table = new DynamicTable(headerTableBytes);
  readonly #fields = new Map<string, KnownField>();
  readonly #authority = this.#fieldOf(':authority');
  readonly #authorization = this.#fieldOf('authorization');
  /** Table sizes that the peer's decoder must learn at the start of the next block: the smallest, and the last. */
  #leastTableBytes: number | undefined;
  #toldTableBytes = headerTableBytes;

  /** @param maxBytes allowed by the peer's SETTINGS; any number. */
  limitTable(maxBytes: number): void {
    const bytes = Math.min(maxBytes, headerTableBytes);
    if (bytes === this.#table.maxBytes) return;
    this.#leastTableBytes = Math.min(bytes, this.#leastTableBytes ?? bytes);
    this.#table.resize(bytes);
  }

  /**
   * Writes a header block. `bytes` must have room for all names and values in UTF-8, eight bytes more for each, and 32.
   * @param authorization undefined with a certificate, which authenticates by itself.
   * @returns where it ends.
   */
  encode(
    bytes: Buffer,
    start: number,
    { method, path, pathEnd = '', headers }: RequestHead,
    authority: string,
    authorization: string | undefined,
  ): number {
    let at = this.#leastTableBytes === undefined ? start : this.#writeTableSize(bytes, start);
    if (method === 'DELETE') {
      at = writeInteger(bytes, at, literal, methodIndex);
      at = writeText(bytes, at, method);
    } else bytes[at++] = methodBytes[method];
    bytes[at++] = schemeHttps;
    at = this.#writeRepeated(bytes, at, this.#authority, authority);
    at = writeInteger(bytes, at, literal, pathIndex);
    at = writeInteger(bytes, at, plainText, path.length + pathEnd.length);
    at += bytes.write(path, at, 'latin1');
    at += bytes.write(pathEnd, at, 'latin1');
    if (authorization !== undefined) at = this.#writeRepeated(bytes, at, this.#authorization, authorization);
    for (const name in headers) {
      const value: unknown = headers[name as keyof typeof headers];
      if (typeof value !== 'string') continue;
      const field = this.#fields.get(name) ?? this.#fieldOf(name);
      at = field.isRepeated ? this.#writeRepeated(bytes, at, field, value) : this.#writeOnce(bytes, at, field, value);
    }
    return at;
  }

  /** RFC 7541, 4.2: if it was made smaller in between, the decoder must know the smallest size too. */
  #writeTableSize(bytes: Buffer, start: number): number {
    let at = start;
    const { maxBytes } = this.#table;
    if (this.#leastTableBytes !== undefined && this.#leastTableBytes < maxBytes) {
      at = writeInteger(bytes, at, tableSize, this.#leastTableBytes);
      this.#toldTableBytes = this.#leastTableBytes;
    }
    if (this.#toldTableBytes !== maxBytes) at = writeInteger(bytes, at, tableSize, maxBytes);
    this.#toldTableBytes = maxBytes;
    this.#leastTableBytes = undefined;
    return at;
  }

  #writeRepeated(bytes: Buffer, at: number, field: KnownField, value: string): number {
    const known = value === field.lastValue ? field.lastNumber : (field.numbers.get(value) ?? -1);
    if (known >= 0 && this.#table.has(known)) {
      field.lastValue = value;
      field.lastNumber = known;
      return writeInteger(bytes, at, indexed, staticCount + this.#table.indexOf(known));
    }
    return this.#isWorthKeeping(field, value)
      ? this.#writeToKeep(bytes, at, field, value)
      : this.#writeOnce(bytes, at, field, value);
  }

  /** The name goes into the table with the first value, and is an index with later ones. */
  #writeOnce(bytes: Buffer, at: number, field: KnownField, value: string): number {
    const nameIndex = this.#nameIndexOf(field);
    if (nameIndex > 0) return writeText(bytes, writeInteger(bytes, at, literal, nameIndex), value);
    if (this.#isWorthKeeping(field, value)) return this.#writeToKeep(bytes, at, field, value);
    return writeText(bytes, writeText(bytes, writeInteger(bytes, at, literal, 0), field.name), value);
  }

  /** An entry that takes half of the table or more pushes out more useful ones. */
  #isWorthKeeping({ name }: KnownField, value: string): boolean {
    return (name.length + value.length + entryOverheadBytes) * 2 < this.#table.maxBytes && isAscii(value);
  }

  #writeToKeep(bytes: Buffer, start: number, field: KnownField, value: string): number {
    const nameIndex = this.#nameIndexOf(field);
    let at = writeInteger(bytes, start, literalToKeep, nameIndex);
    if (nameIndex === 0) at = writeShortest(bytes, at, field.name);
    at = writeShortest(bytes, at, value);
    const number = this.#table.add(field.name, value);
    if (field.numbers.size >= maxValues) field.numbers.clear();
    field.numbers.set(value, number);
    field.nameNumber = number;
    field.lastValue = value;
    field.lastNumber = number;
    return at;
  }

  #nameIndexOf({ staticIndex, nameNumber }: KnownField): number {
    if (staticIndex > 0) return staticIndex;
    return nameNumber >= 0 && this.#table.has(nameNumber) ? staticCount + this.#table.indexOf(nameNumber) : 0;
  }

  #fieldOf(name: string): KnownField {
    const inLowerCase = name.toLowerCase();
    const field: KnownField = {
      name: inLowerCase,
      staticIndex: staticIndexOf(inLowerCase),
      isRepeated: repeatedFields.has(inLowerCase),
      nameNumber: -1,
      numbers: new Map(),
      lastValue: undefined,
      lastNumber: -1,
    };
    this.#fields.set(name, field);
    return field;
  }
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

/** RFC 7541, 5.1. */
function writeInteger(
  bytes: Buffer,
  start: number,
  { prefix, bits }: { prefix: number; bits: number },
  value: number,
): number {
  const mask = (1 << bits) - 1;
  let at = start;
  if (value < mask) {
    bytes[at++] = prefix | value;
    return at;
  }
  bytes[at++] = prefix | mask;
  let rest = value - mask;
  while (rest >= 0x80) {
    bytes[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}

const plainText = { prefix: 0x00, bits: 7 } as const;
const huffmanText = { prefix: 0x80, bits: 7 } as const;
/** Strings up to this length have a length of one byte, in UTF-8 too. */
const shortText = Math.floor(0x7e / 3);

function writeText(bytes: Buffer, start: number, text: string): number {
  if (text.length <= shortText) {
    const length = bytes.write(text, start + 1);
    bytes[start] = length;
    return start + 1 + length;
  }
  const at = writeInteger(bytes, start, plainText, Buffer.byteLength(text));
  return at + bytes.write(text, at);
}

/** For what is written once and then referred to: Huffman code costs time. */
function writeShortest(bytes: Buffer, start: number, text: string): number {
  const coded = encodeHuffman(Buffer.from(text));
  if (coded.length >= text.length) return writeText(bytes, start, text);
  const at = writeInteger(bytes, start, huffmanText, coded.length);
  coded.copy(bytes, at);
  return at + coded.length;
}
