/**
 * Bundles every function of `functions/` once, for both Lambda and the lab: `dist/functions/<name>/index.mjs`. Run by
 * `npm run bundle`, by the lab before it starts and by `cdk synth` (cdk.json "build").
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
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
 * Modules that a function loads with `import()` on first use: separate files beside `index.mjs`, because everything in
 * it is read at each cold start.
 */
const loadedLater = [
  { module: 'shared/callDirectory/rules/phoneNumber.ts', file: 'phoneNumber' },
  { module: 'shared/apns/connection/http2Connection.ts', file: 'http2Connection' },
  { module: 'shared/apns/wire/wireConnection.ts', file: 'wireConnection' },
];

const filesLoadedLater: Plugin = {
  name: 'files-loaded-later',
  setup({ onResolve }) {
    onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const later = loadedLater.find(({ module }) => join(resolveDir, path) === join(root, module));
      if (later === undefined) throw new Error(`${path} is loaded with import(): list it in loadedLater`);
      return { path: `./${later.file}.mjs`, external: true };
    });
  },
};

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
export async function bundleFunctions(outputDirectory = functionsOutputDirectory): Promise<void> {
  const names = functionNames();
  await bundleInto(
    outputDirectory,
    names.map((name) => ({ in: `functions/${name}.ts`, out: `${name}/index` })),
  );
  const users = loadedLater.flatMap(({ module, file }) =>
    names
      .filter((name) => readFileSync(`${outputDirectory}/${name}/index.mjs`, 'utf8').includes(`"./${file}.mjs"`))
      .map((name) => ({ in: module, out: `${name}/${file}` })),
  );
  await bundleInto(outputDirectory, users);
}

async function bundleInto(outputDirectory: string, entryPoints: { in: string; out: string }[]): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints,
    outdir: outputDirectory,
    outExtension: { '.js': '.mjs' },
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
    plugins: [requireBuiltins, versionsOnly, plansOnly, standInsForModules, filesLoadedLater],
    banner: {
      js: 'import{createRequire as ringpostRequire}from"node:module";const require=ringpostRequire(import.meta.url);',
    },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundleFunctions();
  for (const name of functionNames()) {
    const { size } = statSync(`${functionsOutputDirectory}/${name}/index.mjs`);
    process.stdout.write(`${name.padEnd(12)} ${(size / 1024).toFixed(0).padStart(5)} KB\n`);
  }
}
