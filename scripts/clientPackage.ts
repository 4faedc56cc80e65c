/**
 * Builds `client/js/dist/`, the published part of the TypeScript client: `npm run client`, then `npm publish
 * ./client/js`.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type BuildOptions, build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
export const clientDirectory = `${root}client/js`;

/** One module without any import, for every bundler. React Native's Hermes reads ES2020. */
export const clientBundle = {
  entryPoints: [`${clientDirectory}/src/index.ts`],
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2020',
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** What turns requests for other providers into Ringpost's: apart, because an app does not need it. */
export const adaptersBundle = {
  ...clientBundle,
  entryPoints: [`${clientDirectory}/src/adapters/index.ts`],
} as const satisfies BuildOptions;

/** @param directory for the JavaScript and its types. @throws Error if either does not compile. */
export async function buildClient(directory = `${clientDirectory}/dist`): Promise<void> {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  cpSync(`${root}LICENSE`, `${directory}/LICENSE`);
  const compiler = `${root}node_modules/typescript/bin/tsc`;
  await Promise.all([
    build({ ...clientBundle, outfile: `${directory}/index.js` }),
    build({ ...adaptersBundle, outfile: `${directory}/adapters/index.js` }),
    promisify(execFile)(process.execPath, [compiler, '-p', clientDirectory, '--outDir', directory]),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildClient();
