/** A uniform edge: every function that answers routes is one handler, and what it answers can be tested in process. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { routes } from '../../shared/api/routes.ts';

const root = join(import.meta.dirname, '../..');
const apiFunctions = [...new Set(Object.values(routes).map((route) => route.function))];

/** Operations and endpoints, the log, and the rate gate where the routes have rates. */
const handler = /^export const handler = apiHandler\(\s*(\w+)Operations,\s*\1Endpoints\(\w+\),\s*log(,[^=;]*)?\);$/m;

test.each(apiFunctions)('functions/%s.ts opens its ports and is one handler of its endpoints', (name) => {
  // Act
  const source = readFileSync(join(root, `functions/${name}.ts`), 'utf8');

  // Assess
  expect(source).toMatch(handler);
  expect(source.match(/^export /gm)).toHaveLength(1);
  expect(existsSync(join(root, `functions/endpoints/${name}.ts`))).toBe(true);
});
