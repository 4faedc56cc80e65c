/** The Huffman code of HPACK (RFC 7541, appendix B). */
import { ConnectionError, errorCodes } from './protocol.ts';

/**
 * Bits of each symbol's code, from 0 to 255 and the end of string. The code is canonical: codes of one length follow
 * each other in the order of their symbols, so the lengths define it.
 */
const codeLengths: readonly number[] = [
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28,
  28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
  13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6, 15, 5, 6, 5, 6,
  5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, 20, 22, 20, 20, 22, 22, 22, 23,
  22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, 22, 21, 20, 22, 22,
  23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23, 26, 26,
  20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27,
  27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27,
  27, 27, 27, 26, 30,
];

const endOfString = 256;
const longestCode = 30;
/** Codes up to this length are found with one lookup: all letters, digits and common punctuation. */
const rootBits = 8;

const codes = new Uint32Array(257);
/** By the next eight bits: the symbol times 16 plus the length of its code; 0 if the code is longer. */
const root = new Uint16Array(1 << rootBits);
/** By length: the first code, their number, and the position of their symbols in `symbols`. */
const firstCode = new Uint32Array(longestCode + 1);
const codeCount = new Uint16Array(longestCode + 1);
const firstSymbol = new Uint16Array(longestCode + 1);
const symbols = new Uint16Array(257);

function lengthOf(symbol: number): number {
  return codeLengths[symbol] ?? 0;
}

function buildTables(): void {
  const inOrder = codeLengths.map((_length, symbol) => symbol).sort((a, b) => lengthOf(a) - lengthOf(b) || a - b);
  let code = 0;
  let previousLength = lengthOf(inOrder[0] ?? 0);
  for (const [position, symbol] of inOrder.entries()) {
    const length = lengthOf(symbol);
    if (position > 0) code = (code + 1) * 2 ** (length - previousLength);
    previousLength = length;
    codes[symbol] = code;
    symbols[position] = symbol;
    if (codeCount[length] === 0) {
      firstCode[length] = code;
      firstSymbol[length] = position;
    }
    codeCount[length] = (codeCount[length] ?? 0) + 1;
    const spare = rootBits - length;
    if (spare >= 0) root.fill(symbol * 16 + length, code << spare, (code + 1) << spare);
  }
}
buildTables();

function fail(what: string): never {
  throw new ConnectionError(errorCodes.compressionError, `Huffman code: ${what}`);
}

/**
 * Decodes `bytes` from `start` to `end` into `out`, which must have room for 8/5 of their number.
 * @returns how many bytes it has written.
 * @throws ConnectionError if the padding is longer than seven bits or not all ones, or the end of string is coded.
 */
export function decodeHuffman(bytes: Uint8Array, start: number, end: number, out: Uint8Array): number {
  const endBit = end * 8;
  let bit = start * 8;
  let written = 0;
  while (bit < endBit) {
    const at = bit >>> 3;
    const following = at + 1 < end ? (bytes[at + 1] ?? 0) : 0xff;
    const found = root[((((bytes[at] ?? 0) << 8) | following) >>> (8 - (bit & 7))) & 0xff] ?? 0;
    if (found !== 0) {
      const length = found & 15;
      if (bit + length > endBit) break;
      out[written++] = found >>> 4;
      bit += length;
    } else {
      const long = findLongCode(bytes, bit, endBit);
      if (long === 0) break;
      out[written++] = long >>> 5;
      bit += long & 31;
    }
  }
  const left = endBit - bit;
  if (left > 7) fail('it is cut short');
  const ones = (1 << left) - 1;
  if (left > 0 && ((bytes[end - 1] ?? 0) & ones) !== ones) fail('the padding is not all ones');
  return written;
}

/** @returns the symbol times 32 plus the length of its code; 0 if the bits end before a code does. */
function findLongCode(bytes: Uint8Array, startBit: number, endBit: number): number {
  let code = 0;
  for (let length = 1; length <= longestCode; length += 1) {
    const bit = startBit + length - 1;
    if (bit >= endBit) return 0;
    code = code * 2 + (((bytes[bit >>> 3] ?? 0) >>> (7 - (bit & 7))) & 1);
    const offset = code - (firstCode[length] ?? 0);
    if (offset < 0 || offset >= (codeCount[length] ?? 0)) continue;
    const symbol = symbols[(firstSymbol[length] ?? 0) + offset] ?? 0;
    if (symbol === endOfString) fail('it has an end of string');
    return symbol * 32 + length;
  }
  return fail('there is no such code');
}

/** The Huffman code of these bytes, for text that is encoded once and sent often. */
export function encodeHuffman(bytes: Uint8Array): Buffer {
  let bits = 0;
  for (const byte of bytes) bits += lengthOf(byte);
  const out = Buffer.alloc(Math.ceil(bits / 8), 0xff);
  let bit = 0;
  for (const byte of bytes) {
    const code = codes[byte] ?? 0;
    for (let left = lengthOf(byte) - 1; left >= 0; left -= 1) {
      if (((code >>> left) & 1) === 0) out[bit >>> 3] = (out[bit >>> 3] ?? 0) & ~(0x80 >>> (bit & 7));
      bit += 1;
    }
  }
  return out;
}
