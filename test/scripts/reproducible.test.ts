import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunctions, functionNames } from '../../scripts/bundle.ts';

/**
 * The hash of a bundle is what CloudFormation goes by: a bundle that differs from one clone or run to the next would make
 * `cdk diff` show changes that nobody has made, and replace all functions at each deployment.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ringpost-clone-'));
const clone = join(folder, 'some where else');

beforeAll(async () => {
  for (const part of ['functions', 'shared', 'scripts', 'package.json', 'tsconfig.json']) {
    cpSync(join(root, part), join(clone, part), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'), 'dir');
  const inClone: typeof import('../../scripts/bundle.ts') = await import(join(clone, 'scripts', 'bundle.ts'));
  await Promise.all([bundleFunctions(join(folder, 'here')), inClone.bundleFunctions(join(folder, 'there'))]);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the bundle of a function', () => {
  it.each(functionNames())('is identical, byte for byte, from a clone in another folder: %s', (name) => {
    // Prepare
    const [here, there] = ['here', 'there'].map((place) => join(folder, place, name)) as [string, string];

    // Act
    const files = readdirSync(here);

    // Assess
    expect(readdirSync(there)).toEqual(files);
    for (const file of files) {
      const bundle = readFileSync(join(here, file));
      expect(bundle.equals(readFileSync(join(there, file)))).toBe(true);
      expect(bundle.includes(folder)).toBe(false);
      expect(bundle.includes(root)).toBe(false);
    }
  });
});
