/**
 * Builds what is published of the React Native package: `npm run client:react-native`, then `npm publish
 * ./client/react-native`. `kit/` gets the Swift kit's sources, because an app takes them as pods.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { buildClient } from './clientPackage.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
export const reactNativeDirectory = `${root}client/react-native`;

/** The parts of the kit that an Expo app has, and what each stands on. */
const pods = {
  RingpostCore: [],
  RingpostKit: ['RingpostCore'],
  RingpostNotificationService: ['RingpostCore'],
} as const satisfies Record<string, readonly string[]>;

/** @param directory for the whole package. @throws Error if anything of it does not compile. */
export async function buildReactNative(directory = reactNativeDirectory): Promise<void> {
  if (directory !== reactNativeDirectory) copySources(directory);
  for (const made of ['dist', 'kit']) {
    rmSync(`${directory}/${made}`, { recursive: true, force: true });
    mkdirSync(`${directory}/${made}`, { recursive: true });
  }
  cpSync(`${root}LICENSE`, `${directory}/dist/LICENSE`);
  copyKit(`${directory}/kit`);
  // Its types are what the package's types are made from.
  await buildClient();
  const common = { bundle: true, packages: 'external', logLevel: 'warning' } as const;
  const compiler = `${root}node_modules/typescript/bin/tsc`;
  await Promise.all([
    build({
      ...common,
      entryPoints: [`${reactNativeDirectory}/src/index.ts`],
      outfile: `${directory}/dist/index.js`,
      format: 'esm',
      platform: 'neutral',
      target: 'es2020',
    }),
    build({
      ...common,
      entryPoints: [`${reactNativeDirectory}/plugin/index.ts`],
      outfile: `${directory}/dist/plugin.cjs`,
      format: 'cjs',
      platform: 'node',
      target: 'node20',
    }),
    promisify(execFile)(process.execPath, [compiler, '-p', reactNativeDirectory, '--outDir', `${directory}/dist`]),
  ]);
}

function copySources(directory: string): void {
  const { files } = JSON.parse(readFileSync(`${reactNativeDirectory}/package.json`, 'utf8')) as { files: string[] };
  const kept = files.filter((name) => name !== 'dist' && name !== 'kit');
  for (const name of ['package.json', 'README.md', ...kept]) {
    cpSync(`${reactNativeDirectory}/${name}`, `${directory}/${name}`, { recursive: true });
  }
}

function copyKit(directory: string): void {
  const { version } = JSON.parse(readFileSync(`${reactNativeDirectory}/package.json`, 'utf8')) as { version: string };
  for (const [name, needs] of Object.entries(pods)) {
    cpSync(`${root}client/ios/Sources/${name}`, `${directory}/${name}`, { recursive: true });
    writeFileSync(`${directory}/${name}.podspec`, podspec(name, version, needs));
  }
}

/** One pod for each module, so that `import RingpostCore` means the same as in the Swift package. */
function podspec(name: string, version: string, needs: readonly string[]): string {
  const dependencies = needs.map((need) => `  s.dependency '${need}'\n`).join('');
  return `Pod::Spec.new do |s|
  s.name = '${name}'
  s.version = '${version}'
  s.summary = 'Part of the Ringpost kit for iOS.'
  s.license = 'Apache-2.0'
  s.author = 'Ringpost'
  s.homepage = 'https://example.com/ringpost'
  s.source = { :path => '.' }
  s.platforms = { :ios => '16.4' }
  s.swift_version = '6.0'
  s.static_framework = true
  s.source_files = '${name}/**/*.swift'
${dependencies}  s.pod_target_xcconfig = { 'DEFINES_MODULE' => 'YES' }
end
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildReactNative();
