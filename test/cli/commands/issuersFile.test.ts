import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readIssuersFile } from '../../../cli/commands/issuersFile.ts';
import { readLabOptions } from '../../../cli/commands/labOptions.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringpost-issuers-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const issuer = { issuerUrl: 'http://127.0.0.1:8080', audiences: ['x'], algorithms: ['ES256'], userIdPrefix: 'staff:' };

describe('--issuers', () => {
  it('names a file with issuers', () => {
    // Prepare
    const file = join(folder, 'issuers.json');
    writeFileSync(file, JSON.stringify([issuer]));

    // Act
    const issuers = readIssuersFile(file);

    // Assess
    expect(issuers).toEqual([issuer]);
    expect(readLabOptions(['--issuers', file])).toMatchObject({ issuersFile: file });
  });

  it.each([
    ['no JSON', '{'],
    ['no list', JSON.stringify(issuer)],
    ['an issuer without audiences', JSON.stringify([{ ...issuer, audiences: undefined }])],
    ['a secret as its key', JSON.stringify([{ ...issuer, algorithms: ['HS256'] }])],
  ])('is refused with %s', (_what, text) => {
    // Prepare
    const file = join(folder, 'issuers.json');
    writeFileSync(file, text);

    // Act
    const read = () => readIssuersFile(file);

    // Assess
    expect(read).toThrow(`${file} is not a list of issuers: write [{"issuerUrl": "…"`);
  });

  it('does not go with the fake APNs alone', () => {
    // Act
    const options = readLabOptions(['--apns-only', '--issuers', 'x.json']);

    // Assess
    expect(options).toEqual({ wrong: '--issuers does not go with --apns-only' });
  });
});
