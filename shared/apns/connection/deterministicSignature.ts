/**
 * ECDSA over P-256 with SHA-256 (ES256) whose nonce follows from key and data (RFC 6979, 3.2) instead of a random
 * number: the same bytes wherever it is made. Node's own signer cannot do that. The point multiplication is Node's;
 * what is left is arithmetic modulo the group's order. A library that does all of it in JavaScript costs 100 ms and
 * more of a cold start's CPU. The time of BigInt operations depends on the numbers, but nobody can request signatures
 * and time them: a key signs once in 30 minutes, and Ringpost chooses what and when.
 */
import { createECDH, createHmac, hash } from 'node:crypto';

/** Order of the group that the base point of P-256 generates (SP 800-186, 3.2.1.3). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const bytes = 32;

/**
 * @param secretKey 32 bytes.
 * @returns r and s, 32 bytes each, as in a JWS (RFC 7518, 3.4).
 */
export function signDeterministically(data: string, secretKey: Buffer): Buffer {
  const digest = toNumber(hash('sha256', data, 'buffer')) % order;
  for (const nonce of nonces(secretKey, toBytes(digest))) {
    const r = xOfMultiple(nonce) % order;
    const s = (inverse(toNumber(nonce)) * (digest + r * toNumber(secretKey))) % order;
    // The smaller of the two valid values: all versions of Ringpost must sign the same bytes, or a team would have two
    // tokens during the update of a stage.
    if (r !== 0n && s !== 0n) return Buffer.concat([toBytes(r), toBytes(s < order - s ? s : order - s)]);
  }
  throw new Error('unreachable: the nonce generator never ends');
}

/** RFC 6979, 3.2, step by step. Each is from 1 to below the order; almost always the first one is used. */
function* nonces(secretKey: Buffer, digest: Buffer): Generator<Buffer> {
  let value = Buffer.alloc(bytes, 1);
  let key = Buffer.alloc(bytes, 0);
  for (const round of [0, 1]) {
    key = mac(key, value, Buffer.of(round), secretKey, digest);
    value = mac(key, value);
  }
  for (;;) {
    value = mac(key, value);
    const nonce = toNumber(value);
    if (nonce !== 0n && nonce < order) yield value;
    key = mac(key, value, Buffer.of(0));
    value = mac(key, value);
  }
}

function mac(key: Buffer, ...parts: Buffer[]): Buffer<ArrayBuffer> {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

/** The x coordinate of the base point times a number. */
function xOfMultiple(factor: Buffer): bigint {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(factor);
  // Uncompressed: a marker byte, x, y.
  return toNumber(curve.getPublicKey().subarray(1, 1 + bytes));
}

/** Inverse modulo the order, which is prime, so Fermat's little theorem gives it. */
function inverse(value: bigint): bigint {
  let result = 1n;
  let square = value;
  for (let exponent = order - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * square) % order;
    square = (square * square) % order;
  }
  return result;
}

function toNumber(data: Buffer): bigint {
  return BigInt(`0x${data.toString('hex')}`);
}

function toBytes(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(2 * bytes, '0'), 'hex');
}
