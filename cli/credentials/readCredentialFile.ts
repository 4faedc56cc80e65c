/** Finds certificates and private keys in a file by its content, whatever its name: .p12, .cer, .pem, .p8, .p7b. */
import type { Fault } from '../frame/failure.ts';
import { fileText, isMarkedText } from '../frame/fileText.ts';
import { fileEmpty, notACredential, zipArchive } from './fileFaults.ts';
import type { ReadPieces } from './pieces.ts';
import { readDer } from './readDer.ts';
import { readPem } from './readPem.ts';

/** A file as it was given. */
export interface CredentialFile {
  /** Name for people, without its folder. */
  name: string;
  bytes: Buffer;
}

/** @param password tried where one is needed. */
export function readCredentialFile({ name, bytes }: CredentialFile, password: string | undefined): ReadPieces {
  if (bytes.length === 0) return fault(fileEmpty(name));
  if (!isMarkedText(bytes) && bytes[0] === 0x30) return readDer(name, bytes, password || undefined);
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))) return fault(zipArchive(name));
  const text = fileText(bytes);
  if (text.includes('-----BEGIN ')) return readPem(name, text, password || undefined);
  const unwrapped = bytesOfBareText(text);
  return unwrapped === undefined ? fault(notACredential(name)) : readDer(name, unwrapped, password || undefined);
}

const fault = (one: Fault): ReadPieces => ({ fault: one });

/**
 * A key or a certificate without its `-----BEGIN` lines: base64 as it is copied into an environment variable or a form,
 * with or without line ends or quotation marks.
 */
function bytesOfBareText(text: string): Buffer | undefined {
  const letters = text.replace(/\\[rn]|[\s"']/g, '');
  if (letters.length < 64 || !/^[A-Za-z0-9+/]+={0,2}$/.test(letters)) return undefined;
  const bytes = Buffer.from(letters, 'base64');
  return bytes[0] === 0x30 ? bytes : undefined;
}
