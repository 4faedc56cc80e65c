import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RingpostStack } from '../../../cdk/ringpostStack.ts';
import { type StageConfig, stackName } from '../../../cdk/stageConfig.ts';
import { bundleFunctions, functionsOutputDirectory } from '../../../scripts/bundle.ts';
import { functionSettings } from '../../../shared/api/functionSettings.ts';

export const rootDirectory = fileURLToPath(new URL('../../..', import.meta.url));

/** Feature flags and all: what `cdk` hands to the app. */
export const cdkContext: Record<string, unknown> = JSON.parse(readFileSync(`${rootDirectory}cdk.json`, 'utf8')).context;

/** `npm test` has bundled before it starts the tests; a single test file on a fresh clone has not. */
export async function ensureBundles(): Promise<void> {
  const bundled = Object.keys(functionSettings).every((name) =>
    existsSync(`${functionsOutputDirectory}/${name}/index.mjs`),
  );
  if (!bundled) await bundleFunctions();
}

/** Calls `use` with a directory of its own for a cloud assembly, which is gone afterwards. */
export async function withAssemblyDirectory<T>(use: (directory: string) => T | Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'ringpost-cdk-'));
  try {
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Builds one stage, without the validation that `gate.test.ts` is for. */
export async function withStack<T>(stage: StageConfig, use: (stack: RingpostStack) => T): Promise<T> {
  await ensureBundles();
  return withAssemblyDirectory((outdir) => {
    const app = new App({
      outdir,
      context: cdkContext,
      builtinCloudFormationValidation: false,
      analyticsReporting: false,
    });
    return use(new RingpostStack(app, stackName(stage), { stage }));
  });
}

export function stageTemplate(stage: StageConfig): Promise<Template> {
  return withStack(stage, (stack) => Template.fromStack(stack));
}
