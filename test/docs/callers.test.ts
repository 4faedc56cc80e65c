/** docs/callers.md repeats the tables that test/lab/callers/callers.test.ts runs. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type KnownRouteKey, routes } from '../../shared/api/routes.ts';
import { type Expected, proofs, proofTable, relations } from '../lab/callers/callerTable.ts';
import { type Reached, reach, standingNames } from '../lab/callers/reachTable.ts';

const page = readFileSync(new URL('../../docs/callers.md', import.meta.url), 'utf8');
const rowsOf = (heading: string) =>
  page
    .slice(page.indexOf(`## ${heading}\n`))
    .split(/^## /m)[1]
    ?.split('\n')
    .filter((line) => line.startsWith('|') && !line.startsWith('|---'))
    .slice(1);
const keysOf = (caller: string) =>
  (Object.keys(routes) as KnownRouteKey[]).filter((routeKey) => routes[routeKey].caller === caller);
/** `404 unknown_call` as `404 `unknown_call``. */
const cell = (expected: Expected | Reached | 'let in' | undefined) =>
  (expected ?? '').replace(/^(\d+) (\w+)$/, '$1 `$2`');

test('the table of credentials is that of the tests', () => {
  // Prepare
  const expected = proofs.map(
    (proof) => `| ${proof} | ${cell(proofTable[proof].user)} | ${cell(proofTable[proof].server)} |`,
  );
  // Act
  const written = rowsOf('Who is let in');
  // Assess
  expect(written).toEqual(expected);
});

test('the answers to each user on each route are those of the tests', () => {
  // Prepare
  const expected = keysOf('user').map((routeKey) => {
    const row = relations[routeKey];
    const { owner, involved, other } = typeof row === 'string' ? { owner: row, other: row } : row;
    return `| \`${routeKey}\` | ${cell(owner)} | ${cell(involved)} | ${cell(other)} |`;
  });
  // Act
  const written = rowsOf('What users may do');
  // Assess
  expect(written).toEqual(expected);
});

test('the answers to a user who reaches or names another user are those of the tests', () => {
  // Prepare
  const routeKeys = [...keysOf('user'), ...keysOf('server'), ...keysOf('none')];
  const expected = routeKeys.map((routeKey) => {
    const row = reach[routeKey];
    const cells = standingNames.map((name) => {
      if (row === 'names nobody') return '—';
      return row === 'let in' ? row : cell(row[name]);
    });
    return `| \`${routeKey}\` | ${cells.join(' | ')} |`;
  });
  // Act
  const written = rowsOf('Towards another user')?.filter((line) => line.startsWith('| `') && /\/v1\//.test(line));
  // Assess
  expect(written).toEqual(expected);
});

test('the answers on the server routes and the open routes are those of the tests', () => {
  // Prepare
  const expected = [...keysOf('server'), ...keysOf('none')].map(
    (routeKey) =>
      `| \`${routeKey}\` | ${routes[routeKey].caller === 'none' ? 'everybody' : 'servers'} | ${relations[routeKey]} |`,
  );
  // Act
  const written = rowsOf('The other routes');
  // Assess
  expect(written).toEqual(expected);
});
