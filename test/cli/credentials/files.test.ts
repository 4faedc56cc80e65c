import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixtures, readFileTable, runRow, splitArgs } from './fileTable.ts';

const rows = readFileTable();

describe('a file of credentials', () => {
  it.each(rows)('$what: `$args` gives $gives', async (row) => {
    // Prepare
    const { gives, says } = row;

    // Act
    const outcome = await runRow(row);

    // Assess
    expect(outcome).toEqual({ gives, says });
  });
});

describe('the table in docs/credentials.md', () => {
  it('lists every file of the folder and every fault', () => {
    // Prepare
    const files = readdirSync(fixtures).filter((name) => !['make.sh', 'apple.cnf'].includes(name));
    const codes = ['fileFaults', 'credentialFaults'].flatMap(codesIn);

    // Act
    const filesInTable = new Set(rows.flatMap(({ args }) => splitArgs(args)));
    const codesInTable = new Set(rows.flatMap(({ gives }) => gives.split(', ')));

    // Assess
    expect(files.length).toBeGreaterThan(40);
    expect(files.filter((name) => !filesInTable.has(name))).toEqual([]);
    expect(codes.length).toBeGreaterThan(25);
    expect(codes.filter((code) => !codesInTable.has(`\`${code}\``))).toEqual([]);
  });
});

/** What a module of faults can say. */
function codesIn(module: string): string[] {
  const source = readFileSync(new URL(`../../../cli/credentials/${module}.ts`, import.meta.url), 'utf8');
  return [...source.matchAll(/ code: '(\w+)'/g)].map(([, code = '']) => code);
}
