import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** @param name a file of `fixtures/`. @returns the path of its bundle. */
export async function bundleFixture(name: string): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'ringpost-fixture-')), 'index.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  return outfile;
}
