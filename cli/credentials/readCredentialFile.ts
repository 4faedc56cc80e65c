/** Finds certificates and private keys in a file, whatever its name: .p12, .cer, .pem, .p8. By content only. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Fault } from '../failure.ts';
import { type Der, oidOf, parseDer, partsOf, statedLength } from './asn1.ts';
import {
  encryptionUnsupported,
  fileDamaged,
  fileEmpty,
  notACredential,
  passwordEmpty,
  passwordMissing,
  passwordWrong,
  provisioningProfile,
  signingRequest,
} from './fileFaults.ts';
import { isPkcs12, openPkcs12 } from './pkcs12.ts';

/** A file as it was given. */
export interface CredentialFile {
  /** For people, without its folder. */
  name: string;
  bytes: Buffer;
}

export interface Pieces {
  certificates: X509Certificate[];
  /** Private keys. */
  keys: KeyObject[];
}

export type ReadPieces = Pieces | { fault: Fault };

/** @param password tried where one is needed. */
export function readCredentialFile(file: CredentialFile, password: string | undefined): ReadPieces {
  const { name, bytes } = file;
  if (bytes.length === 0) return { fault: fileEmpty(name) };
  const text = bytes.toString('latin1');
  if (text.includes('-----BEGIN ')) return readPem(name, text, password || undefined);
  return bytes[0] === 0x30 ? readDer(name, bytes, password || undefined) : { fault: notACredential(name) };
}

function readDer(name: string, bytes: Buffer, password: string | undefined): ReadPieces {
  const needs = statedLength(bytes);
  if (needs !== undefined && bytes.length < needs) return { fault: fileDamaged(name, { has: bytes.length, needs }) };
  let file: Der;
  try {
    // Some programs leave a line's end behind it.
    file = parseDer(bytes.subarray(0, needs));
  } catch {
    return { fault: fileDamaged(name) };
  }
  if (isPkcs12(file)) return readPkcs12(name, file, password);
  if (oidOf(partsOf(file)[0]) === signedData) {
    return { fault: bytes.includes('<plist') ? provisioningProfile(name) : notACredential(name) };
  }
  return (
    readCertificate(bytes) ?? readKey({ key: bytes, format: 'der', type: 'pkcs8' }) ?? { fault: notACredential(name) }
  );
}

/** PKCS #7, as which Apple signs provisioning profiles. */
const signedData = '1.2.840.113549.1.7.2';

function readPkcs12(name: string, file: Der, password: string | undefined): ReadPieces {
  // There are two ways to have none: no bytes at all, and the end mark of an empty one.
  const opensForAll = [undefined, ''].some((none) => !('refusal' in openPkcs12(file, none)));
  if (opensForAll) return { fault: passwordEmpty(name) };
  const outcome = openPkcs12(file, password);
  if (!('refusal' in outcome)) return outcome;
  switch (outcome.refusal) {
    case 'unsupported':
      return { fault: encryptionUnsupported(name) };
    case 'damaged':
      return { fault: fileDamaged(name) };
    case 'password':
      return { fault: password === undefined ? passwordMissing(name) : passwordWrong(name) };
  }
}

function readPem(name: string, text: string, password: string | undefined): ReadPieces {
  const pieces: Pieces = { certificates: [], keys: [] };
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[^-]*(?:-(?!----)[^-]*)*-----END \1-----/g)];
  if (blocks.length < text.split('-----BEGIN ').length - 1) return { fault: fileDamaged(name) };
  let hasRequest = false;
  for (const [pem, label = ''] of blocks) {
    if (label.endsWith('CERTIFICATE REQUEST')) hasRequest = true;
    const read = label.endsWith('PRIVATE KEY')
      ? readPemKey(name, pem, password)
      : /^(X509 |TRUSTED )?CERTIFICATE$/.test(label)
        ? (readCertificate(pem) ?? { fault: fileDamaged(name) })
        : undefined;
    if (read === undefined) continue;
    if ('fault' in read) return read;
    pieces.certificates.push(...read.certificates);
    pieces.keys.push(...read.keys);
  }
  if (pieces.certificates.length + pieces.keys.length > 0) return pieces;
  return { fault: hasRequest ? signingRequest(name) : notACredential(name) };
}

function readPemKey(name: string, pem: string, password: string | undefined): ReadPieces {
  const isEncrypted = /ENCRYPTED/.test(pem);
  if (isEncrypted && password === undefined) return { fault: passwordMissing(name) };
  const read = readKey({ key: pem, ...(isEncrypted && password !== undefined && { passphrase: password }) });
  return read ?? { fault: isEncrypted ? passwordWrong(name) : fileDamaged(name) };
}

function readCertificate(content: string | Buffer): Pieces | undefined {
  try {
    return { certificates: [new X509Certificate(content)], keys: [] };
  } catch {
    return undefined;
  }
}

function readKey(input: Parameters<typeof createPrivateKey>[0]): Pieces | undefined {
  try {
    return { certificates: [], keys: [createPrivateKey(input)] };
  } catch {
    return undefined;
  }
}
