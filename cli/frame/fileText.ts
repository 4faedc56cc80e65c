/** Reads text as people's programs write it: many editors, and PowerShell, begin it with a byte order mark. */

/** @returns the text without its mark: UTF-8 unless the mark is that of UTF-16. */
export function fileText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes);
  const [first, second] = buffer;
  if (first === 0xff && second === 0xfe) return buffer.subarray(2, evenEnd(buffer)).toString('utf16le');
  if (first === 0xfe && second === 0xff)
    return Buffer.from(buffer.subarray(2, evenEnd(buffer)))
      .swap16()
      .toString('utf16le');
  return buffer.toString('utf8').replace(/^\uFEFF/, '');
}

/** @returns whether it begins with a byte order mark. */
export function isMarkedText(bytes: Uint8Array): boolean {
  const [first, second, third] = bytes;
  if (first === 0xef) return second === 0xbb && third === 0xbf;
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

function evenEnd({ length }: Buffer): number {
  return length - (length % 2);
}
