import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface LockedPackage {
  version?: string;
  optionalDependencies?: Record<string, string>;
  inBundle?: boolean;
}

test('the lockfile has the packages of every platform, so that `npm ci` works on each', () => {
  // Prepare
  const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');
  const packages = (JSON.parse(text) as { packages: Record<string, LockedPackage> }).packages;
  const installed = Object.values(packages).filter(({ inBundle }) => !inBundle);
  // Act
  const optional = installed.flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies));
  // Assess: npm leaves out what the registry that it asks does not have, and then refuses its own lockfile.
  expect(optional.length).toBeGreaterThan(0);
  expect(optional.filter((name) => packages[`node_modules/${name}`] === undefined)).toEqual([]);
  expect(text).not.toContain('"resolved"');
});
