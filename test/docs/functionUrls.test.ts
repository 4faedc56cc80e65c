import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { routes } from '../../shared/api/routes.ts';
import { serverFunctions } from '../../shared/api/serverFunctions.ts';

const section = readFileSync('docs/deploy.md', 'utf8').split('### Function URLs')[1]?.split('\n## ')[0] ?? '';
const rows = new Map(
  [...section.matchAll(/^\| `(\w+)` \| (.*) \|$/gm)].map(([, name = '', cell = '']) => [
    name,
    [...cell.matchAll(/`([^`]+)`/g)].map(([, route = '']) => route),
  ]),
);

/** Whether the table names the route: `…` stands for any part of it, and a path without a method for each method. */
function names(written: string, routeKey: string): boolean {
  const pattern = written.replaceAll(/[{}]/g, '\\$&').replaceAll('…', '.*');
  return new RegExp(`^(\\w+ )?${pattern}$`).test(routeKey);
}

test('deploy.md lists each function that can have a URL', () => {
  // Act
  const listed = [...rows.keys()];

  // Assess
  expect(listed.sort()).toEqual([...serverFunctions].sort());
});

test('deploy.md lists every server route in the row of its function, and in no other', () => {
  // Prepare
  const serverRoutes = Object.entries(routes).filter(([, { caller }]) => caller === 'server');

  // Act
  const listed = serverRoutes.map(([routeKey]) => [
    routeKey,
    [...rows].filter(([, written]) => written.some((each) => names(each, routeKey))).map(([name]) => name),
  ]);

  // Assess
  expect(listed).toEqual(serverRoutes.map(([routeKey, { function: name }]) => [routeKey, [name]]));
});
