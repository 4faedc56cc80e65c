import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BundleCache, currentBundles, sourcesKey } from '../../scripts/currentBundles.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringpost-bundles-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** A cache whose bundles say how often somebody has bundled. */
function aCache(key = 'these sources') {
  const made = { times: 0 };
  const cache: BundleCache = {
    directory: join(folder, 'cache'),
    key,
    async bundle(directory) {
      made.times += 1;
      write(join(directory, 'messages', 'index.mjs'), `${key} ${made.times}`);
    },
  };
  return { cache, made };
}

const bundleIn = (name: string) => readFileSync(join(folder, name, 'messages', 'index.mjs'), 'utf8');

describe('bundles of the sources as they are now', () => {
  it('are made once', async () => {
    // Prepare
    const { cache, made } = aCache();

    // Act
    await currentBundles(join(folder, 'one'), cache);
    await currentBundles(join(folder, 'two'), cache);

    // Assess
    expect(made.times).toBe(1);
    expect([bundleIn('one'), bundleIn('two')]).toEqual(['these sources 1', 'these sources 1']);
  });

  it('are made again when the sources have changed', async () => {
    // Prepare
    await currentBundles(join(folder, 'one'), aCache().cache);

    // Act
    await currentBundles(join(folder, 'two'), aCache('other sources').cache);

    // Assess
    expect(bundleIn('two')).toBe('other sources 1');
  });

  it('are whole when two processes make them at once', async () => {
    // Prepare
    const caches = [aCache().cache, aCache().cache];

    // Act
    await Promise.all(caches.map((cache, index) => currentBundles(join(folder, `lab ${index}`), cache)));

    // Assess
    expect([bundleIn('lab 0'), bundleIn('lab 1')]).toEqual(['these sources 1', 'these sources 1']);
    expect(readdirSync(join(folder, 'cache'))).toEqual(['these sources']);
  });

  it('leave nothing behind when bundling fails', async () => {
    // Prepare
    const { cache } = aCache();
    const failing = { ...cache, bundle: () => Promise.reject(new Error('a syntax error')) };

    // Act
    const bundling = currentBundles(join(folder, 'one'), failing);

    // Assess
    await expect(bundling).rejects.toThrow('a syntax error');
    expect(readdirSync(join(folder, 'cache'))).toEqual([]);
  });

  it('replace those that nobody has needed for a day', async () => {
    // Prepare
    await currentBundles(join(folder, 'one'), aCache('old sources').cache);
    const twoDaysAgo = new Date(Date.now() - 48 * 60 * 60 * 1000);
    utimesSync(join(folder, 'cache', 'old sources'), twoDaysAgo, twoDaysAgo);

    // Act
    await currentBundles(join(folder, 'two'), aCache('new sources').cache);

    // Assess
    expect(readdirSync(join(folder, 'cache'))).toEqual(['new sources']);
  });
});

describe('the key of sources', () => {
  const aClone = (name: string): string => {
    const clone = join(folder, name);
    for (const path of ['functions/messages.ts', 'shared/push/rules/a.ts', 'scripts/standIns/bowser.ts'])
      write(join(clone, path), path);
    for (const file of ['scripts/bundle.ts', 'package-lock.json', 'tsconfig.json']) write(join(clone, file), file);
    return clone;
  };

  it('is that of another clone with the same sources', () => {
    // Prepare
    const clone = aClone('clone');
    cpSync(clone, join(folder, 'somewhere else'), { recursive: true });

    // Act
    const key = sourcesKey(clone);

    // Assess
    expect(sourcesKey(join(folder, 'somewhere else'))).toBe(key);
  });

  it.each<[string, (clone: string) => void]>([
    ['a changed file', (clone) => write(join(clone, 'shared/push/rules/a.ts'), 'changed')],
    ['a new file', (clone) => write(join(clone, 'shared/push/rules/b.ts'), '')],
    ['a renamed file', (clone) => renameSync(join(clone, 'functions/messages.ts'), join(clone, 'functions/calls.ts'))],
    ['another package', (clone) => write(join(clone, 'package-lock.json'), 'changed')],
  ])('is another after %s', (_what, change) => {
    // Prepare
    const clone = aClone('clone');
    const before = sourcesKey(clone);

    // Act
    change(clone);

    // Assess
    expect(sourcesKey(clone)).not.toBe(before);
  });
});
