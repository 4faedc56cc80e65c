import { DynamicTable } from './dynamicTable.ts';
import { isValidName, isValidValue } from './fieldRules.ts';
import { decodeHuffman } from './huffman.ts';
import { ConnectionError, errorCodes, headerTableBytes } from './protocol.ts';
import { staticCount, staticNames, staticValues } from './staticTable.ts';

/** Takes the fields of a header block in order. */
export interface FieldReader {
  /** Whether the value of such a field is needed. */
  wants(name: string): boolean;
  /**
   * @param value undefined if it is not wanted. One character for each byte.
   * @param isValid whether name and value have only bytes that HTTP allows.
   */
  field(name: string, value: string | undefined, valueBytes: number, isValid: boolean): void;
}

/** How many continuation bytes an integer may have: four hold 28 bits, more than any length here. */
const maxShift = 21;

/** Decodes the header blocks of one connection (RFC 7541), each of which changes the table that the next one refers to. */
export class HeaderDecoder {
  readonly #table = new DynamicTable(headerTableBytes);
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;
  /** The last decoded string: `#text` from `#textStart` to `#textEnd`. */
  #text: Buffer = this.#bytes;
  #textStart = 0;
  #textEnd = 0;
  #scratch: Buffer = Buffer.allocUnsafeSlow(1024);

  /** @throws ConnectionError if it is not a header block; the connection is then unusable. */
  decode(bytes: Buffer, start: number, end: number, reader: FieldReader): void {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    let mayResize = true;
    while (this.#at < end) {
      const first = bytes[this.#at] ?? 0;
      if (first & 0x80) this.#readIndexed(reader);
      else if (first & 0x40) this.#readLiteral(6, true, reader);
      else if (first & 0x20) {
        if (!mayResize) fail('a table size update after a field');
        this.#resize();
        continue;
      } else this.#readLiteral(4, false, reader);
      mayResize = false;
    }
  }

  #readIndexed(reader: FieldReader): void {
    const index = this.#integer(7);
    if (index === 0) fail('index 0');
    if (index < staticCount) {
      const value = staticValues[index] ?? '';
      reader.field(staticNames[index] ?? '', value, value.length, true);
      return;
    }
    const entry = this.#entry(index);
    const value = this.#table.valueAt(entry);
    reader.field(this.#table.nameAt(entry), value, value.length, this.#table.isValidAt(entry));
  }

  #readLiteral(prefixBits: number, isIndexed: boolean, reader: FieldReader): void {
    const nameIndex = this.#integer(prefixBits);
    let name: string;
    let isValid = true;
    if (nameIndex === 0) {
      this.#string();
      name = this.#text.toString('latin1', this.#textStart, this.#textEnd);
      isValid = isValidName(name);
    } else if (nameIndex < staticCount) name = staticNames[nameIndex] ?? '';
    else {
      const entry = this.#entry(nameIndex);
      name = this.#table.nameAt(entry);
      isValid = isValidName(name);
    }
    this.#string();
    isValid = isValid && isValidValue(this.#text, this.#textStart, this.#textEnd);
    const needsValue = isIndexed || reader.wants(name);
    const value = needsValue ? this.#text.toString('latin1', this.#textStart, this.#textEnd) : undefined;
    if (isIndexed) this.#table.add(name, value ?? '', isValid);
    reader.field(name, value, this.#textEnd - this.#textStart, isValid);
  }

  #entry(index: number): number {
    const entry = index - staticCount;
    if (entry >= this.#table.count) fail(`index ${index}, which is not in the table`);
    return entry;
  }

  #resize(): void {
    const maxBytes = this.#integer(5);
    if (maxBytes > headerTableBytes) fail('a larger table than was allowed');
    this.#table.resize(maxBytes);
  }

  /** RFC 7541, 5.1. */
  #integer(prefixBits: number): number {
    const mask = (1 << prefixBits) - 1;
    let value = (this.#bytes[this.#at++] ?? 0) & mask;
    if (value < mask) return value;
    for (let shift = 0; ; shift += 7) {
      if (shift > maxShift) fail('an integer that is too long');
      if (this.#at >= this.#end) fail('an integer that is cut short');
      const byte = this.#bytes[this.#at++] ?? 0;
      value += (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) return value;
    }
  }

  /** RFC 7541, 5.2. */
  #string(): void {
    if (this.#at >= this.#end) fail('a field that is cut short');
    const isHuffman = ((this.#bytes[this.#at] ?? 0) & 0x80) !== 0;
    const length = this.#integer(7);
    const start = this.#at;
    const end = start + length;
    if (end > this.#end) fail('a string that is cut short');
    this.#at = end;
    if (!isHuffman) {
      this.#text = this.#bytes;
      this.#textStart = start;
      this.#textEnd = end;
      return;
    }
    // The shortest code has five bits.
    const maxBytes = Math.ceil((length * 8) / 5);
    if (this.#scratch.length < maxBytes) this.#scratch = Buffer.allocUnsafeSlow(maxBytes);
    this.#text = this.#scratch;
    this.#textStart = 0;
    this.#textEnd = decodeHuffman(this.#bytes, start, end, this.#scratch);
  }
}

function fail(what: string): never {
  throw new ConnectionError(errorCodes.compressionError, `header block: ${what}`);
}
