/** Swift in guides compiles: each block is part of a file that `npm run test:ios` builds. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** Each page with Swift of the kit, and the file that holds its blocks. */
const pages = [['client/ios/README.md', 'client/ios/Tests/RingpostCoreTests/Guides/ReadmeExamples.swift']] as const;

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Without indentation, which differs between a page and a function's body. */
const lines = (swift: string) =>
  swift
    .split('\n')
    .map((line) => line.trim())
    .join('\n');

describe.each(pages)('the Swift of %s', (page, file) => {
  test('is in a file that is compiled', () => {
    // Act
    const blocks = [...read(page).matchAll(/```swift\n([\s\S]*?)\n```/g)].map(([, block = '']) => lines(block));

    // Assess
    const compiled = lines(read(file));
    expect(blocks.length).toBeGreaterThan(0);
    expect(blocks.filter((block) => !compiled.includes(block))).toEqual([]);
  });
});
