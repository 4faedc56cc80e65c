/**
 * Bundles for what runs on this machine: bundling takes about nine seconds of CPU, and sources that have not changed give
 * the same bundles (`test/scripts/reproducible.test.ts`). A deployment bundles them always: see bundle.ts.
 */
import { createHash, randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleFunctions } from './bundle.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Everything that a bundle is made of. The lockfile stands for the packages. */
const sources = ['functions', 'shared', 'scripts/bundle.ts', 'scripts/standIns', 'package-lock.json', 'tsconfig.json'];

/** A process may still be copying from bundles that another has replaced. */
const keptForMs = 24 * 60 * 60 * 1000;

export interface BundleCache {
  directory: string;
  /** What the bundles are made of: other sources have another key. */
  key: string;
  bundle(outputDirectory: string): Promise<void>;
}

/**
 * Writes the bundles of the sources as they are now.
 * @param outputDirectory new, or empty.
 */
export async function currentBundles(outputDirectory: string, cache: BundleCache = ownCache()): Promise<void> {
  const kept = join(cache.directory, cache.key);
  if (!existsSync(kept)) await fill(cache, kept);
  cpSync(kept, outputDirectory, { recursive: true });
}

/** @returns the hash of the sources' paths and contents. */
export function sourcesKey(directory: string): string {
  const hash = createHash('sha256');
  for (const path of sources.flatMap((source) => filesUnder(directory, source)).sort()) {
    hash.update(`${path}\0`).update(
      createHash('sha256')
        .update(readFileSync(join(directory, path)))
        .digest(),
    );
  }
  return hash.digest('hex');
}

function ownCache(): BundleCache {
  return {
    directory: join(root, 'node_modules', '.cache', 'ringpost-functions'),
    key: sourcesKey(root),
    bundle: bundleFunctions,
  };
}

/** Several processes may do this at once: the first to finish provides the bundles. */
async function fill({ directory, key, bundle }: BundleCache, kept: string): Promise<void> {
  removeOld(directory);
  const unfinished = join(directory, `${key}.${randomUUID()}`);
  mkdirSync(unfinished, { recursive: true });
  try {
    await bundle(unfinished);
    renameSync(unfinished, kept);
  } catch (error) {
    rmSync(unfinished, { recursive: true });
    if (!existsSync(kept)) throw error;
  }
}

function removeOld(directory: string): void {
  if (!existsSync(directory)) return;
  const before = Date.now() - keptForMs;
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    if (statSync(path).mtimeMs < before) rmSync(path, { recursive: true, force: true });
  }
}

function filesUnder(directory: string, source: string): string[] {
  const path = join(directory, source);
  if (!statSync(path).isDirectory()) return [source];
  return readdirSync(path).flatMap((name) => filesUnder(directory, `${source}/${name}`));
}
