/**
 * Opens .p12 files (PKCS #12, RFC 7292) of Keychain and OpenSSL, old and new. What node-forge does here, what Node does
 * and why: docs/decisions/0017-reading-pkcs12.md.
 */
import { createHmac, createPrivateKey, type KeyObject, timingSafeEqual, X509Certificate } from 'node:crypto';
import { bytesOf, type Der, encodeDer, oidOf, parseDer, partsOf, taggedPart } from './asn1.ts';
import forge from './nodeForge.ts';

export type OpenedPkcs12 = { certificates: X509Certificate[]; keys: KeyObject[] };

export type Pkcs12Outcome = OpenedPkcs12 | { refusal: 'password' | 'unsupported' | 'damaged' };

class Unsupported extends Error {}
class WrongPassword extends Error {}

const oid = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  pbes2: '1.2.840.113549.1.5.13',
} as const;

const macAlgorithms: Readonly<Record<string, { digest: 'sha1' | 'sha256' | 'sha384' | 'sha512'; bytes: number }>> = {
  '1.3.14.3.2.26': { digest: 'sha1', bytes: 20 },
  '2.16.840.1.101.3.4.2.1': { digest: 'sha256', bytes: 32 },
  '2.16.840.1.101.3.4.2.2': { digest: 'sha384', bytes: 48 },
  '2.16.840.1.101.3.4.2.3': { digest: 'sha512', bytes: 64 },
};

/** By their first part, an INTEGER 3, .p12 files are told from other DER. */
export function isPkcs12(file: Der): boolean {
  const [version, authenticatedSafe] = partsOf(file);
  return (
    bytesOf(version).equals(Buffer.of(3)) && oidOf(partsOf(authenticatedSafe)[0]).startsWith('1.2.840.113549.1.7.')
  );
}

/** @param password `undefined` is no password at all, which the format tells from an empty one. */
export function openPkcs12(file: Der, password: string | undefined): Pkcs12Outcome {
  try {
    const [, authenticatedSafe, macData] = partsOf(file);
    if (oidOf(partsOf(authenticatedSafe)[0]) !== oid.data) throw new Unsupported();
    const content = bytesOf(partsOf(taggedPart(authenticatedSafe, 0))[0]);
    if (macData) checkMac(macData, content, password);
    return sortBags(
      partsOf(parseDer(content)).flatMap((safe) => bagsOf(safe, password)),
      password,
    );
  } catch (error) {
    if (error instanceof WrongPassword) return { refusal: 'password' };
    return { refusal: error instanceof Unsupported ? 'unsupported' : 'damaged' };
  }
}

/** RFC 7292, 4 and appendix B. */
function checkMac(macData: Der, content: Buffer, password: string | undefined): void {
  const [digestInfo, salt, iterations] = partsOf(macData);
  const [algorithm, expected] = partsOf(digestInfo);
  const mac = macAlgorithms[oidOf(partsOf(algorithm)[0])];
  if (!mac) throw new Unsupported();
  const key = forge.pkcs12.generateKey(
    password,
    forge.util.createBuffer(bytesOf(salt).toString('binary')),
    3,
    iterations === undefined ? 1 : Number(`0x${bytesOf(iterations).toString('hex')}`),
    mac.bytes,
    forge.md[mac.digest].create(),
  );
  const actual = createHmac(mac.digest, Buffer.from(key.getBytes(), 'binary')).update(content).digest();
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
      return partsOf(decrypt(partsOf(encrypted)[1], bytesOf(taggedPart(encrypted, 0)), password));
    }
    default:
      throw new Unsupported();
  }
}

/** Bags of other kinds (revocation lists, secrets) are nothing to us. */
function sortBags(bags: Der[], password: string | undefined): OpenedPkcs12 {
  const opened: OpenedPkcs12 = { certificates: [], keys: [] };
  for (const bag of bags) {
    const [value] = partsOf(taggedPart(bag, 0));
    switch (oidOf(partsOf(bag)[0])) {
      case oid.keyBag:
        opened.keys.push(toKey(value));
        break;
      case oid.shroudedKeyBag:
        opened.keys.push(toKey(decrypt(partsOf(value)[0], bytesOf(partsOf(value)[1]), password)));
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

/**
 * RC2-40 and 3DES by the derivation of PKCS #12, AES and 3DES by PBES2. The first takes the password as UTF-16, the
 * second as UTF-8, which node-forge wants as bytes.
 */
function decrypt(algorithm: Der | undefined, encrypted: Buffer, password: string | undefined): Der {
  const [type, parameters] = partsOf(algorithm);
  const algorithmId = oidOf(type);
  const bytes = algorithmId === oid.pbes2 ? Buffer.from(password ?? '', 'utf8').toString('binary') : password;
  const cipher = cipherFor(algorithmId, parameters, bytes);
  cipher.update(forge.util.createBuffer(encrypted.toString('binary')));
  if (!cipher.finish()) throw new WrongPassword();
  try {
    return parseDer(Buffer.from(cipher.output.getBytes(), 'binary'));
  } catch (cause) {
    // The padding of a wrong password's output is right once in 256 times.
    throw new WrongPassword('what was decrypted is not ASN.1', { cause });
  }
}

function cipherFor(algorithmId: string, parameters: Der | undefined, password: string | undefined) {
  try {
    return forge.pki.pbe.getCipher(algorithmId, parameters, password);
  } catch (cause) {
    throw new Unsupported('node-forge does not know the encryption', { cause });
  }
}
