import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const folder = new URL('../../docs/decisions/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');

it('lists each decision once, with its title', () => {
  // Prepare
  const files = readdirSync(folder).filter((name) => /^\d{4}-.*\.md$/.test(name));

  // Act
  const listed = [...read('README.md').matchAll(/^\| \[\d{4}\]\(([^)]+)\) \| (.+?) \|$/gm)].map(([, file, title]) => [
    file,
    title,
  ]);

  // Assess
  expect(listed).toEqual(files.map((file) => [file, /^# \d{4} (.+)$/m.exec(read(file))?.[1]]));
});
