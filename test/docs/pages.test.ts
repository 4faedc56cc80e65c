/** Pages begin at the beginning, and say each thing once. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = execFileSync('git', ['ls-files', '-z', '*.md'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((path) => path !== '' && path !== 'CHANGELOG.md');

const textOf = (path: string) => readFileSync(`${root}/${path}`, 'utf8').replaceAll(/```[\s\S]*?```/g, '');

/** @returns paragraphs and list items of 80 characters and more, each on one line. */
const passagesOf = (page: string) =>
  page
    .split(/\n\s*\n|\n(?=[-*] |\d+\. )/)
    .map((passage) => passage.replaceAll(/\s+/g, ' ').trim())
    .filter((passage) => passage.length >= 80 && !/^[|#>]/.test(passage));

const repeatedIn = (passages: readonly string[]) =>
  passages.filter((passage, index) => passages.indexOf(passage) < index);

test('no passage is twice on a page', () => {
  // Act
  const found = pages.flatMap((path) => repeatedIn(passagesOf(textOf(path))).map((passage) => `${path}: ${passage}`));
  // Assess
  expect(found).toEqual([]);
});

test('no long passage is on two pages', () => {
  // Act
  const passages = pages.flatMap((path) => passagesOf(textOf(path)).filter(({ length }) => length >= 250));
  // Assess
  expect(passages.length).toBeGreaterThan(200);
  expect(repeatedIn(passages)).toEqual([]);
});

test('each page has a title and a text before its first section', () => {
  // Act
  const faults = pages.filter((path) => !/^# \S.*\n\n[^#\s]/.test(textOf(path)));
  // Assess
  expect(faults).toEqual([]);
});

describe('a passage', () => {
  const passage = 'The lab listens on 127.0.0.1, and prints one line on stdout when it is ready for requests.';

  it('that comes again is found, across lines and lists', () => {
    // Act
    const found = repeatedIn(passagesOf(`${passage}\n\nOther.\n\n${passage.replaceAll(' and ', '\nand ')}\n`));
    // Assess
    expect(found).toEqual([passage]);
  });

  it('that is a row of a table is not', () => {
    // Act
    const found = repeatedIn(passagesOf(`| ${passage} |\n\n| ${passage} |\n`));
    // Assess
    expect(found).toEqual([]);
  });
});
