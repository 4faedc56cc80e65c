/**
 * Opens .p12 files (PKCS #12, RFC 7292) of Keychain and OpenSSL, old and new. docs/decisions/0017-reading-pkcs12.md
 * explains what node-forge and Node do here, and why.
 */
import { createHmac, createPrivateKey, type KeyObject, timingSafeEqual, X509Certificate } from 'node:crypto';
import { bytesOf, type Der, encodeDer, oidOf, parseDer, partsOf, taggedPart } from './asn1.ts';
import { decryptByPassword, roundsOf, TooManyRounds, Unsupported, WrongPassword } from './passwordBased.ts';
import { derivePkcs12Key, type Pkcs12Digest } from './pkcs12Key.ts';

export type OpenedPkcs12 = { certificates: X509Certificate[]; keys: KeyObject[] };

export type Pkcs12Outcome =
  | OpenedPkcs12
  /** `unprotected`: anyone who has the file has the key, with or without a password. */
  | { refusal: 'password' | 'unprotected' | 'unsupported' | 'rounds' | 'damaged' };

const oid = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
} as const;

const digests: Readonly<Record<string, Pkcs12Digest>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
const digestBytes = { sha1: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64 } as const;

/** No password has two forms: no bytes at all, or the end mark of an empty one. */
const noPasswords = [undefined, ''] as const;

/** Their first part, an INTEGER 3, distinguishes .p12 files from other DER. */
export function isPkcs12(file: Der): boolean {
  const [version, authenticatedSafe] = partsOf(file);
  return (
    bytesOf(version).equals(Buffer.of(3)) && oidOf(partsOf(authenticatedSafe)[0]).startsWith('1.2.840.113549.1.7.')
  );
}

/** Whether a password guards the file against changes, which does not mean that it hides anything. */
export function isSealed(file: Der): boolean {
  const [, authenticatedSafe, macData] = partsOf(file);
  const content = bytesOf(partsOf(taggedPart(authenticatedSafe, 0))[0]);
  return (
    macData !== undefined &&
    noPasswords.every((none) => {
      try {
        checkMac(macData, content, none);
        return false;
      } catch {
        return true;
      }
    })
  );
}

/** @param password undefined: none was given. */
export function openPkcs12(file: Der, password: string | undefined): Pkcs12Outcome {
  try {
    const [, authenticatedSafe, macData] = partsOf(file);
    if (oidOf(partsOf(authenticatedSafe)[0]) !== oid.data) throw new Unsupported();
    const content = bytesOf(partsOf(taggedPart(authenticatedSafe, 0))[0]);
    const safes = partsOf(parseDer(content));
    // A password for the MAC alone seals the file but hides nothing.
    if (noPasswords.some((none) => hasReadableKey(safes, none))) return { refusal: 'unprotected' };
    return openWith([...new Set([password, ...noPasswords])], safes, (one) => checkMac(macData, content, one));
  } catch (error) {
    return { refusal: refusalFor(error) };
  }
}

function refusalFor(error: unknown): 'password' | 'unsupported' | 'rounds' | 'damaged' {
  if (error instanceof WrongPassword) return 'password';
  if (error instanceof TooManyRounds) return 'rounds';
  return error instanceof Unsupported ? 'unsupported' : 'damaged';
}

/** The MAC and the bags may have different passwords, and the MAC's may be empty. */
function openWith(
  passwords: readonly (string | undefined)[],
  safes: readonly Der[],
  check: (password: string | undefined) => void,
): OpenedPkcs12 {
  firstThat(passwords, check);
  return firstThat(passwords, (password) =>
    sortBags(
      safes.flatMap((safe) => bagsOf(safe, password)),
      password,
    ),
  );
}

/** @returns the result of the first password that is not wrong. @throws what the first one threw, if all are wrong. */
function firstThat<T>(passwords: readonly (string | undefined)[], use: (password: string | undefined) => T): T {
  let failure: unknown;
  for (const password of passwords) {
    try {
      return use(password);
    } catch (error) {
      if (!(error instanceof WrongPassword)) throw error;
      failure ??= error;
    }
  }
  throw failure;
}

/** Bags that this password does not open are skipped, and so are bags with an unsupported encryption. */
function hasReadableKey(safes: readonly Der[], none: string | undefined): boolean {
  return safes.some((safe) => {
    try {
      return bagsOf(safe, none).some((bag) => isReadableKey(bag, none));
    } catch (error) {
      if (error instanceof TooManyRounds) throw error;
      return false;
    }
  });
}

function isReadableKey(bag: Der, none: string | undefined): boolean {
  try {
    return sortBags([bag], none).keys.length > 0;
  } catch (error) {
    if (error instanceof TooManyRounds) throw error;
    return false;
  }
}

/** RFC 7292, 4 and appendix B. A file may have none. */
function checkMac(macData: Der | undefined, content: Buffer, password: string | undefined): void {
  if (macData === undefined) return;
  const [digestInfo, salt, rounds] = partsOf(macData);
  const [algorithm, expected] = partsOf(digestInfo);
  const digest = digests[oidOf(partsOf(algorithm)[0])];
  if (digest === undefined) throw new Unsupported();
  const count = rounds === undefined ? 1 : roundsOf(rounds);
  const bytes = digestBytes[digest];
  const key = derivePkcs12Key({ password, salt: bytesOf(salt), rounds: count, purpose: 3, bytes, digest });
  const actual = createHmac(digest, key).update(content).digest();
  const wanted = bytesOf(expected);
  if (actual.length !== wanted.length || !timingSafeEqual(actual, wanted)) throw new WrongPassword();
}

/** The bags of one ContentInfo. */
function bagsOf(contentInfo: Der, password: string | undefined): Der[] {
  const [type] = partsOf(contentInfo);
  const [content] = partsOf(taggedPart(contentInfo, 0));
  switch (oidOf(type)) {
    case oid.data:
      return partsOf(parseDer(bytesOf(content)));
    case oid.encryptedData: {
      const encrypted = partsOf(content)[1];
      return partsOf(decrypted(partsOf(encrypted)[1], bytesOf(taggedPart(encrypted, 0)), password));
    }
    default:
      throw new Unsupported();
  }
}

/** Bags of other kinds (revocation lists, secrets) are ignored. */
function sortBags(bags: Der[], password: string | undefined): OpenedPkcs12 {
  const opened: OpenedPkcs12 = { certificates: [], keys: [] };
  for (const bag of bags) {
    const [value] = partsOf(taggedPart(bag, 0));
    switch (oidOf(partsOf(bag)[0])) {
      case oid.keyBag:
        opened.keys.push(toKey(value));
        break;
      case oid.shroudedKeyBag:
        opened.keys.push(toKey(decrypted(partsOf(value)[0], bytesOf(partsOf(value)[1]), password)));
        break;
      case oid.certificateBag:
        if (oidOf(partsOf(value)[0]) === oid.x509Certificate) {
          opened.certificates.push(new X509Certificate(bytesOf(partsOf(taggedPart(value, 0))[0])));
        }
    }
  }
  return opened;
}

/** @param value a PrivateKeyInfo (PKCS #8). RSA or EC: Node reads both. */
function toKey(value: Der | undefined): KeyObject {
  if (!value) throw new Error('a key bag is empty');
  return createPrivateKey({ key: encodeDer(value), format: 'der', type: 'pkcs8' });
}

/** @throws WrongPassword also if the result is not ASN.1: a wrong password yields valid padding once in 256 times. */
function decrypted(algorithm: Der | undefined, encrypted: Buffer, password: string | undefined): Der {
  const bytes = decryptByPassword(algorithm, encrypted, password);
  try {
    return parseDer(bytes);
  } catch (cause) {
    throw new WrongPassword('the decrypted data is not ASN.1', { cause });
  }
}
