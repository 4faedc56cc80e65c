/** The table of errors in docs/api.md against what the API answers. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { problemOf, refusalCodes } from '../../shared/api/refusals.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** `404 unknown_device`, of each row. */
const documented = read('docs/api.md')
  .split('\n')
  .flatMap((line) => {
    const [, code, statuses] = /^\| `([a-z_]+)` \| (\d{3}(?:, \d{3})*) \|/.exec(line) ?? [];
    return statuses?.split(', ').map((status) => `${status} ${code}`) ?? [];
  });

/** What the middleware stack answers, and API Gateway, for which the lab speaks. */
const ofTheStack = [
  ...readdirSync(join(root, 'shared/api'), { encoding: 'utf8', recursive: true }).map((name) => `shared/api/${name}`),
  'lab/aws/gateway/problems.ts',
]
  .filter((path) => path.endsWith('.ts'))
  .flatMap((path) => [...read(path).matchAll(/problem\(\s*(\d{3}),\s*'([a-z_]+)'/g)])
  .map(([, status, code]) => `${status} ${code}`);

const ofTheFlows = refusalCodes.map((refusal) => {
  const { status, code } = problemOf({ refusal, detail: '' });
  return `${status} ${code}`;
});

describe('the table of errors', () => {
  it('lists each code with its status, and no other', () => {
    // Prepare
    const answered = new Set([...ofTheStack, ...ofTheFlows]);

    // Act
    const rows = new Set(documented);

    // Assess
    expect([...rows].toSorted()).toEqual([...answered].toSorted());
    expect(documented).toHaveLength(rows.size);
  });
});
