/** Pages in Chinese say what the English ones say: the same headings, code, tables, lists and links, in their order. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8');

const translations = [
  ['README.md', 'README.zh-CN.md'],
  ['docs/ios.md', 'docs/ios.zh-CN.md'],
] as const;

const codeBlock = /^```[\s\S]*?^```$/gm;
const codeOf = (page: string) => [...page.matchAll(codeBlock)].map(([block]) => block);
const proseOf = (page: string) => page.replaceAll(codeBlock, '');
const levelsOf = (page: string) => [...proseOf(page).matchAll(/^(#+) /gm)].map(([, level]) => level);
const rowsOf = (page: string) =>
  proseOf(page)
    .match(/^\|.*\|$/gm)
    ?.map((row) => row.split('|').length) ?? [];
const itemsOf = (page: string) => proseOf(page).match(/^(?:- \[ \]|-|\d+\.) /gm) ?? [];
/** Words that must not be translated: commands, names of settings, findings of the doctor. */
const termsOf = (page: string) => new Set([...proseOf(page).matchAll(/`([^`\n]+)`/g)].map(([, term]) => term));
/** The language switch, and links to pages that are there in both languages. */
const isOfOneLanguage = (link: string) => /zh-CN|^(?:README|ios|docs\/ios)\.md$/.test(link);
const linksOf = (page: string) =>
  [...new Set([...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link))]
    .filter((link) => !isOfOneLanguage(link))
    .sort();

describe.each(translations)('%s and %s', (english, chinese) => {
  const [original, translated] = [read(english), read(chinese)];

  it('have the same code', () => {
    // Assess
    expect(codeOf(original).length).toBeGreaterThan(2);
    expect(codeOf(translated)).toEqual(codeOf(original));
  });

  it.each([
    ['headings', levelsOf],
    ['rows of tables', rowsOf],
    ['items of lists', itemsOf],
    ['links', linksOf],
  ] as const)('have the same %s', (_what, partsOf) => {
    // Act
    const parts = partsOf(translated);
    // Assess
    expect(parts).toEqual(partsOf(original));
  });

  it('have the same commands, settings and findings', () => {
    // Act
    const missing = [...termsOf(original)].filter((term) => !termsOf(translated).has(term));
    // Assess
    expect(missing).toEqual([]);
  });

  it('lead to each other', () => {
    // Assess
    expect(original).toContain(`(${chinese.split('/').at(-1)})`);
    expect(translated).toContain(`(${english.split('/').at(-1)})`);
  });
});
