import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/swift/swift.mjs', import.meta.url));
const choiceModule: string = new URL('../../scripts/swift/choice.mjs', import.meta.url).href;

const debian = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n';

async function chosenSwift(facts: { version?: string; platform?: string; osRelease?: string }): Promise<unknown> {
  const choice = await import(choiceModule);
  return choice.chosenSwift({ version: '', platform: 'linux', osRelease: debian, folder: '/cache/swift', ...facts });
}

describe('the Swift that tests of client/ios run with', () => {
  it.each(['Swift version 6.0.3 (swift-6.0.3-RELEASE)', 'Apple Swift version 6.2.1 (swiftlang-6.2.1.4.8)'])(
    'is the one on the PATH when that is %s',
    async (version) => {
      // Act
      const choice = await chosenSwift({ version });

      // Assess
      expect(choice).toEqual({ kind: 'system' });
    },
  );

  it.each(['', 'Swift version 5.8.1 (swift-5.8.1-RELEASE)'])(
    'is Debian 13’s on a Debian with "%s"',
    async (version) => {
      // Act
      const choice = await chosenSwift({ version });

      // Assess
      expect(choice).toEqual({ kind: 'chroot', folder: '/cache/swift' });
    },
  );

  it('is reported as missing elsewhere, with the fix', async () => {
    // Act
    const mac = await chosenSwift({ platform: 'darwin', osRelease: '', version: 'Apple Swift version 5.10' });
    const fedora = await chosenSwift({ osRelease: 'ID=fedora\n' });

    // Assess
    expect(mac).toMatchObject({ kind: 'none', problem: expect.stringMatching(/version 5.*needs? 6.*Install it/) });
    expect(fedora).toMatchObject({ kind: 'none', problem: expect.stringContaining('no Swift on the PATH') });
  });
});

describe('scripts/swift/swift.mjs', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ringpost-swift-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('runs the tests in client/ios with warnings as errors, and exits with their status', () => {
    // Prepare
    const swift = join(folder, 'swift');
    writeFileSync(
      swift,
      '#!/bin/sh\nif [ "$1" = --version ]; then echo "Swift version 6.1"; else echo "$PWD: $@"; exit 3; fi\n',
    );
    chmodSync(swift, 0o755);

    // Act
    const { status, stdout } = spawnSync(process.execPath, [script, 'test', '--filter', 'Ring'], {
      env: { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}` },
      encoding: 'utf8',
    });

    // Assess
    expect(stdout).toMatch(/client\/ios: test .*-warnings-as-errors .*--filter Ring/);
    expect(status).toBe(3);
  });
});
