import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { cdkContext, ensureBundles, rootDirectory, withAssemblyDirectory } from './support/synthesise.ts';

interface Synthesis {
  exitCode: number | null;
  stderr: string;
  /** Rule names of every finding that is not acknowledged, warnings too. */
  findings: string[];
}

interface ValidationReport {
  pluginReports: { violations: { ruleName: string }[] }[];
}

/** Runs an app as `cdk synth` does, with validation on. */
function synthesise(appFile: string): Promise<Synthesis> {
  return withAssemblyDirectory(async (outdir) => {
    const { CDK_VALIDATION: _on, ...environment } = process.env;
    const env = { ...environment, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(cdkContext) };
    const ended = await new Promise<Omit<Synthesis, 'findings'>>((resolve) => {
      const child = execFile(process.execPath, [appFile], { cwd: rootDirectory, env }, (_error, _stdout, stderr) =>
        resolve({ exitCode: child.exitCode, stderr }),
      );
    });
    const report: ValidationReport = JSON.parse(readFileSync(`${outdir}/validation-report.json`, 'utf8'));
    return {
      ...ended,
      findings: report.pluginReports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName)),
    };
  });
}

describe('the gate: cdk-nag AwsSolutions, cdk-nag Serverless and CDK validation', { timeout: 120_000 }, () => {
  beforeAll(ensureBundles);

  it('reports no unacknowledged finding in any stage', async () => {
    // Prepare
    const appFile = 'cdk/app.ts';

    // Act
    const synthesis = await synthesise(appFile);

    // Assess
    expect(synthesis).toEqual({ exitCode: 0, stderr: '', findings: [] });
  });

  it('rejects an unsafe or invalid resource', async () => {
    // Prepare
    const appFile = 'test/cdk/support/appWithUnsafeQueue.ts';

    // Act
    const { exitCode, findings } = await synthesise(appFile);

    // Assess
    expect(exitCode).toBe(1);
    const invalidValue = 'F3034';
    expect(findings).toEqual(
      expect.arrayContaining(['AwsSolutions-SQS4', 'Serverless-SQSRedrivePolicy', invalidValue]),
    );
  });
});

describe('cdk.json', () => {
  it('sets every feature flag that this version of CDK recommends, and sends no usage data', () => {
    // Prepare
    const recommended = JSON.parse(
      readFileSync(fileURLToPath(import.meta.resolve('aws-cdk-lib/recommended-feature-flags.json')), 'utf8'),
    );
    const sendsUsageData = '@aws-cdk/core:enableAdditionalMetadataCollection';

    // Act
    const decided = cdkContext;

    // Assess
    expect(decided).toMatchObject({ ...recommended, [sendsUsageData]: false });
  });
});
