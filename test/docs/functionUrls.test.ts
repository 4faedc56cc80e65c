import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { serverFunctions } from '../../shared/api/serverFunctions.ts';

test('deploy.md lists the server routes of each function that can have a URL', () => {
  // Prepare
  const section = readFileSync('docs/deploy.md', 'utf8').split('### Function URLs')[1]?.split('\n## ')[0] ?? '';

  // Act
  const rows = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);

  // Assess
  expect(rows.sort()).toEqual([...serverFunctions].sort());
});
