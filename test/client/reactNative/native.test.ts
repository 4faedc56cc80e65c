/** Both halves of the React Native package speak of the same functions, events and requests. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { fakeNative } from './fakeNative.ts';

const root = fileURLToPath(new URL('../../../client/react-native/', import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');
const swift = readdirSync(`${root}ios`)
  .filter((name) => name.endsWith('.swift'))
  .map((name) => read(`ios/${name}`))
  .join('\n');
const types = read('src/native.ts');
const found = (text: string, pattern: RegExp) =>
  [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].sort();

test('each function of the Swift half is typed, and each typed one exists', () => {
  // Act
  const functions = found(swift, /\bAsyncFunction\("(\w+)"\)/g);
  // Assess: the fake is complete, or it would not compile.
  const {
    asked: _asked,
    problem: _problem,
    emit: _emit,
    beforeStarted: _before,
    addListener: _add,
    ...typed
  } = fakeNative();
  expect(functions).toEqual(Object.keys(typed).sort());
});

test('each event of the Swift half is typed, and each typed one is sent', () => {
  // Act
  const sent = found(swift, /\bsend\(\s*"(\w+)"/g);
  // Assess
  expect(sent).toEqual(found(types, /\bkind: '(\w+)'/g));
});

test('each request of the Swift half is typed, and each typed one is made', () => {
  // Act
  const made = found(swift, /\bask\("(\w+)"/g);
  // Assess
  expect(made).toEqual(found(types, /\bwants: '(\w+)'/g));
});

test('Expo finds the module, its subscriber and the pods of the kit', () => {
  // Act
  const { apple } = JSON.parse(read('expo-module.config.json'));
  // Assess
  for (const name of [...apple.modules, ...apple.appDelegateSubscribers]) {
    expect(swift).toMatch(new RegExp(`public final class ${name}\\b`));
  }
  expect(read('ios/RingpostReactNative.podspec')).toContain("s.dependency 'RingpostKit'");
});
