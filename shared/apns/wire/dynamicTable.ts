/** Cost of an entry in addition to its name and value, in bytes (RFC 7541, 4.1). */
export const entryOverheadBytes = 32;

/**
 * The dynamic table of HPACK (RFC 7541, 2.3.2), of the encoder or the decoder. Names and values are text with one
 * character for each byte. Each entry gets a number when it is added, which stays the same while its index grows.
 */
export class DynamicTable {
  /** A ring: number n is at n modulo its length, a power of two. */
  readonly #names: string[];
  readonly #values: string[];
  /** Whether the name and the value are ones that HTTP allows. */
  readonly #isValid: boolean[];
  readonly #mask: number;
  #maxBytes: number;
  #bytes = 0;
  #oldest = 0;
  #next = 0;

  /** @param maxBytes the maximum that it may ever be resized to. */
  constructor(maxBytes: number) {
    let length = 1;
    while (length < maxBytes / entryOverheadBytes) length *= 2;
    this.#mask = length - 1;
    this.#names = new Array<string>(length).fill('');
    this.#values = new Array<string>(length).fill('');
    this.#isValid = new Array<boolean>(length).fill(true);
    this.#maxBytes = maxBytes;
  }

  get maxBytes(): number {
    return this.#maxBytes;
  }

  /** Size of all entries (RFC 7541, 4.1). */
  get bytes(): number {
    return this.#bytes;
  }

  get count(): number {
    return this.#next - this.#oldest;
  }

  /** @returns its number; -1 if it is larger than the table, which it only empties (RFC 7541, 4.4). */
  add(name: string, value: string, isValid = true): number {
    const bytes = name.length + value.length + entryOverheadBytes;
    this.#evictTo(this.#maxBytes - bytes);
    const number = this.#next;
    if (bytes > this.#maxBytes) return -1;
    const at = number & this.#mask;
    this.#names[at] = name;
    this.#values[at] = value;
    this.#isValid[at] = isValid;
    this.#bytes += bytes;
    this.#next += 1;
    return number;
  }

  /** @param maxBytes at most the size that it was made for. */
  resize(maxBytes: number): void {
    this.#maxBytes = maxBytes;
    this.#evictTo(maxBytes);
  }

  /** Whether the entry with this number still exists. */
  has(number: number): boolean {
    return number >= this.#oldest;
  }

  /** Current index of an entry, from 0 for the newest. */
  indexOf(number: number): number {
    return this.#next - 1 - number;
  }

  nameAt(index: number): string {
    return this.#names[(this.#next - 1 - index) & this.#mask] ?? '';
  }

  valueAt(index: number): string {
    return this.#values[(this.#next - 1 - index) & this.#mask] ?? '';
  }

  isValidAt(index: number): boolean {
    return this.#isValid[(this.#next - 1 - index) & this.#mask] ?? false;
  }

  #evictTo(maxBytes: number): void {
    while (this.#bytes > maxBytes && this.#oldest < this.#next) {
      const at = this.#oldest & this.#mask;
      this.#bytes -= (this.#names[at] ?? '').length + (this.#values[at] ?? '').length + entryOverheadBytes;
      this.#names[at] = '';
      this.#values[at] = '';
      this.#oldest += 1;
    }
  }
}
