/** What is published of the TypeScript client: small, for every platform, and with types that need no cast. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import rootPackage from '../../../package.json' with { type: 'json' };
import { adaptersBundle, buildClient, clientBundle, clientDirectory } from '../../../scripts/clientPackage.ts';

const run = promisify(execFile);
const compiler = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));
const clientPackage = JSON.parse(readFileSync(join(clientDirectory, 'package.json'), 'utf8'));

/** A project that has installed the package. */
let project: string;
let installed: string;
beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'ringpost-client-'));
  installed = join(project, 'node_modules', clientPackage.name);
  mkdirSync(installed, { recursive: true });
  cpSync(join(clientDirectory, 'package.json'), join(installed, 'package.json'));
  await buildClient(join(installed, 'dist'));
  writeFileSync(join(project, 'package.json'), '{"type": "module"}');
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

let programs = 0;

/** @returns what the compiler says of a program in that project; empty when it compiles. */
async function compile(program: string, ...options: string[]): Promise<string> {
  const name = `program-${programs++}.ts`;
  writeFileSync(join(project, name), program);
  const strict = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
  const common = ['--target', 'es2022', '--lib', 'es2022,dom', '--types', '', name];
  return run(process.execPath, [compiler, ...strict, ...options, ...common], { cwd: project }).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  );
}

describe('the package', { timeout: 120_000 }, () => {
  test('is at most 8 KB with gzip', async () => {
    // Act
    const { outputFiles } = await build({ ...clientBundle, minify: true, write: false });
    // Assess
    const bytes = gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).byteLength;
    expect(bytes).toBeGreaterThan(1000);
    expect(bytes).toBeLessThanOrEqual(8 * 1024);
  });

  test('imports nothing and uses no Node-only API', () => {
    // Act
    const code = readFileSync(join(installed, 'dist/index.js'), 'utf8');
    // Assess
    expect(code).not.toMatch(/\bimport\b|\brequire\b|\bprocess\b|\bBuffer\b|node:/);
  });

  test('has the adapters as a module of its own, of at most 8 KB with gzip', async () => {
    // Act
    const { outputFiles } = await build({ ...adaptersBundle, minify: true, write: false });
    // Assess
    const bytes = gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).byteLength;
    expect(bytes).toBeGreaterThan(1000);
    expect(bytes).toBeLessThanOrEqual(8 * 1024);
    const code = readFileSync(join(installed, 'dist/adapters/index.js'), 'utf8');
    expect(code).not.toMatch(/\bimport\b|\brequire\b|\bprocess\b|\bBuffer\b|node:/);
  });

  test("has Ringpost's version and everything that npm needs to publish it", async () => {
    // Act
    const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: installed });
    // Assess
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    expect(clientPackage.version).toBe(rootPackage.version);
    expect(clientPackage).not.toHaveProperty('private');
    expect(paths).toEqual(
      expect.arrayContaining([
        ...['dist/LICENSE', 'dist/index.js', 'dist/index.d.ts', 'dist/openapi.d.ts'],
        ...['dist/adapters/index.js', 'dist/adapters/index.d.ts'],
      ]),
    );
  });
});

/** The TypeScript blocks of a page, one after the other. */
function examplesOf(page: string): string {
  const blocks = readFileSync(page, 'utf8').matchAll(/^```tsx?\n(.+?)^```$/gms);
  return [...blocks].map(([, block]) => block).join('\n');
}

/** Compiles only where each line after an `@ts-expect-error` is wrong. */
const program = `import { createClient, type paths } from 'ringpost-client';
const ringpost = createClient({ apiUrl: '', token: () => 'jwt' });
const message = { to: { userId: 'bob' }, elements: [{ type: 'text' as const, text: 'hi' }] };

const sent = await ringpost.sendMessage(message);
export const accepted: number = sent.ok ? sent.value.summary.accepted : 0;
const why = await ringpost.explainMessage(message);
export const pushed: number = why.ok ? why.value.summary.push : 0;
// @ts-expect-error: an explanation accepts nothing
if (why.ok) console.log(why.value.summary.accepted);

const call = await ringpost.getCall({ callId: '' });
// @ts-expect-error: not a state
if (call.ok) console.log(call.value.state === 'gone');
// @ts-expect-error: callId is missing
await ringpost.answerCall({});
// @ts-expect-error: not a field
await ringpost.sendMessage({ ...message, to: { user: 'bob' } });
// @ts-expect-error: for servers
await ringpost.sendMessageAsUser(message);

// The types alone, as a client of somebody else uses them.
type Answers = paths['/v1/messages']['post']['responses'];
export const ofQueued = (answer: Answers[202]['content']['application/json']): number => answer.summary.accepted;
export const ofSent = (answer: Answers[200]['content']['application/json']): number =>
  'messageId' in answer ? answer.summary.accepted : answer.summary.push;
`;

describe('the types of the package', { timeout: 120_000 }, () => {
  test.each([
    ['Node', ['--module', 'nodenext']],
    ['bundlers', ['--module', 'preserve', '--moduleResolution', 'bundler']],
  ])('give `accepted` without a cast and reject mistakes, with the module resolution of %s', async (_name, options) => {
    // Prepare: the program

    // Act
    const errors = await compile(program, ...options);

    // Assess
    expect(errors).toBe('');
  });

  test('compile every example of the README and the guides', async () => {
    // Prepare: a page is one program. Blocks of a guide that are about something else are not.
    const docs = fileURLToPath(new URL('../../../docs', import.meta.url));
    const guides = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
    const pages = [join(clientDirectory, 'README.md'), ...guides.map((name) => join(docs, name))];
    const examples = pages.map(examplesOf).filter((text) => /from 'ringpost-client(?:\/adapters)?'/.test(text));

    // Act
    const errors = await Promise.all(examples.map((text) => compile(text, '--module', 'nodenext')));

    // Assess
    expect(examples.length).toBeGreaterThan(0);
    expect(errors.join('')).toBe('');
  });
});
