import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
    // Its mirrors do not have Debian's packages.
    const ubuntu = await chosenSwift({ osRelease: 'ID=ubuntu\nID_LIKE=debian\n' });

    // Assess
    expect(mac).toMatchObject({ kind: 'none', problem: expect.stringMatching(/version 5.*needs? 6.*Install it/) });
    expect(fedora).toMatchObject({ kind: 'none', problem: expect.stringContaining('no Swift on the PATH') });
    expect(ubuntu).toMatchObject({ kind: 'none' });
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

describe('scripts/swift/chroot.sh', () => {
  const chrootScript = fileURLToPath(new URL('../../scripts/swift/chroot.sh', import.meta.url));
  /** Programs of a machine on which everything goes well. Nothing is mounted or fetched. */
  const machine = {
    id: 'echo 0',
    unshare: 'shift 3; exec "$@"',
    timeout: 'shift 2; exec "$@"',
    flock: '',
    mountpoint: '',
    rm: '[ "$2" != --one-file-system ] || set -- -rf "$3"; exec /bin/rm "$@"',
    debootstrap: 'mkdir -p "$4/etc/apt/apt.conf.d" "$4/usr/bin"',
    chroot: 'case "$*" in *install*) echo > "$1/usr/bin/swift"; chmod +x "$1/usr/bin/swift" ;; esac',
  };
  let folder = '';
  let target = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ringpost-chroot-'));
    target = join(folder, 'swift');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function install(changes: Partial<typeof machine> = {}) {
    const programs = join(folder, 'programs');
    mkdirSync(programs, { recursive: true });
    for (const [name, script] of Object.entries({ ...machine, ...changes })) {
      writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(programs, name), 0o755);
    }
    const { status, stderr } = spawnSync('bash', [chrootScript, 'install', target], {
      env: {
        PATH: `${programs}${delimiter}${process.env['PATH']}`,
        RINGPOST_DEBIAN_MIRROR: 'http://mirror.example/debian',
      },
      encoding: 'utf8',
    });
    return { status, stderr };
  }

  it('installs Swift once', () => {
    // Act
    const first = install();
    const second = install({ debootstrap: 'exit 1' });

    // Assess
    expect(first).toMatchObject({ status: 0 });
    expect(existsSync(join(target, 'usr/bin/swift'))).toBe(true);
    expect(second).toEqual({ status: 0, stderr: '' });
  });

  it.each([
    ['has no root', { id: 'echo 1000' }, /need root to install Swift/],
    ['may not mount', { unshare: 'exit 1' }, /may not mount .*--cap-add SYS_ADMIN/],
    [
      'has no network',
      { debootstrap: 'echo "E: Failed getting release file"; exit 1' },
      /E: Failed getting release file/,
    ],
    ['has a mirror that hangs', { timeout: 'exit 124' }, /mirror took longer than 20m/],
    [
      'gets a Swift that does not run',
      { chroot: 'case "$*" in *--version*) exit 132 ;; esac' },
      /could not be installed/,
    ],
  ])('reports on a machine that %s what to do, and leaves no half of an installation', (_, change, problem) => {
    // Act
    const { status, stderr } = install(change);

    // Assess
    expect(status).toBe(1);
    expect(stderr).toMatch(problem);
    expect(stderr).toMatch(/Other ways: a Swift 6 on the PATH/);
    expect(existsSync(target)).toBe(false);
  });

  it('starts again after an installation that was interrupted', () => {
    // Prepare
    mkdirSync(`${target}.partial/usr/bin`, { recursive: true });
    writeFileSync(`${target}.partial/usr/bin/half`, '');

    // Act
    const { status } = install();

    // Assess
    expect(status).toBe(0);
    expect(existsSync(join(target, 'usr/bin/half'))).toBe(false);
  });
});
