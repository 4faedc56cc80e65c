/** Decrypts keys as OpenSSL wrote them before PKCS #8: `Proc-Type: 4,ENCRYPTED` and `DEK-Info` (RFC 1421). */
import { createDecipheriv, createHash } from 'node:crypto';
import { des, rc2, Unsupported, WrongPassword } from './passwordBased.ts';

/** OpenSSL 3 dropped these. */
const older: Readonly<Record<string, { keyBytes: number; decrypt: typeof des }>> = {
  'DES-CBC': { keyBytes: 8, decrypt: des },
  'RC2-CBC': { keyBytes: 16, decrypt: rc2(128) },
  'RC2-64-CBC': { keyBytes: 8, decrypt: rc2(64) },
  'RC2-40-CBC': { keyBytes: 5, decrypt: rc2(40) },
};

/** @throws Unsupported, WrongPassword. A wrong password is not always noticed: check the result. */
export function decryptTraditional(headers: string, encrypted: Buffer, password: string): Buffer {
  const [, name = '', hex = ''] = /^DEK-Info:\s*([A-Za-z0-9-]+)\s*,\s*([0-9A-Fa-f]+)/m.exec(headers) ?? [];
  const iv = Buffer.from(hex, 'hex');
  const cipher = older[name.toUpperCase()] ?? ofNode(name);
  try {
    return cipher.decrypt(encrypted, keyOf(password, iv, cipher.keyBytes), iv);
  } catch (cause) {
    throw new WrongPassword('the padding is wrong', { cause });
  }
}

function ofNode(name: string): { keyBytes: number; decrypt: typeof des } {
  const keyBytes = /^(?:AES|CAMELLIA|ARIA)-(\d+)-CBC$/i.exec(name)?.[1];
  if (keyBytes === undefined && name.toUpperCase() !== 'DES-EDE3-CBC') throw new Unsupported(name);
  return {
    keyBytes: keyBytes === undefined ? 24 : Number(keyBytes) / 8,
    decrypt(bytes, key, iv) {
      const decipher = createDecipheriv(name.toLowerCase(), key, iv);
      return Buffer.concat([decipher.update(bytes), decipher.final()]);
    },
  };
}

/** OpenSSL's EVP_BytesToKey with MD5, one round, and the first eight bytes of the initialisation vector as salt. */
function keyOf(password: string, iv: Buffer, bytes: number): Buffer {
  let key = Buffer.alloc(0);
  let block = Buffer.alloc(0);
  while (key.length < bytes) {
    block = createHash('md5').update(block).update(password, 'utf8').update(iv.subarray(0, 8)).digest();
    key = Buffer.concat([key, block]);
  }
  return key.subarray(0, bytes);
}
