/**
 * Plain, idiomatic English (CONTRIBUTING.md, "Language") in every page, comment and string. Words and forms on this list
 * are those that the project once used in place of what a native speaker would write.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { proseOf } from '../support/prose.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What is not written, and what to write. */
const rules: readonly (readonly [form: RegExp, instead: string])[] = [
  [/\bmend(?:s|ed|ing)?\b/i, 'fix'],
  [/(?<!\bthere )\b(?:is|are|was|were) (?:no(?! longer\b)(?! more\b)|none)\b/i, 'is not a'],
  [/(?:^|[.!?] )Who\b[^.?!:]*\./, 'A user who, A worker that'],
  [/(?<=^\/(?:\*\*?|\/\/?) )Who\b[^.?!]*(?:[.!]|$)/, 'A user who, A worker that, Whether'],
  [/(?:^|\| |; )who (?:has|does|loses|finds)\b[^?]*(?:\||$)/, 'a user who'],
  [/(?<=\/\*\*\s+|^\s*\* )Of\b/m, 'the noun and its unit'],
  [/\btold\b|\btells? (?:of|nobody|everybody)\b/i, 'report, publish, say, show'],
  [/\bso long(?! as)\b|\bonly so many\b/i, 'how long, for as long as'],
  [/\bas good as\b/i, 'almost'],
  [/\bin vain\b/i, 'without success'],
  [/\bsets? aside\b/i, 'dead-letter'],
  [/\bside by side\b/i, 'concurrently'],
  [/\banew\b/i, 'again'],
  [/\bby halves\b/i, 'half-'],
  [/\bhad better\b/i, 'should'],
  [/\bnobody of us\b|\bnone of (?:ours|yours|theirs)\b/i, 'none of us, not ours'],
  [/\bas many as (?:may|they may|it may)\b/i, 'the limit of'],
  [/\bthe own\b/i, 'their own'],
];

/** Decisions are records of their time: their titles are checked, in docs/decisions/README.md. This file names what it forbids. */
const excepted = (path: string) => /^docs\/decisions\/\d/.test(path) || path === 'test/docs/english.test.ts';

const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);

/** @returns one line for each form that is found. */
function foundIn(path: string, text: string): string[] {
  return proseOf(path, text).flatMap(({ line, prose }) =>
    rules.flatMap(([form, instead]) => {
      const found = form.exec(prose)?.[0];
      return found === undefined ? [] : [`${path}:${line}: "${found.trim().slice(0, 60)}": write ${instead}`];
    }),
  );
}

test('pages and sources are written in plain English', () => {
  // Prepare
  const files = tracked.filter((path) => /\.(?:md|txt|ts|tsx|mjs|swift)$/.test(path) && !excepted(path));

  // Act
  const found = files.flatMap((path) => foundIn(path, readFileSync(`${root}/${path}`, 'utf8')));

  // Assess
  expect(files.length).toBeGreaterThan(1000);
  expect(found).toEqual([]);
});

describe('a sentence', () => {
  it.each([
    ['Who loses begins again.', 'A user who, A worker that'],
    ['Mend the fields and send it again.', 'fix'],
    ['This is no timer.', 'is not a'],
    ['It waits so long for the answer.', 'how long, for as long as'],
    ['The bus is told of every change.', 'report, publish, say, show'],
    ['Pushes are sent side by side.', 'concurrently'],
    ['A task is set aside.', 'dead-letter'],
  ])('%j is found', (sentence, instead) => {
    // Act
    const found = foundIn('a.md', `# Page\n\n${sentence}\n`);
    // Assess
    expect(found).toEqual([expect.stringMatching(new RegExp(`^a\\.md:3: .*write ${instead}$`))]);
  });

  it.each([
    'There is no such device.',
    'It is no longer pushed to.',
    'Who may run which command?',
    'Retries go on as long as it rings.',
    'The code `is no member` is not prose.',
    'Nothing tells the two apart.',
  ])('%j is not', (sentence) => {
    // Act
    const found = foundIn('a.md', `# Page\n\n${sentence}\n`);
    // Assess
    expect(found).toEqual([]);
  });

  it.each([
    ['a comment', "// who cares\nconst a = 'x'; // This is no timer.", 2],
    ['a docstring', '/** Of the payload, in bytes. */\nconst a = 1;', 1],
    ['a comment that begins with its subject', '// Who asks, waits\nconst a = 1;', 1],
    ['a docstring that begins with its subject', '/** Who may call: members. */\nconst a = 1;', 1],
    ['a docstring of several lines', '/**\n * Who asks first,\n * wins\n */\nconst a = 1;', 1],
    ['a later line of a docstring', '/**\n * Calls end.\n * Who asks then learns it.\n */\nconst a = 1;', 1],
    ['a comment of Swift', '/// Who rings the phone.\nlet a = 1', 1],
    ['words on two lines', '// Nobody waits in\n// vain here.\nconst a = 1;', 1],
    ['a string', "const a = 'x is no cursor';", 1],
    ['a template', 'const a = `it is no cursor`;', 1],
    ['text of the page', '<p>This is no phone</p>', 1],
  ])('in %s of a source is found', (_what, source, line) => {
    // Act
    const found = foundIn('a.tsx', source);
    // Assess
    expect(found).toEqual([expect.stringContaining(`a.tsx:${line}: `)]);
  });

  it('in a question of a comment is not', () => {
    // Act
    const found = foundIn('a.ts', '// Who may run this command? Owners.\nconst a = 1;');
    // Assess
    expect(found).toEqual([]);
  });
});
