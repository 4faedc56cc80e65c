/**
 * Reads text with `-----BEGIN …-----` blocks (RFC 7468): certificates and keys in any order, with any text around them.
 */
import { parseDer } from './asn1.ts';
import {
  encryptionUnsupported,
  fileDamaged,
  notACredential,
  opensshKey,
  passwordMissing,
  passwordWrong,
  publicKeyOnly,
  signingRequest,
} from './fileFaults.ts';
import { Unsupported } from './passwordBased.ts';
import { certificateIn, keyIn, keyInDer, type Pieces, type ReadPieces } from './pieces.ts';
import { readEncryptedKey, readSignedData } from './readDer.ts';
import { decryptTraditional } from './traditionalPem.ts';

interface Block {
  label: string;
  /** `Proc-Type` and the like, before an empty line. */
  headers: string;
  /** undefined if it is not base64. */
  bytes: Buffer | undefined;
}

export function readPem(name: string, text: string, password: string | undefined): ReadPieces {
  const pieces: Pieces = { certificates: [], keys: [] };
  const blocks = blocksIn(text);
  if (blocks.length < text.split('-----BEGIN ').length - 1) return { fault: fileDamaged(name) };
  for (const block of blocks) {
    const read = readBlock(name, block, password);
    if (read === undefined) continue;
    if ('fault' in read) return read;
    pieces.certificates.push(...read.certificates);
    pieces.keys.push(...read.keys);
  }
  if (pieces.certificates.length + pieces.keys.length > 0) return pieces;
  const labels = blocks.map(({ label }) => label);
  if (labels.some((label) => label.endsWith('CERTIFICATE REQUEST'))) return { fault: signingRequest(name) };
  return { fault: labels.some((label) => label.endsWith('PUBLIC KEY')) ? publicKeyOnly(name) : notACredential(name) };
}

/** The line ends may be missing, or written as `\n`, as in a variable or in JSON. */
function blocksIn(text: string): Block[] {
  const found = text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([^-]*(?:-(?!----)[^-]*)*)-----END \1-----/g);
  return [...found].map(([, label = '', inside = '']) => {
    const lines = inside.replaceAll(/(\\r)?\\n/g, '\n').replaceAll('\r\n', '\n');
    const [, headers = '', body = lines] = /^\s*((?:[A-Za-z-]+:.*\n)+)\s*\n([\s\S]*)$/.exec(lines) ?? [];
    const letters = body.replace(/[\s"']/g, '');
    const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(letters);
    return { label, headers, bytes: isBase64 ? Buffer.from(letters, 'base64') : undefined };
  });
}

/** @returns undefined for irrelevant blocks, such as curve parameters. */
function readBlock(
  name: string,
  { label, headers, bytes }: Block,
  password: string | undefined,
): ReadPieces | undefined {
  if (label === 'OPENSSH PRIVATE KEY') return { fault: opensshKey(name) };
  const isCertificate = /^(X509 |TRUSTED )?CERTIFICATE$/.test(label);
  const isSignedData = label === 'PKCS7' || label === 'CMS';
  if (!isCertificate && !isSignedData && !label.endsWith('PRIVATE KEY')) return undefined;
  const damaged = { fault: fileDamaged(name) };
  if (bytes === undefined) return damaged;
  try {
    if (isSignedData) return readSignedData(name, parseDer(bytes), bytes);
    if (label === 'ENCRYPTED PRIVATE KEY') return readEncryptedKey(name, parseDer(bytes), password);
  } catch {
    return damaged;
  }
  if (isCertificate) return certificateIn(pemOf(label, bytes)) ?? damaged;
  if (/^Proc-Type:.*ENCRYPTED/m.test(headers)) return readTraditional(name, headers, bytes, password);
  return keyIn(pemOf(label, bytes)) ?? keyInDer(bytes) ?? damaged;
}

/** Node recognizes a trusted certificate by its label, and reads no line longer than some hundred characters. */
function pemOf(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

function readTraditional(name: string, headers: string, bytes: Buffer, password: string | undefined): ReadPieces {
  if (password === undefined) return { fault: passwordMissing(name) };
  try {
    const pieces = keyInDer(decryptTraditional(headers, bytes, password));
    if (pieces !== undefined) return pieces;
  } catch (error) {
    if (error instanceof Unsupported) return { fault: encryptionUnsupported(name, 'pkcs8') };
  }
  return { fault: passwordWrong(name) };
}
