/** A test that pushes to the fake APNs over connections of its own runs over both transports. */
import { globSync, readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { expect, test } from 'vitest';
import { overConnections } from '../../vitest.config.ts';

const root = join(import.meta.dirname, '../..');

/** What opens a fake APNs together with clients of it. */
const worlds = /start(AppleWorld|RuntimeWorld)\(/;

/** They need no second run. */
const exceptions: Readonly<Record<string, string>> = {
  'test/shared/apns/wire/differential.test.ts': 'plays both by itself',
  'test/runtime/everyFunction.test.ts': 'is about each function, whatever it connects to',
};

test('every scenario of connections to APNs is in the list of both transports, or says why not', () => {
  // Act
  const scenarios = globSync('test/**/*.test.ts', { cwd: root })
    .filter((file) => worlds.test(readFileSync(join(root, file), 'utf8')))
    .filter((file) => file !== 'test/house/bothTransports.test.ts');
  const missing = scenarios.filter((file) => !overConnections.some((pattern) => matchesGlob(file, pattern)));

  // Assess
  expect(missing.toSorted()).toEqual(Object.keys(exceptions).toSorted());
});

test('every name in the list of both transports is one of a test', () => {
  // Act
  const unknown = overConnections.filter((pattern) => globSync(pattern, { cwd: root }).length === 0);

  // Assess
  expect(unknown).toEqual([]);
});
