/** Keys that a password protects, made here: whatever the password, and however it is encrypted. */
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCredentialFile } from '../../../cli/credentials/readCredentialFile.ts';
import { fixtures } from './fileTable.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const codeOf = (outcome: ReturnType<typeof readCredentialFile>) => ('fault' in outcome ? outcome.fault.code : 'ok');

const ciphers = ['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', 'des-ede3-cbc', 'camellia-256-cbc', 'aria-256-cbc'];

describe('a password-protected key', () => {
  it('opens with its password and no other, in PEM and in DER', () => {
    // Prepare
    const passphrase = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .filter((text) => !text.includes('\0'));
    const made = fc.record({ cipher: fc.constantFrom(...ciphers), passphrase, format: fc.constantFrom('pem', 'der') });

    // Act
    const property = fc.property(made, ({ cipher, passphrase: password, format }) => {
      const options = { type: 'pkcs8', cipher, passphrase: password } as const;
      const exported =
        format === 'pem'
          ? privateKey.export({ ...options, format: 'pem' })
          : privateKey.export({ ...options, format: 'der' });
      const file = { name: 'key', bytes: Buffer.from(exported) };
      const codes = [password, `${password}x`, undefined].map((given) => codeOf(readCredentialFile(file, given)));

      // Assess
      expect(codes).toEqual(['ok', 'password_wrong', 'password_missing']);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it.each([
    ['in one line', (text: string) => text.replaceAll('\n', '')],
    ['with written line ends, as in a variable', (text: string) => text.trim().replaceAll('\n', '\\n')],
    ['in quotation marks', (text: string) => `"${text.trim().replaceAll('\n', '\\n')}"`],
    ['with spaces for line ends', (text: string) => text.replaceAll('\n', ' ')],
    ['with its mark in UTF-8', (text: string) => `\uFEFF${text}`],
    ['without its first and last line', (text: string) => text.replaceAll(/-----.*-----/g, '')],
  ])('is read %s', (_what, change) => {
    // Prepare
    const text = change(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());

    // Act
    const inUtf8 = codeOf(readCredentialFile({ name: 'key', bytes: Buffer.from(text) }, undefined));
    const utf16 = Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(text.replace('\uFEFF', ''), 'utf16le')]);
    const inUtf16 = codeOf(readCredentialFile({ name: 'key', bytes: utf16 }, undefined));
    const inBigEndian = codeOf(readCredentialFile({ name: 'key', bytes: Buffer.from(utf16).swap16() }, undefined));

    // Assess
    expect([inUtf8, inUtf16, inBigEndian]).toEqual(['ok', 'ok', 'ok']);
  });

  it('is refused beyond a million rounds', () => {
    // Prepare
    const bytes = readFileSync(join(fixtures, 'endless.p12'));

    // Act
    const codes = ['secret', undefined].map((password) => codeOf(readCredentialFile({ name: 'x', bytes }, password)));

    // Assess
    expect(codes).toEqual(['too_many_rounds', 'too_many_rounds']);
  });

  it.each(['key-in-the-open.p12', 'not-encrypted.p12', 'no-password.p12'])(
    'is not found in %s, whatever the password',
    (name) => {
      // Prepare
      const file = { name, bytes: readFileSync(join(fixtures, name)) };

      // Act
      const codes = new Set(
        ['secret', 'wrong', undefined].map((password) => codeOf(readCredentialFile(file, password))),
      );

      // Assess
      expect([...codes]).toEqual([name === 'key-in-the-open.p12' ? 'key_unprotected' : 'password_empty']);
    },
  );
});
