/** Swift in guides compiles: each block of a page is part of a file that `npm run test:ios` builds. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8');
const tracked = (...patterns: string[]): string[] =>
  execFileSync('git', ['ls-files', '-z', ...patterns], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter(Boolean);

/** Without indentation, which differs between a page and a function's body. */
const lines = (swift: string) =>
  swift
    .split('\n')
    .map((line) => line.trim())
    .join('\n');

const swiftBlocks = (page: string): string[] =>
  [...page.matchAll(/```swift\n([\s\S]*?)\n```/g)].map(([, block = '']) => lines(block));

/** The views of the sample need SwiftUI, which Linux does not have. */
const compiled = tracked('client/ios/Sample/*.swift', 'client/ios/Tests/*/Guides/*.swift')
  .filter((path) => !path.includes('/Views/'))
  .map((path) => lines(read(path)));

const pages = tracked('*.md').filter((path) => swiftBlocks(read(path)).length > 0);

test('pages have Swift', () => {
  // Assess
  expect(pages).toEqual(expect.arrayContaining(['client/ios/README.md', 'docs/call-directory.md', 'docs/ios.md']));
});

describe.each(pages)('the Swift of %s', (page) => {
  it('is part of a compiled file', () => {
    // Act
    const others = swiftBlocks(read(page)).filter((block) => !compiled.some((file) => file.includes(block)));

    // Assess
    expect(others).toEqual([]);
  });
});
