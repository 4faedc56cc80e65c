/** Reads a file of bytes (DER): a .p12, a .cer, a key, the certificates of a .p7b. */
import { bytesOf, type Der, encodeDer, numberOf, oidOf, parseDer, partsOf, statedLength, taggedPart } from './asn1.ts';
import {
  encryptionUnsupported,
  fileDamaged,
  keyUnprotected,
  notACredential,
  passwordEmpty,
  passwordMissing,
  passwordWrong,
  provisioningProfile,
  publicKeyOnly,
  signingRequest,
  tooManyRounds,
} from './fileFaults.ts';
import { decryptByPassword, TooManyRounds, Unsupported } from './passwordBased.ts';
import { certificateIn, isPublicKey, keyInDer, type Pieces, type ReadPieces } from './pieces.ts';
import { isPkcs12, isSealed, openPkcs12 } from './pkcs12.ts';

/** PKCS #7, in which Apple signs provisioning profiles and Windows exports certificates. */
const signedData = '1.2.840.113549.1.7.2';

export function readDer(name: string, bytes: Buffer, password: string | undefined): ReadPieces {
  const needs = statedLength(bytes);
  if (needs !== undefined && bytes.length < needs) return { fault: fileDamaged(name, { has: bytes.length, needs }) };
  // Some programs append a line end.
  const whole = bytes.subarray(0, needs);
  let file: Der;
  try {
    file = parseDer(whole);
  } catch {
    return { fault: fileDamaged(name) };
  }
  if (isPkcs12(file)) return readPkcs12(name, file, password);
  if (oidOf(partsOf(file)[0]) === signedData) return readSignedData(name, file, bytes);
  if (isEncryptedKey(file)) return readEncryptedKey(name, file, password);
  const pieces = certificateIn(whole) ?? keyInDer(whole);
  if (pieces !== undefined) return pieces;
  if (isSigningRequest(file)) return { fault: signingRequest(name) };
  return { fault: isPublicKey(whole) ? publicKeyOnly(name) : notACredential(name) };
}

function readPkcs12(name: string, file: Der, password: string | undefined): ReadPieces {
  const outcome = openPkcs12(file, password);
  if (!('refusal' in outcome)) return outcome;
  switch (outcome.refusal) {
    case 'unprotected':
      return { fault: isSealed(file) ? keyUnprotected(name) : passwordEmpty(name) };
    case 'unsupported':
      return { fault: encryptionUnsupported(name, 'pkcs12') };
    case 'rounds':
      return { fault: tooManyRounds(name) };
    case 'damaged':
      return { fault: fileDamaged(name) };
    case 'password':
      return { fault: password === undefined ? passwordMissing(name) : passwordWrong(name) };
  }
}

/** The certificates of a PKCS #7, which never contains a private key. */
export function readSignedData(name: string, file: Der, bytes: Buffer): ReadPieces {
  if (bytes.includes('<plist')) return { fault: provisioningProfile(name) };
  const [content] = partsOf(taggedPart(file, 0));
  const found = partsOf(taggedPart(content, 0)).map((certificate) => certificateIn(encodeDer(certificate)));
  const certificates = found.flatMap((pieces) => pieces?.certificates ?? []);
  return certificates.length > 0 ? { certificates, keys: [] } : { fault: notACredential(name) };
}

/** EncryptedPrivateKeyInfo (RFC 5958): the algorithm and the encrypted bytes. */
function isEncryptedKey(file: Der): boolean {
  const [algorithm, encrypted, ...rest] = partsOf(file);
  return (
    rest.length === 0 &&
    oidOf(partsOf(algorithm)[0]) !== '' &&
    typeof encrypted?.value === 'string' &&
    numberOfType(encrypted) === 4
  );
}

export function readEncryptedKey(name: string, file: Der, password: string | undefined): ReadPieces {
  if (password === undefined) return { fault: passwordMissing(name) };
  const [algorithm, encrypted] = partsOf(file);
  let pieces: Pieces | undefined;
  try {
    pieces = keyInDer(decryptByPassword(algorithm, bytesOf(encrypted), password));
  } catch (error) {
    if (error instanceof Unsupported) return { fault: encryptionUnsupported(name, 'pkcs8') };
    if (error instanceof TooManyRounds) return { fault: tooManyRounds(name) };
  }
  return pieces ?? { fault: passwordWrong(name) };
}

/** PKCS #10: a version 0, a name, a public key. */
function isSigningRequest(file: Der): boolean {
  const [info, algorithm, signature] = partsOf(file);
  const [version, subject, publicKey] = partsOf(info);
  const isVersion = version !== undefined && numberOfType(version) === 2 && numberOf(version) === 0;
  return isVersion && [subject, publicKey, algorithm, signature].every((part) => part !== undefined);
}

function numberOfType({ type }: Der): number {
  return Number(type);
}
