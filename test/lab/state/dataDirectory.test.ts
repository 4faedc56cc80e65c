import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataDirectory } from '../../../lab/state/dataDirectory.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'data-directory-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('the folder of --data', () => {
  it('is created for its user only, with its files', () => {
    // Prepare
    const path = join(parent, 'deep', 'data');

    // Act
    openDataDirectory(path).save('phones', [{ name: 'one' }]);

    // Assess
    expect(modeOf(path)).toBe(0o700);
    expect(modeOf(join(path, 'phones.json'))).toBe(0o600);
  });

  it('is closed to others when an older lab left it open', () => {
    // Prepare
    const path = join(parent, 'data');
    mkdirSync(path);
    chmodSync(path, 0o755);
    for (const name of ['table.sqlite', 'table.sqlite-wal', 'phones.json', 'notes.txt']) {
      writeFileSync(join(path, name), '');
      chmodSync(join(path, name), 0o644);
    }

    // Act
    openDataDirectory(path);

    // Assess
    expect(modeOf(path)).toBe(0o700);
    expect(['table.sqlite', 'table.sqlite-wal', 'phones.json'].map((name) => modeOf(join(path, name)))).toEqual([
      0o600, 0o600, 0o600,
    ]);
    // Not the lab's.
    expect(modeOf(join(path, 'notes.txt'))).toBe(0o644);
  });

  it('stays open when it is a shared folder', () => {
    // Prepare
    const path = join(parent, 'shared');
    mkdirSync(path);
    chmodSync(path, 0o1777);

    // Act
    openDataDirectory(path);

    // Assess
    expect(statSync(path).mode & 0o7777).toBe(0o1777);
  });
});
