/** SECURITY.md names a test for each promise, and the routes that are open: both must be true. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { routes } from '../../shared/api/routes.ts';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('SECURITY.md', root), 'utf8');

function section(title: string): string {
  const [, after = ''] = page.split(`\n${title}\n`);
  return after.split(/\n##+ /)[0] ?? '';
}

const rowsOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('|---'))
    .slice(1)
    .map((line) =>
      line
        .slice(1, -1)
        .split(' | ')
        .map((cell) => cell.trim()),
    );

test('each promise names an existing test', () => {
  // Prepare
  const rows = rowsOf(section('## What is promised, and what holds it'));

  // Act
  const broken = rows.filter(([, , reference = '']) => {
    const [file = '', ...title] = reference.split(' › ');
    const url = new URL(file, root);
    if (!file.startsWith('test/') || !existsSync(url)) return true;
    return !readFileSync(url, 'utf8').replaceAll("\\'", "'").includes(title.join(' › '));
  });

  // Assess
  expect(broken).toEqual([]);
  expect(rows.length).toBeGreaterThan(20);
});

test('the open routes are those of the API', () => {
  // Prepare
  const open = Object.entries(routes).flatMap(([key, { caller }]) => (caller === 'none' ? [key] : []));

  // Act
  const named = rowsOf(section('### Who calls'))
    .filter(([caller]) => caller === 'nobody' || caller?.includes('phone'))
    .flatMap(([, , trust = '']) => [...trust.matchAll(/`((?:GET|POST) [^`]+)`/g)].map(([, route]) => route));

  // Assess
  expect(named.sort()).toEqual(open.sort());
});
