import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCredentialFile } from '../../../cli/credentials/readCredentialFile.ts';
import { fixtures } from './fileTable.ts';

const read = (name: string, change = (bytes: Buffer) => bytes) =>
  readCredentialFile({ name, bytes: change(readFileSync(join(fixtures, name))) }, 'secret');
const codeOf = (outcome: ReturnType<typeof read>) => ('fault' in outcome ? outcome.fault.code : 'ok');

describe('a file', () => {
  it.each(['keychain.p12', 'aes-sha256.p12', 'voip.cer', 'AuthKey_ABC1234567.p8', 'text.cer'])(
    '%s is never accepted when truncated, at any byte',
    (name) => {
      // Prepare
      const { length } = readFileSync(join(fixtures, name));
      const codes = ['file_empty', 'file_damaged', 'not_a_credential'];

      // Act
      // Of a text, the last byte is the end of a line, which nobody misses.
      const property = fc.property(fc.nat(length - 2), (keptBytes) => {
        expect(codes).toContain(codeOf(read(name, (bytes) => bytes.subarray(0, keptBytes))));
      });

      // Assess
      fc.assert(property);
    },
  );

  it('of arbitrary bytes gets an answer and no exception', () => {
    // Prepare
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.uint8Array({ maxLength: 200 }).map((rest) => Uint8Array.from([0x30, ...rest])),
      fc.string().map((text) => Buffer.from(`-----BEGIN PRIVATE KEY-----\n${text}\n-----END PRIVATE KEY-----`)),
    );

    // Act
    const property = fc.property(bytes, (content) => {
      expect(codeOf(readCredentialFile({ name: 'x', bytes: Buffer.from(content) }, 'secret'))).not.toBe('ok');
    });

    // Assess
    fc.assert(property);
  });

  it.each([
    ['with the line ends of Windows', (text: string) => text.replaceAll('\n', '\r\n')],
    ['with a mark of its encoding', (text: string) => `\uFEFF${text}`],
    ['with words around it', (text: string) => `Bag Attributes\n  friendlyName: x\n${text}\nbye`],
    ['without the last line end', (text: string) => text.trimEnd()],
  ])('of text is read %s', (_what, change) => {
    // Prepare
    const changed = (bytes: Buffer) => Buffer.from(change(bytes.toString()));

    // Act
    const outcomes = ['AuthKey_ABC1234567.p8', 'universal.pem'].map((name) => codeOf(read(name, changed)));

    // Assess
    expect(outcomes).toEqual(['ok', 'ok']);
  });

  it('may end with a line break', () => {
    // Prepare
    const changed = (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('\n')]);

    // Act
    const outcomes = ['keychain.p12', 'voip.cer'].map((name) => codeOf(read(name, changed)));

    // Assess
    expect(outcomes).toEqual(['ok', 'ok']);
  });

  it('of a key in DER is read', () => {
    // Prepare
    const toDer = (bytes: Buffer) => Buffer.from(bytes.toString().replace(/-----.*-----/g, ''), 'base64');

    // Act
    const outcome = read('AuthKey_ABC1234567.p8', toDer);

    // Assess
    expect(outcome).toMatchObject({ certificates: [], keys: [{ asymmetricKeyType: 'ec' }] });
  });
});
