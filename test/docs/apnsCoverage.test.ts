/** docs/apns-coverage.md names tests and repeats a table of theirs: both must be true. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pushTypes } from '../../shared/apns/rules/pushTypes.ts';
import { pushRows, unknownReason } from '../shared/apns/answerRows.ts';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/apns-coverage.md', root), 'utf8');
const cellsOf = (line: string) => line.split('|').map((cell) => cell.trim());

test('each test that it names exists', () => {
  // Prepare
  const named = [...page.matchAll(/`(test\/[^`]+)`: "([^"]+)"/g)];
  // Act
  const missing = named.filter(
    ([, file = '', title = '']) => !readFileSync(new URL(file, root), 'utf8').includes(title),
  );
  // Assess
  expect(named.length).toBeGreaterThan(20);
  expect(missing.map(([reference]) => reference)).toEqual([]);
});

test('its table of answers matches the tests', () => {
  // Prepare
  const lines = page.split('\n').filter((line) => /^\| [1-5]\d\d \| \w/.test(line));
  // Act
  const written = lines.map((line) => cellsOf(line).slice(1, 6));
  // Assess
  const tested = pushRows
    .filter(({ reason }) => reason !== unknownReason)
    .map(({ status, reason, next, requests, leaves }) => [
      String(status),
      reason,
      `\`${next}\``,
      String(requests),
      leaves ? 'left' : 'kept',
    ]);
  expect(written).toEqual(tested);
});

test('it lists every push type', () => {
  // Act
  const section = page.slice(page.indexOf('## Push types'), page.indexOf('## Not tested'));
  const written = [...section.matchAll(/^\| ([a-z]+) \|/gm)].map(([, type]) => type);
  // Assess
  expect(written.filter((type) => type !== 'type')).toEqual([...pushTypes]);
});
