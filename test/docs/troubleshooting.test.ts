/** docs/troubleshooting.md has the same parts for each symptom, and names only codes that exist. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(`${root}/docs/troubleshooting.md`, 'utf8');
const parts = ['You see', 'Ringpost says', 'Cause', 'Fix'];

const symptoms = page
  .split('\n### ')
  .slice(1)
  .map((section) => {
    const [title = '', ...rest] = section.split('\n');
    return { title, text: rest.join('\n').split('\n## ')[0] ?? '' };
  });

/** What the programs say: sources of functions, command line and shared code. */
const sources = execFileSync('git', ['ls-files', '-z', 'shared', 'functions', 'cli'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(`${root}/${path}`, 'utf8'))
  .join('\n');

/** A code that `Ringpost says`: in a string of the sources, or made of a part's name and `_unreachable`. */
const isKnown = (code: string) => [`'${code}'`, `"${code}"`, ` ${code}:`].some((literal) => sources.includes(literal));

test('every symptom is there', () => {
  // Assess
  expect(symptoms.length).toBeGreaterThan(25);
  expect(new Set(symptoms.map(({ title }) => title)).size).toBe(symptoms.length);
});

describe.each(symptoms)('$title', ({ text }) => {
  it('has its four parts in their order', () => {
    // Act
    const found = [...text.matchAll(/^- \*\*(.+?)\*\*:/gm)].map(([, part]) => part);
    // Assess
    expect(found).toEqual(parts);
  });

  it('names only codes that the program has', () => {
    // Act
    const codes = [...text.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, code = '']) => code);
    // Assess
    expect(codes.filter((code) => !isKnown(code))).toEqual([]);
  });
});

test('a code that does not exist is found', () => {
  // Assess
  expect(isKnown('no_such_code_at_all')).toBe(false);
});
