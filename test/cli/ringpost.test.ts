import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { listen } from '../../lab/aws/protocol/listen.ts';

const program = fileURLToPath(new URL('../../cli/ringpost.mjs', import.meta.url));
/** Makes this Node look like one that is too old for the program: by its version, and unable to run TypeScript. */
const oldNode = [
  '--no-experimental-strip-types',
  `--import=data:text/javascript,${encodeURIComponent(
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });",
  )}`,
];

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

function start(args: string[], nodeArguments: string[] = [], environment: Record<string, string> = {}) {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...own } = process.env;
  const child = spawn(process.execPath, [...nodeArguments, program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...own, ...environment },
  });
  running.push(child);
  return child;
}

async function run(args: string[], nodeArguments?: string[], environment?: Record<string, string>) {
  const child = start(args, nodeArguments, environment);
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { stdout, stderr, status };
}

const isAnswering = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );

describe('wrong usage', () => {
  it.each([
    ['an unknown command', ['lba'], 'ringpost: unknown command `lba`: did you mean `lab`?'],
    ['an unknown command of a group', ['credentials', 'show'], 'ringpost credentials: unknown command `show`'],
    ['a value where none is taken', ['send', '--explain=yes'], 'ringpost send: `--explain` takes no value'],
    [
      'an option for a value',
      ['send', '--from', '--to', 'bob'],
      'ringpost send: `--from` needs a value; write one that begins',
    ],
    ['an option for a command', ['--stage', 'dev'], 'ringpost: unknown option `--stage`'],
    ['help on an unknown command', ['help', 'sned'], 'ringpost: unknown command `sned`: did you mean `send`?'],
    ['an inherited property as command', ['toString'], 'ringpost: unknown command `toString`'],
    ['an unknown option', ['lab', '--prot', '1'], 'ringpost lab: unknown option `--prot`: did you mean `--port`?'],
    ['a stray argument', ['lab', 'now'], 'ringpost lab: unexpected argument `now`'],
    ['a port without a value', ['lab', '--port'], 'ringpost lab: `--port` needs a value'],
    ['an invalid port', ['lab', '--port', '4e3'], 'ringpost lab: --port must be a whole number from 0 to 65535'],
    ['a port out of range', ['lab', '--port', '65536'], 'ringpost lab: --port must be a whole number from 0 to 65535'],
    ['a folder without a name', ['lab', '--data', ''], 'ringpost lab: --data must name a folder'],
    [
      'an invalid host port',
      ['lab', '--apns-only', '--production-port', 'x'],
      'ringpost lab: --production-port must be a whole number from 0 to 65535',
    ],
    [
      'a host port without the fake APNs',
      ['lab', '--development-port', '1'],
      'ringpost lab: --development-port goes with --apns-only',
    ],
  ])('is printed on stderr, with status 2: %s', async (_what, args, message) => {
    // Prepare
    const hint = /Run `npx ringpost( lab| credentials| send)? --help` for its usage\.\n$/;

    // Act
    const { stdout, stderr, status } = await run(args);

    // Assess
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr).toMatch(hint);
  });
});

describe('help', () => {
  it.each([[[]], [['--help']], [['help']], [['lab', '--help']], [['lab', '-h']], [['help', 'lab']]])(
    'of %j has an example',
    async (args) => {
      // Prepare
      const example = /Example:\n {2}npx ringpost lab /;

      // Act
      const { stdout, stderr, status } = await run(args);

      // Assess
      expect(status).toBe(0);
      expect(stdout).toMatch(example);
      expect(stderr).toBe('');
    },
  );
});

describe('the version', () => {
  it.each([['--version'], ['-v'], ['version']])('printed by %s is that of package.json', async (args) => {
    // Prepare
    const manifest = new URL('../../package.json', import.meta.url);
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };

    // Act
    const { stdout, stderr, status } = await run([args]);

    // Assess
    expect({ stdout, stderr, status }).toEqual({ stdout: `${version}\n`, stderr: '', status: 0 });
  });
});

describe('colours', () => {
  it.each([
    [{ FORCE_COLOR: '1' }, true],
    [{}, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ])('with %j in a pipe: %j', async (environment, wanted) => {
    // Act
    const { stdout } = await run(['--help'], [], environment);

    // Assess
    expect(stdout.includes('\u001b[')).toBe(wanted);
  });
});

describe('the lab', () => {
  it('reports a port in use and how to choose another', async () => {
    // Prepare
    const other = await listen(createServer(), 0);
    const { port } = new URL(other.url);

    // Act
    const { stdout, stderr, status } = await run(['lab', '--port', port], oldNode);

    // Assess
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      `ringpost lab: port ${port} is in use: choose another one with --port, or 0 for any free one\n`,
    );
    await other.stop();
  });

  it('starts from an older Node, prints one line on stdout when it is ready, and stops cleanly on SIGTERM', async () => {
    // Prepare
    const child = start(['lab', '--port', '0'], oldNode);
    const lines: string[] = [];
    const stderr = text(child.stderr);
    createInterface(child.stdout).on('line', (line) => lines.push(line));
    await vi.waitUntil(() => lines.length > 0 || child.exitCode !== null, 30_000);
    const ready = JSON.parse(lines[0]?.replace(/^ringpost lab ready /, '') ?? '');
    const health = await fetch(`${ready.url}/v1/health`);

    // Act
    child.kill('SIGTERM');
    const [status] = await once(child, 'exit');

    // Assess
    expect(health.status).toBe(200);
    expect(status).toBe(0);
    expect(lines).toHaveLength(1);
    expect(ready).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      accessKeyId: expect.any(String),
      secretAccessKey: expect.any(String),
      region: 'us-east-1',
    });
    expect(await stderr).toContain(`open ${ready.url} to see the phones`);
    expect(await isAnswering(ready.url)).toBe(false);
  });

  it('stops when the older Node that started it is killed', async () => {
    // Prepare
    const child = start(['lab', '--port', '0'], oldNode);
    const [line] = await once(createInterface(child.stdout), 'line');
    const { url } = JSON.parse(String(line).replace(/^ringpost lab ready /, ''));
    expect(await isAnswering(url)).toBe(true);

    // Act
    child.kill('SIGKILL');

    // Assess
    await vi.waitUntil(async () => !(await isAnswering(url)), 10_000);
  });
});

describe('the fake APNs alone', () => {
  it('listens on the given port, prints one line on stdout, and stops cleanly on SIGTERM', async () => {
    // Prepare
    const other = await listen(createServer(), 0);
    await other.stop();
    const { port } = new URL(other.url);
    const child = start(['lab', '--apns-only', '--port', '0', '--production-port', port]);
    const lines: string[] = [];
    createInterface(child.stdout).on('line', (line) => lines.push(line));
    await vi.waitUntil(() => lines.length > 0 || child.exitCode !== null, 30_000);
    const ready = JSON.parse(lines[0]?.replace(/^ringpost apns ready /, '') ?? '');
    const pushes = await (await fetch(`${ready.controlUrl}/pushes`)).json();

    // Act
    child.kill('SIGTERM');
    const [status] = await once(child, 'exit');

    // Assess
    expect(ready.origins.production).toBe(`https://127.0.0.1:${port}`);
    expect(pushes).toEqual({ pushes: [], next: 0 });
    expect(status).toBe(0);
    expect(lines).toHaveLength(1);
    expect(existsSync(ready.keyFile)).toBe(false);
    expect(await isAnswering(ready.controlUrl)).toBe(false);
  });

  it('reports a port in use and how to choose another', async () => {
    // Prepare
    const other = await listen(createServer(), 0);
    const { port } = new URL(other.url);

    // Act
    const { stdout, stderr, status } = await run(['lab', '--apns-only', '--port', port]);

    // Assess
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^ringpost lab: the control API cannot listen .*choose another port for it, or 0 for any/);
    await other.stop();
  });
});
