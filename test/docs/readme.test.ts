/** Tables of the README against the code: the commands, and the lab's routes. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(`${root}/README.md`, 'utf8');
const rowsBelow = (heading: string) =>
  (readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));

test('each command is in its table', () => {
  // Prepare
  const help = execFileSync(process.execPath, [`${root}/cli/ringpost.mjs`, '--help'], { encoding: 'utf8' });
  const commands = [...help.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name]) => name);
  // Act
  const listed = rowsBelow('The command line').flatMap((row) =>
    [...(row.split(' | ')[0] ?? '').matchAll(/`([a-z]+)/g)].map(([, name]) => name),
  );
  // Assess
  expect(commands.length).toBeGreaterThan(8);
  expect(commands.filter((name) => !listed.includes(name))).toEqual([]);
});

test('each route of the lab is in its table', () => {
  // Prepare
  const tracked = execFileSync('git', ['ls-files', 'lab/*.ts'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
  const sources = tracked.filter((path) => !path.includes('/page/') && !path.startsWith('lab/emulator/'));
  const served = sources.flatMap((path) =>
    [...readFileSync(`${root}/${path}`, 'utf8').matchAll(/'(\/lab\/[a-z]+(?:\/\{id\})?(?:\/[a-z]+)?)'/g)].map(
      ([, route = '']) => route.replace('{id}', '{phoneId}'),
    ),
  );
  // Act
  const listed = rowsBelow('The phone lab').map((row) => /(\/lab\/[\w/{}]+)/.exec(row)?.[1]);
  // Assess
  expect([...new Set(listed)].toSorted()).toEqual([...new Set(served)].toSorted());
});
