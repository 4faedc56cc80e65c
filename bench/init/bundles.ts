/** What `npm run bench:init` compares: the deployed bundles, naive ones, and a function that does nothing. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { bundleFunctions, functionNames } from '../../scripts/bundle.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface InitBundles {
  /** The module of a function, in each variant. */
  deployed(name: string): string;
  naive(name: string): string;
  empty: string;
  /** bench/init/process.ts in plain JavaScript. */
  process: string;
}

/** @param directory a separate one. */
export async function makeInitBundles(directory: string): Promise<InitBundles> {
  const empty = `${directory}/empty.mjs`;
  const process = `${directory}/initProcess.mjs`;
  mkdirSync(directory, { recursive: true });
  writeFileSync(empty, 'export const handler = async () => ({ statusCode: 204 });\n');
  await build({
    ...usual,
    entryPoints: ['bench/init/process.ts'],
    outfile: process,
    external: ['*.mjs'],
  });
  await bundleFunctions(`${directory}/deployed`);
  await bundleNaively(`${directory}/naive`);
  return {
    deployed: (name) => `${directory}/deployed/${name}/index.mjs`,
    naive: (name) => `${directory}/naive/${name}/index.mjs`,
    empty,
    process,
  };
}

const usual = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  logLevel: 'warning',
} as const;

/**
 * The same handlers, bundled in the usual way for Node 24: minified ES modules with a `require` for what needs it, the
 * whole of each dependency, and zod by its usual import.
 */
async function bundleNaively(outdir: string): Promise<void> {
  await build({
    ...usual,
    entryPoints: functionNames().map((name) => ({ in: `functions/${name}.ts`, out: `${name}/index` })),
    outdir,
    outExtension: { '.js': '.mjs' },
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    plugins: [usualZod],
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  });
}

/** Names in `zod/mini` that differ from zod's. */
const zodByItsUsualImport = `
import { z as whole } from 'zod';
const z = {
  ...whole,
  minimum: whole.gte,
  maximum: whole.lte,
  extend: (schema, shape) => schema.extend(shape),
  omit: (schema, names) => schema.omit(names),
};
`;

const usualZod: Plugin = {
  name: 'usual-zod',
  setup({ onLoad }) {
    onLoad({ filter: /\/(?:functions|shared)\/[^:]*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace("import * as z from 'zod/mini';", zodByItsUsualImport),
      loader: 'ts',
    }));
  },
};
