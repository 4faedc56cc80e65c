/** What is published of the React Native package: both halves, the kit's sources, and types that fit the guides. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import rootPackage from '../../../package.json' with { type: 'json' };
import { clientDirectory } from '../../../scripts/clientPackage.ts';
import { buildReactNative, reactNativeDirectory } from '../../../scripts/reactNativePackage.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const ownPackage = JSON.parse(readFileSync(join(reactNativeDirectory, 'package.json'), 'utf8'));

/** An app that has installed the package and the client. */
let app: string;
let installed: string;
beforeAll(async () => {
  app = mkdtempSync(join(tmpdir(), 'ringpost-react-native-'));
  installed = join(app, 'node_modules', ownPackage.name);
  mkdirSync(installed, { recursive: true });
  await buildReactNative(installed);
  for (const part of ['package.json', 'dist']) {
    cpSync(join(clientDirectory, part), join(app, 'node_modules', 'ringpost-client', part), { recursive: true });
  }
  writeFileSync(join(app, 'package.json'), '{"type": "module"}');
}, 120_000);
afterAll(() => rmSync(app, { recursive: true, force: true }));

describe('the package', { timeout: 120_000 }, () => {
  test('has both halves, the plugin, the extension and the kit', async () => {
    // Act
    const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: installed });
    // Assess
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const expected = [
      'app.plugin.cjs',
      'dist/index.js',
      'dist/index.d.ts',
      'dist/plugin.cjs',
      'expo-module.config.json',
      'extension/NotificationService.swift',
      'ios/RingpostModule.swift',
      'kit/RingpostCore.podspec',
      'kit/RingpostCore/Calls/CallTable.swift',
      'kit/RingpostKit/Calls/CallDesk.swift',
      'kit/RingpostNotificationService/NotificationService.swift',
    ];
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(expected));
  });

  test('has the version of Ringpost and requires its client of that version', () => {
    // Assess
    expect(ownPackage.version).toBe(rootPackage.version);
    expect(ownPackage.dependencies).toEqual({ 'ringpost-client': rootPackage.version });
  });

  test('imports only Expo and the client', () => {
    // Act
    const code = readFileSync(join(installed, 'dist/index.js'), 'utf8');
    // Assess
    expect([...code.matchAll(/\bfrom "([^"]+)"/g)].map(([, name]) => name).sort()).toEqual(['expo', 'ringpost-client']);
  });

  test('contains the folders of its pods', () => {
    // Act
    const { apple } = JSON.parse(readFileSync(join(installed, 'expo-module.config.json'), 'utf8'));
    const pods = apple.podspecPath.map((path: string) => readFileSync(join(installed, path), 'utf8'));
    // Assess
    expect(pods).toHaveLength(3);
    for (const pod of pods) expect(pod).toContain("s.swift_version = '6.0'");
  });
});

test('its types compile each example of the README and the guide', { timeout: 120_000 }, async () => {
  // Prepare: each block is a program.
  const pages = [join(reactNativeDirectory, 'README.md'), join(root, 'docs/react-native.md')];
  const blocks = pages.flatMap((page) => [...readFileSync(page, 'utf8').matchAll(/^```ts\n(.+?)^```$/gms)]);
  const programs = blocks.map(([, block = ''], index) => {
    writeFileSync(join(app, `example-${index}.ts`), block);
    return `example-${index}.ts`;
  });
  const strict = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
  const platform = ['--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022,dom', '--types', ''];

  // Act
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const errors = await run(process.execPath, [compiler, ...strict, ...platform, ...programs], { cwd: app }).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  );

  // Assess
  expect(programs.length).toBeGreaterThan(3);
  expect(errors).toBe('');
});
