/** A reader has this repository, and what is public: no tracked file sends anybody elsewhere. */
import { execFileSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Requirements have their IDs there and nowhere else. This file names what it looks for. */
const excepted = new Set([
  'docs/requirements.md',
  'test/docs/requirements.test.ts',
  'test/docs/citations.test.ts',
  'package-lock.json',
]);
const isText =
  /\.(?:ts|tsx|mjs|md|json|html|css|svg|py|in|txt|sh|yml|yaml|p8|pem)$|(?:^|\/)[^.]+$|\.gitignore$|\.npmrc$/;

/** Notes that the project was planned with, numbers of its tasks, and IDs of requirements. */
const citation =
  /(?<![\w-])(?:contract|features|product|quality|house|toolchain|(?:ap[np]s|aws|phone)-(?:facts|pieces|review)|perf-limits|(?:security|ux)-review)\.md\b|\b(?:apns|aws|phone)-facts\b|\bissues? #?\d+\b|\bfinding #?\d+\b|\bS[0-4]-\d{2}\b|\bB4-\d{2}\b|\bE-\d{1,2}\b/i;

function citationsIn(text: string): string[] {
  return text.split('\n').flatMap((line, index) => (citation.test(line) ? [`${index + 1}: ${line.trim()}`] : []));
}

const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);

test('no tracked file cites a source outside the repository', () => {
  // Prepare
  // A link to a folder is tracked like a file.
  const isFile = (path: string) => lstatSync(`${root}/${path}`).isFile();
  const files = tracked.filter((path) => isText.test(path) && !excepted.has(path) && isFile(path));

  // Act
  const found = files.flatMap((path) =>
    citationsIn(readFileSync(`${root}/${path}`, 'utf8')).map((line) => `${path}:${line}`),
  );

  // Assess
  expect(files.length).toBeGreaterThan(900);
  expect(found).toEqual([]);
});

describe('a line', () => {
  it.each([
    '/** See contract.md, "The phone lab". */',
    'the labels of S4-11',
    'functions that start cold (E-7)',
    '// issue 12',
    'as Issue #5 asks',
    'apns-facts 1.5',
    'security-review.md, finding 3',
  ])('with %j is found', (line) => {
    // Act
    const found = citationsIn(line);
    // Assess
    expect(found).toEqual([`1: ${line}`]);
  });

  it.each([
    'docs/api.md, "Outcomes"',
    'Apple: "Sending notification requests to APNs"',
    'RFC 9113, section 6.7',
    'TARGET#voip#BE-1234',
    '1E-7',
    'this issue',
  ])('with %j is not', (line) => {
    // Act
    const found = citationsIn(line);
    // Assess
    expect(found).toEqual([]);
  });
});
