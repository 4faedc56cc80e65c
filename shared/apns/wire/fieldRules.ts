/** Allowed bytes in the names and values of fields (RFC 9113, 8.2.1). */

/** A field's name in a response: a token in lower case (RFC 9110, 5.6.2), with a colon before those of HTTP/2 itself. */
const validName = /^:?[!#$%&'*+\-.^_`|~0-9a-z]+$/;

export function isValidName(name: string): boolean {
  return validName.test(name);
}

const nul = 0x00;
const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;

/** Whether the bytes from `start` to `end` are a value: no NUL, CR or LF, no white space at either end. */
export function isValidValue(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end) return true;
  if (isBlank(bytes[start]) || isBlank(bytes[end - 1])) return false;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === nul || byte === lineFeed || byte === carriageReturn) return false;
  }
  return true;
}

function isBlank(byte: number | undefined): boolean {
  return byte === space || byte === tab;
}

/** Fields that belong to HTTP/1.1's connections; a response with one is malformed (RFC 9113, 8.2.2). */
export const connectionFields: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);
