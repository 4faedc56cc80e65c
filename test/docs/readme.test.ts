/** Tables of the documents against the code: the commands, the lab's routes; and what the front page needs. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8');

test('the table of commands is complete', () => {
  // Prepare
  const help = execFileSync(process.execPath, [`${root}/cli/ringpost.mjs`, '--help'], { encoding: 'utf8' });
  const commands = [...help.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name]) => name);
  // Act
  const rows = read('docs/cli.md')
    .split('\n')
    .filter((line) => line.startsWith('| [`'));
  const listed = rows.flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`([a-z]+)/g)].map(([, name]) => name));
  // Assess
  expect(commands.length).toBeGreaterThan(8);
  expect(commands.filter((name) => !listed.includes(name))).toEqual([]);
});

test("the table of the lab's routes is complete", () => {
  // Prepare
  const tracked = execFileSync('git', ['ls-files', 'lab/*.ts'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
  const sources = tracked.filter((path) => !path.includes('/page/') && !path.startsWith('lab/emulator/'));
  const served = sources.flatMap((path) =>
    [...readFileSync(`${root}/${path}`, 'utf8').matchAll(/'(\/lab\/[a-z]+(?:\/\{id\})?(?:\/[a-z]+)?)'/g)].map(
      ([, route = '']) => route.replace('{id}', '{phoneId}'),
    ),
  );
  // Act
  const routes = read('docs/lab.md').split('\n## Routes\n')[1]?.split('\n## ')[0] ?? '';
  const rows = routes.split('\n').filter((line) => line.startsWith('| `'));
  const listed = rows.map((row) => /(\/lab\/[\w/{}]+)/.exec(row)?.[1]);
  // Assess
  expect([...new Set(listed)].toSorted()).toEqual([...new Set(served)].toSorted());
});

test('the film of the front page is animated and small enough', () => {
  // Prepare
  const [, path = ''] = /!\[[^\]]+\]\(([^)]+\.webp)\)/.exec(read('README.md')) ?? [];
  // Act
  const file = readFileSync(`${root}/${path}`);
  // Assess: one chunk for each frame.
  expect(file.toString('latin1').split('ANMF').length).toBeGreaterThan(10);
  expect(file.length).toBeLessThan(1_500_000);
});

test('the entry page of the documents lists each page', () => {
  // Prepare
  const pages = execFileSync('git', ['ls-files', 'docs/*.md'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
  const entry = read('docs/README.md');
  // Act
  const missing = pages
    .filter((path) => !path.slice('docs/'.length).includes('/'))
    .filter((path) => path !== 'docs/README.md' && !entry.includes(`(${path.slice('docs/'.length)})`));
  // Assess
  expect(pages.length).toBeGreaterThan(20);
  expect(missing).toEqual([]);
});
