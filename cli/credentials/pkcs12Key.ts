/** The key derivation of PKCS #12 (RFC 7292, appendix B.2), with Node's hashes. */
import { createHash } from 'node:crypto';

export interface Pkcs12Derivation {
  /** undefined: no bytes at all, which the format distinguishes from an empty password. */
  password: string | undefined;
  salt: Buffer;
  rounds: number;
  /** Purpose: 1 a key, 2 an initialisation vector, 3 a MAC. */
  purpose: 1 | 2 | 3;
  /** How many bytes to derive. */
  bytes: number;
  digest: Pkcs12Digest;
}

/** Block size of each hash, in bytes. */
const blockBytes = { sha1: 64, sha224: 64, sha256: 64, sha384: 128, sha512: 128 } as const;
export type Pkcs12Digest = keyof typeof blockBytes;

export function derivePkcs12Key({ password, salt, rounds, purpose, bytes, digest }: Pkcs12Derivation): Buffer {
  const size = blockBytes[digest];
  const diversifier = Buffer.alloc(size, purpose);
  const input = Buffer.concat([fill(salt, size), fill(bigEndianText(password), size)]);
  const derived: Buffer[] = [];
  for (let length = 0; length < bytes; length += derived.at(-1)?.length ?? bytes) {
    let block = createHash(digest).update(diversifier).update(input).digest();
    for (let round = 1; round < rounds; round++) block = createHash(digest).update(block).digest();
    derived.push(block);
    addToEach(input, fill(block, size).subarray(0, size), size);
  }
  return Buffer.concat(derived).subarray(0, bytes);
}

/** UTF-16 with an end mark, high bytes first. */
function bigEndianText(password: string | undefined): Buffer {
  return password === undefined ? Buffer.alloc(0) : Buffer.from(`${password}\0`, 'utf16le').swap16();
}

/** Repeated to whole blocks. */
function fill(bytes: Buffer, size: number): Buffer {
  return bytes.length === 0 ? bytes : Buffer.alloc(Math.ceil(bytes.length / size) * size, bytes);
}

/** Each block of the input, read as a number, is increased by the other one plus 1. */
function addToEach(input: Buffer, added: Buffer, size: number): void {
  for (let start = 0; start < input.length; start += size) {
    let carry = 1;
    for (let index = size - 1; index >= 0; index--) {
      carry += (input[start + index] ?? 0) + (added[index] ?? 0);
      input[start + index] = carry & 0xff;
      carry >>= 8;
    }
  }
}
