/** docs/requirements.md names a test for each requirement: all of them must be there. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/requirements.md', root), 'utf8');

interface Row {
  id: string;
  file: string;
  title: string;
}

const rows: Row[] = page
  .split('\n')
  .filter((line) => line.startsWith('|') && line.includes(' › '))
  .map((line) => {
    const [, id = '', , reference = ''] = line.split(' | ').join('|').split('|');
    const [file = '', ...title] = reference.trim().split(' › ');
    return { id: id.trim(), file, title: title.join(' › ').trim() };
  });

/** As a whole text of the source: the title of a test or suite, or of a row of a table of tests. */
function hasTitle({ file, title }: Row): boolean {
  const url = new URL(file, root);
  if (!existsSync(url)) return false;
  const source = readFileSync(url, 'utf8').replaceAll("\\'", "'");
  return [`'${title}'`, `"${title}"`, `\`${title}\``].some((literal) => source.includes(literal));
}

/** What messages owe: S0 and S1 as far as they are about messages, S4, B4 as far as it is built, and E-5. */
const owed = [
  ...['S0-02', 'S0-22', 'S0-23', 'S0-24', 'S0-25', 'S0-28', 'S1-06', 'S1-13', 'S1-18', 'S1-19', 'E-5'],
  ...['01', '02', '09', '10', '11', '12', '13', '14', '15', '16', '17', '21'].map((number) => `S4-${number}`),
  // Tags, B4-11, come with broadcasts.
  ...range(1, 10),
  ...range(14, 19),
  ...range(22, 26),
  ...[30, 31, 32, 35, 36, 38, 39].map(parityId),
];

function range(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => parityId(first + index));
}

function parityId(number: number): string {
  return `B4-${String(number).padStart(2, '0')}`;
}

test('each requirement of messages has a test', () => {
  // Prepare
  const listed = new Set(rows.map(({ id }) => id));

  // Act
  const missing = owed.filter((id) => !listed.has(id));

  // Assess
  expect(missing).toEqual([]);
});

test('each named test exists under its title', () => {
  // Act
  const missing = rows.filter((row) => !hasTitle(row));

  // Assess
  expect(missing).toEqual([]);
  expect(rows.length).toBeGreaterThan(40);
});

test('each row names what it is about', () => {
  // Act
  const lines = page.split('\n').filter((line) => /^\| (S\d|B4|E|L)-/.test(line));

  // Assess
  for (const line of lines)
    expect(line).toMatch(/^\| (S\d-\d\d|B4-\d\d|[EL]-\d+) \| \S.* \| test\/\S+\.test\.ts › \S.* \|$/);
});
