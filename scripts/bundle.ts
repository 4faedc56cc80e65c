/**
 * Bundles every function of `functions/` once, for both Lambda and the lab: `dist/functions/<name>/index.mjs`. Run by
 * `npm run bundle`, by the lab before it starts and by `cdk synth` (cdk.json "build").
 */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
export const functionsOutputDirectory = `${root}dist/functions`;

/**
 * `import 'node:http'` in ESM output reads every export of the module, which loads undici (about 70 ms of start-up);
 * `require` does not. So built-ins are required.
 */
const requireBuiltins: Plugin = {
  name: 'require-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /.*/ }, ({ path, namespace }) => {
      if (!isBuiltin(path)) return undefined;
      return namespace === 'builtin' ? { path, external: true } : { path, namespace: 'builtin' };
    });
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)})`,
      loader: 'js',
    }));
  },
};

/** An AWS SDK client reads its version from its package.json, whose other content would be 2 KB per client. */
const versionsOnly: Plugin = {
  name: 'versions-only',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk\/client-[a-z-]+\/package\.json$/ }, ({ path }) => {
      const { name, version } = JSON.parse(readFileSync(path, 'utf8')) as { name: string; version: string };
      return { contents: JSON.stringify({ name, version }), loader: 'json' };
    });
  },
};

/** Modules that a Lambda never uses and that would only cost start-up; each stand-in says why. */
const standIns = {
  bowser: `${root}scripts/standIns/bowser.ts`,
  '@aws-sdk/credential-provider-node': `${root}scripts/standIns/credentialProviderNode.ts`,
  '@aws-sdk/middleware-endpoint-discovery': `${root}scripts/standIns/endpointDiscovery.ts`,
  '@smithy/core/event-streams': `${root}scripts/standIns/eventStreams.ts`,
};

/** The same for single modules of a package, which import each other by relative paths. */
const standInsForModules: Plugin = {
  name: 'stand-ins-for-modules',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]shared-ini-file-loader[\\/]loadSharedConfigFiles\.js$/ }, () => ({
      contents: readFileSync(`${root}scripts/standIns/sharedConfigFiles.ts`, 'utf8'),
      loader: 'ts',
    }));
  },
};

/** Ringpost uses the numbering plans of the library's metadata, not its formats for display. */
const plansOnly: Plugin = {
  name: 'plans-only',
  setup({ onLoad }) {
    onLoad({ filter: /libphonenumber-js[\\/]metadata\.min\.json\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const metadata = JSON.parse(source.replace(/^[^{]*/, '').replace(/;?\s*$/, '')) as { countries: PhonePlans };
      for (const plan of Object.values(metadata.countries)) plan[formatsOfPlan] = 0;
      return { contents: JSON.stringify(metadata), loader: 'json' };
    });
  },
};
type PhonePlans = Record<string, unknown[]>;
/** Position of a country's formats in the compact metadata (METADATA.md of libphonenumber-js). */
const formatsOfPlan = 4;

/**
 * Globals that Node creates on first access, which for web streams takes longer than a request. The AWS SDK accesses
 * them to check whether a body is a stream, which it never is here.
 */
const globalsLeftAlone = { ReadableStream: 'undefined', Blob: 'undefined' };

export function functionNames(): string[] {
  return readdirSync(`${root}functions`)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
}

/** @param outputDirectory a separate folder if several processes bundle at the same time. */
export async function bundleFunctions(
  outputDirectory = functionsOutputDirectory,
  names = functionNames(),
): Promise<void> {
  await Promise.all(names.map((name) => bundleFunction(name, `${outputDirectory}/${name}`)));
}

/**
 * What the function imports when it starts is in `index.mjs` and in chunks that it imports. What the function loads
 * with `import()` on first use is in files of their own, because a cold start reads everything in the former.
 */
async function bundleFunction(name: string, outdir: string): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [{ in: `functions/${name}.ts`, out: 'index' }],
    outdir,
    outExtension: { '.js': '.mjs' },
    splitting: true,
    chunkNames: '[name]-[hash]',
    // The hash is made of the paths of modules too: also of a clone whose node_modules is a link.
    preserveSymlinks: true,
    metafile: true,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    alias: standIns,
    define: globalsLeftAlone,
    plugins: [requireBuiltins, versionsOnly, plansOnly, standInsForModules],
    banner: {
      js: 'import{createRequire as ringpostRequire}from"node:module";const require=ringpostRequire(import.meta.url);',
    },
  });
  const made = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
  for (const file of readdirSync(outdir)) if (!made.has(file)) rmSync(join(outdir, file), { force: true });
}

/**
 * Paths of the files that a cold start reads.
 * @param directory the bundle of one function.
 */
export function filesReadAtStart(directory: string): string[] {
  const files = new Set([join(directory, 'index.mjs')]);
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    for (const [, imported = ''] of text.matchAll(/\b(?:from|import)"(\.\/[^"]+)"/g))
      files.add(join(directory, imported));
  }
  return [...files];
}

/** Their size in KB. */
export function kilobytesReadAtStart(directory: string): number {
  return filesReadAtStart(directory).reduce((sum, file) => sum + statSync(file).size, 0) / 1024;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundleFunctions();
  for (const name of functionNames()) {
    const kilobytes = kilobytesReadAtStart(`${functionsOutputDirectory}/${name}`);
    process.stdout.write(`${name.padEnd(14)} ${kilobytes.toFixed(0).padStart(5)} KB\n`);
  }
}
