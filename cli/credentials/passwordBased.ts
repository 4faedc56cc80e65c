/**
 * Decrypts data that a password protects: PBES1 and PBES2 (RFC 8018), and the older schemes of PKCS #12 (RFC 7292,
 * appendix C). Node does what its OpenSSL still supports; RC2 and DES, which OpenSSL 3 dropped, come from node-forge.
 */
import { createDecipheriv, createHash, pbkdf2Sync, scryptSync } from 'node:crypto';
import { bytesOf, type Der, numberOf, oidOf, partsOf } from './asn1.ts';
import forge from './nodeForge.ts';
import { derivePkcs12Key } from './pkcs12Key.ts';

/** The encryption is not supported. */
export class Unsupported extends Error {}
export class WrongPassword extends Error {}
/** The file asks for more work than any program that makes such files, in order to keep the reader busy. */
export class TooManyRounds extends Error {}

/** Current programs use 2,048 to 600,000. */
const maxRounds = 1_000_000;

/** Use of a cipher: takes the bytes and a key, and throws if the padding is wrong. */
type Decrypt = (encrypted: Buffer, key: Buffer, iv: Buffer) => Buffer;

interface Cipher {
  keyBytes: number;
  ivBytes: number;
  decrypt: Decrypt;
}

/** @returns the number of rounds. @throws TooManyRounds */
export function roundsOf(value: Der | undefined): number {
  const rounds = numberOf(value);
  if (rounds > maxRounds) throw new TooManyRounds();
  return rounds;
}

const node =
  (name: string): Decrypt =>
  (encrypted, key, iv) => {
    const decipher = createDecipheriv(name, key, iv.length === 0 ? null : iv);
    return Buffer.concat([decipher.update(encrypted), decipher.final()]);
  };

const byForge =
  (start: (key: forge.util.ByteStringBuffer, iv: string) => forge.pki.pbe.Decipher): Decrypt =>
  (encrypted, key, iv) => {
    const decipher = start(forge.util.createBuffer(key.toString('binary')), iv.toString('binary'));
    decipher.update(forge.util.createBuffer(encrypted.toString('binary')));
    if (!decipher.finish()) throw new WrongPassword();
    return Buffer.from(decipher.output.getBytes(), 'binary');
  };

export const rc2 = (effectiveBits: number): Decrypt =>
  byForge((key, iv) => {
    const decipher = forge.rc2.createDecryptionCipher(key.getBytes(), effectiveBits);
    decipher.start(iv);
    return decipher;
  });

export const des = byForge((key, iv) => {
  const decipher = forge.cipher.createDecipher('DES-CBC', key);
  decipher.start({ iv });
  return decipher;
});

const tripleDes = node('des-ede3-cbc');
/** Two keys, of which the first is used twice. */
const doubleDes: Decrypt = (encrypted, key, iv) => tripleDes(encrypted, Buffer.concat([key, key.subarray(0, 8)]), iv);

/** RFC 7292, appendix C. All derive with SHA-1. */
const pkcs12Schemes: Readonly<Record<string, Cipher>> = {
  '1.2.840.113549.1.12.1.3': { keyBytes: 24, ivBytes: 8, decrypt: tripleDes },
  '1.2.840.113549.1.12.1.4': { keyBytes: 16, ivBytes: 8, decrypt: doubleDes },
  '1.2.840.113549.1.12.1.5': { keyBytes: 16, ivBytes: 8, decrypt: rc2(128) },
  '1.2.840.113549.1.12.1.6': { keyBytes: 5, ivBytes: 8, decrypt: rc2(40) },
};

/** RFC 8018, appendix A.3. Those with MD2 are left out: no current system supports it. */
const pbes1Schemes: Readonly<Record<string, { digest: 'md5' | 'sha1'; decrypt: Decrypt }>> = {
  '1.2.840.113549.1.5.3': { digest: 'md5', decrypt: des },
  '1.2.840.113549.1.5.6': { digest: 'md5', decrypt: rc2(64) },
  '1.2.840.113549.1.5.10': { digest: 'sha1', decrypt: des },
  '1.2.840.113549.1.5.11': { digest: 'sha1', decrypt: rc2(64) },
};

const cbc = (name: string, keyBytes: number): Cipher => ({ keyBytes, ivBytes: 16, decrypt: node(name) });

/** RFC 8018, appendix B.2; RFC 3657, RFC 5794. */
const pbes2Ciphers: Readonly<Record<string, Cipher>> = {
  '1.3.14.3.2.7': { keyBytes: 8, ivBytes: 8, decrypt: des },
  '1.2.840.113549.3.7': { keyBytes: 24, ivBytes: 8, decrypt: tripleDes },
  '2.16.840.1.101.3.4.1.2': cbc('aes-128-cbc', 16),
  '2.16.840.1.101.3.4.1.22': cbc('aes-192-cbc', 24),
  '2.16.840.1.101.3.4.1.42': cbc('aes-256-cbc', 32),
  '1.2.392.200011.61.1.1.1.2': cbc('camellia-128-cbc', 16),
  '1.2.392.200011.61.1.1.1.3': cbc('camellia-192-cbc', 24),
  '1.2.392.200011.61.1.1.1.4': cbc('camellia-256-cbc', 32),
  '1.2.410.200046.1.1.2': cbc('aria-128-cbc', 16),
  '1.2.410.200046.1.1.7': cbc('aria-192-cbc', 24),
  '1.2.410.200046.1.1.12': cbc('aria-256-cbc', 32),
};

const rc2Cbc = '1.2.840.113549.3.2';
const pbes2 = '1.2.840.113549.1.5.13';
const pbkdf2 = '1.2.840.113549.1.5.12';
const scrypt = '1.3.6.1.4.1.11591.4.11';

/** Hash of each HMAC: RFC 8018, appendix B.1. */
const pseudoRandomFunctions: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};

/**
 * @param algorithm an AlgorithmIdentifier. @param password undefined: none at all, which differs from an empty one in
 *   PKCS #12.
 * @throws Unsupported, WrongPassword, TooManyRounds. A wrong password is not always noticed: check the result.
 */
export function decryptByPassword(algorithm: Der | undefined, encrypted: Buffer, password: string | undefined): Buffer {
  const [type, parameters] = partsOf(algorithm);
  const { decrypt, key, iv } = cipherFor(oidOf(type), parameters, password);
  try {
    return decrypt(encrypted, key, iv);
  } catch (cause) {
    throw cause instanceof WrongPassword ? cause : new WrongPassword('the padding is wrong', { cause });
  }
}

interface Keyed {
  decrypt: Decrypt;
  key: Buffer;
  iv: Buffer;
}

function cipherFor(scheme: string, parameters: Der | undefined, password: string | undefined): Keyed {
  const [first, second] = partsOf(parameters);
  if (scheme === pbes2) return pbes2Cipher(first, second, Buffer.from(password ?? '', 'utf8'));
  const ofPkcs12 = pkcs12Schemes[scheme];
  if (ofPkcs12 !== undefined) {
    const { keyBytes, ivBytes, decrypt } = ofPkcs12;
    const base = { password, salt: bytesOf(first), rounds: roundsOf(second), digest: 'sha1' as const };
    const key = derivePkcs12Key({ ...base, purpose: 1, bytes: keyBytes });
    return { decrypt, key, iv: derivePkcs12Key({ ...base, purpose: 2, bytes: ivBytes }) };
  }
  const ofPbes1 = pbes1Schemes[scheme];
  if (ofPbes1 === undefined) throw new Unsupported(`scheme ${scheme}`);
  // PBKDF1: the hash of the hash of … The first half is the key, the second the initialisation vector.
  let block = Buffer.concat([Buffer.from(password ?? '', 'utf8'), bytesOf(first)]);
  for (let round = roundsOf(second); round > 0; round--) block = createHash(ofPbes1.digest).update(block).digest();
  return { decrypt: ofPbes1.decrypt, key: block.subarray(0, 8), iv: block.subarray(8, 16) };
}

function pbes2Cipher(derivation: Der | undefined, encryption: Der | undefined, password: Buffer): Keyed {
  const [cipherType, cipherParameters] = partsOf(encryption);
  const cipherId = oidOf(cipherType);
  if (cipherId === rc2Cbc) {
    const [version, iv] = partsOf(cipherParameters);
    const bits = rc2Bits(numberOf(version));
    return { decrypt: rc2(bits), key: deriveKey(derivation, password, bits / 8), iv: bytesOf(iv) };
  }
  const cipher = pbes2Ciphers[cipherId];
  if (cipher === undefined) throw new Unsupported(`cipher ${cipherId}`);
  return {
    decrypt: cipher.decrypt,
    key: deriveKey(derivation, password, cipher.keyBytes),
    iv: bytesOf(cipherParameters),
  };
}

/** RFC 8018, appendix B.2.3: the version stands for a number of bits. */
function rc2Bits(version: number): number {
  const bits = ({ 160: 40, 120: 64, 58: 128 } as Readonly<Record<number, number>>)[version];
  if (bits !== undefined) return bits;
  if (version >= 256 && version <= 1024) return version;
  throw new Unsupported(`RC2 of version ${version}`);
}

function deriveKey(derivation: Der | undefined, password: Buffer, usualBytes: number): Buffer {
  const [type, parameters] = partsOf(derivation);
  const parts = partsOf(parameters);
  if (oidOf(type) === scrypt) {
    const [salt, cost, blockSize, parallelization] = parts;
    const options = {
      cost: numberOf(cost),
      blockSize: numberOf(blockSize),
      parallelization: numberOf(parallelization),
    };
    const { cost: N, blockSize: r, parallelization: p } = options;
    // Its memory and work: OpenSSL's own parameters are 16,384, 8 and 1.
    if (N * r * p > 2 ** 20) throw new TooManyRounds();
    return scryptSync(password, bytesOf(salt), usualBytes, { ...options, maxmem: 2 ** 28 });
  }
  if (oidOf(type) !== pbkdf2) throw new Unsupported(`derivation ${oidOf(type)}`);
  return derivePbkdf2(parameters, password, usualBytes);
}

/** @param parameters of PBKDF2. @param usualBytes if they name no length. */
function derivePbkdf2(parameters: Der | undefined, password: Buffer, usualBytes: number): Buffer {
  const [salt, rounds, ...rest] = partsOf(parameters);
  const functionId = rest.map((part) => oidOf(partsOf(part)[0])).find((id) => id !== '') ?? '1.2.840.113549.2.7';
  const length = rest.find((part) => partsOf(part).length === 0);
  const digest = pseudoRandomFunctions[functionId];
  if (digest === undefined) throw new Unsupported(`function ${functionId}`);
  const bytes = length === undefined ? usualBytes : numberOf(length);
  if (bytes > 1024) throw new Unsupported(`a key of ${bytes} bytes`);
  return pbkdf2Sync(password, bytesOf(salt), roundsOf(rounds), bytes, digest);
}
