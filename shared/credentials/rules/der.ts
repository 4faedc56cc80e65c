/** Reads DER (ITU-T X.690), as far as an X.509 certificate needs it. */

export interface DerElement {
  /** Class, constructed bit and number in one, as on the wire. */
  tag: number;
  content: Buffer;
}

export const derTag = { octetString: 0x04, objectId: 0x06, sequence: 0x30, context3: 0xa3 } as const;

/** Consecutive elements. @throws RangeError if the bytes end too early. */
export function readDer(bytes: Buffer): DerElement[] {
  const elements: DerElement[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const tag = bytes.readUInt8(offset);
    const { length, headerBytes } = readLength(bytes, offset + 1);
    const start = offset + 1 + headerBytes;
    if (start + length > bytes.length) throw new RangeError('DER element is longer than its container');
    elements.push({ tag, content: bytes.subarray(start, start + length) });
    offset = start + length;
  }
  return elements;
}

/** Short form up to 127; otherwise the first byte gives the number of length bytes. */
function readLength(bytes: Buffer, offset: number): { length: number; headerBytes: number } {
  const first = bytes.readUInt8(offset);
  if (first < 0x80) return { length: first, headerBytes: 1 };
  const count = first - 0x80;
  return { length: bytes.readUIntBE(offset + 1, count), headerBytes: 1 + count };
}

/** Dotted decimal: the first byte holds the first two numbers, then seven bits a byte. */
export function readObjectId(content: Buffer): string {
  const [first = 0, ...rest] = content;
  const numbers = [Math.floor(first / 40), first % 40];
  let value = 0;
  for (const byte of rest) {
    value = value * 0x80 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(value);
      value = 0;
    }
  }
  return numbers.join('.');
}
