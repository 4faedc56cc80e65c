/** docs/requirements.md has each requirement, with a test that exists or the reason why it has none. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/requirements.md', root), 'utf8');

interface Row {
  id: string;
  what: string;
  /** `<file> › <title>`, or `no test: <reason>`. */
  proof: string;
}

/** How many requirements each source has, from 01 on. There are ten of `E`, and any number of `L`. */
const sizes = { S0: 30, S1: 25, S2: 21, S3: 32, S4: 21, B4: 42 } as const;
const owed = [
  ...Object.entries(sizes).flatMap(([source, size]) =>
    Array.from({ length: size }, (_, index) => `${source}-${String(index + 1).padStart(2, '0')}`),
  ),
  ...Array.from({ length: 10 }, (_, index) => `E-${index + 1}`),
];

const testFile = /^(?:test\/\S+\.(?:test|kit)\.ts|client\/ios\/Tests\/\S+\.swift)$/;

const rows = rowsOf(page);

/** @returns each line of a table that begins with an ID. */
function rowsOf(text: string): Row[] {
  return text.split('\n').flatMap((line) => {
    const [, id = '', what = '', proof = ''] = /^\| ((?:S\d|B4|E|L)-\d+) \| (.+?) \| (.*) \|$/.exec(line) ?? [];
    return id === '' ? [] : [{ id, what, proof }];
  });
}

/** @returns what is wrong with the proof, or undefined. */
function faultOf(proof: string): string | undefined {
  const [, reason] = /^no test: (.+)$/.exec(proof) ?? [];
  if (reason !== undefined) return reason.length < 10 ? 'the reason is too short' : undefined;
  const [file = '', ...rest] = proof.split(' › ');
  const title = rest.join(' › ');
  if (!testFile.test(file)) return 'neither a test nor a reason';
  const url = new URL(file, root);
  if (!existsSync(url)) return 'the file does not exist';
  return hasTitle(readFileSync(url, 'utf8'), title) ? undefined : 'the file has no such test';
}

/** As a whole text of the source: the title of a test or suite, of a row of a table of tests, or a function of Swift. */
function hasTitle(source: string, title: string): boolean {
  const plain = source.replaceAll("\\'", "'");
  return [`'${title}'`, `"${title}"`, `\`${title}\``, `@Test func ${title}(`].some((literal) =>
    plain.includes(literal),
  );
}

test('no requirement is missing', () => {
  // Prepare
  const listed = new Set(rows.map(({ id }) => id));

  // Act
  const missing = owed.filter((id) => !listed.has(id));

  // Assess
  expect(missing).toEqual([]);
  // One of them repeats another one.
  expect(owed).toHaveLength(128 + 1 + 42 + 10);
});

test('each row names a test that exists under its title, or a reason', () => {
  // Act
  const faults = rows.flatMap(({ id, proof }) => {
    const fault = faultOf(proof);
    return fault === undefined ? [] : [`${id}: ${fault}: ${proof}`];
  });

  // Assess
  expect(faults).toEqual([]);
  expect(rows.length).toBeGreaterThan(owed.length);
});

test('each line of a table is a row', () => {
  // Act
  const lines = page.split('\n').filter((line) => /^\|/.test(line) && !/^\|(?:---| ID )/.test(line));

  // Assess
  expect(lines).toHaveLength(rows.length);
});

test('no requirement both has a test and says that it has none', () => {
  // Act
  const without = rows.filter(({ proof }) => proof.startsWith('no test: ')).map(({ id }) => id);

  // Assess
  expect(without.filter((id) => rows.filter((row) => row.id === id).length > 1)).toEqual([]);
});

describe('a proof', () => {
  it.each([
    ['test/docs/requirements.test.ts › a title that no test has', 'the file has no such test'],
    ['test/docs/nothing.test.ts › no requirement is missing', 'the file does not exist'],
    ['docs/requirements.md › no requirement is missing', 'neither a test nor a reason'],
    ['no test: later', 'the reason is too short'],
    ['', 'neither a test nor a reason'],
  ])('%j is a fault', (proof, fault) => {
    // Assess: a title that is cut in two is not one literal of this file.
    expect(faultOf(proof.replace('a title that', 'a missing title that'))).toBe(fault);
  });

  it('of a test that exists is right', () => {
    // Assess
    expect(faultOf('test/docs/requirements.test.ts › no requirement is missing')).toBeUndefined();
  });
});
