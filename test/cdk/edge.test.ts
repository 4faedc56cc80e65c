import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../cdk/createApp.ts';
import { stageProblems } from '../../cdk/stageConfig.ts';
import { dev } from '../../cdk/stages.ts';
import { routes } from '../../shared/api/routes.ts';
import { everyOption } from './support/everyOption.ts';
import { onlyResource } from './support/resources.ts';
import { cdkContext, ensureBundles, rootDirectory, withAssemblyDirectory } from './support/synthesise.ts';

const { domain, edge } = everyOption;
let template: Template;
beforeAll(async () => {
  await ensureBundles();
  const stack = createApp([everyOption]).node.findChild('ringpost-dev-edge') as Stack;
  template = Template.fromStack(stack);
});

describe('the edge of a stage', () => {
  it("passes each request on to the API's own name, and keeps no answer", () => {
    // Prepare
    const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
    const allButHost = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

    // Act
    const { Properties } = onlyResource(template, 'AWS::CloudFront::Distribution');

    // Assess
    expect(Properties['DistributionConfig']).toMatchObject({
      Aliases: [edge.name],
      Origins: [{ DomainName: domain.name, CustomOriginConfig: { OriginProtocolPolicy: 'https-only' } }],
      DefaultCacheBehavior: {
        CachePolicyId: cachingDisabled,
        OriginRequestPolicyId: allButHost,
        ViewerProtocolPolicy: 'https-only',
        AllowedMethods: expect.arrayContaining(['PUT', 'PATCH', 'DELETE', 'POST']),
      },
      ViewerCertificate: { AcmCertificateArn: edge.certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021' },
      WebACLId: { 'Fn::GetAtt': [expect.stringMatching(/^EdgeRateRules/), 'Arn'] },
    });
    template.hasOutput('EdgeUrl', { Value: `https://${edge.name}` });
  });

  it('answers 429 to an IP address that sends too much, sooner on the routes without a login', () => {
    // Act
    const { Properties } = onlyResource(template, 'AWS::WAFv2::WebACL');

    // Assess
    const rule = (Limit: number) => ({
      Action: { Block: { CustomResponse: { ResponseCode: 429 } } },
      Statement: { RateBasedStatement: { Limit, AggregateKeyType: 'IP', EvaluationWindowSec: 300 } },
    });
    expect(Properties).toMatchObject({
      Scope: 'CLOUDFRONT',
      DefaultAction: { Allow: {} },
      Rules: [rule(edge.openRequestsPerFiveMinutes), rule(edge.requestsPerFiveMinutes)],
    });
  });

  it('counts every route without a login, but the health check, against the lower limit', () => {
    // Prepare
    const open = Object.entries(routes).flatMap(([routeKey, { caller, function: name }]) =>
      caller === 'none' && name !== 'health' ? [routeKey.replace(/^[A-Z]+ /, '')] : [],
    );

    // Act
    const { Properties } = onlyResource(template, 'AWS::WAFv2::WebACL');

    // Assess
    const begins = [...JSON.stringify(Properties).matchAll(/"SearchString":"([^"]+)"/g)].map(([, begin = '']) => begin);
    expect(open.filter((path) => !begins.some((begin) => path.startsWith(begin)))).toEqual([]);
    expect(begins).toHaveLength(open.length);
  });

  it('does not exist unless the stage asks for it', () => {
    // Act
    const names = createApp([dev]).node.children.map(({ node }) => node.id);

    // Assess
    expect(names).toContain('ringpost-dev');
    expect(names).not.toContain('ringpost-dev-edge');
  });

  it.each([
    ['no domain', { ...dev, edge }, ['edge needs a `domain`']],
    ['one name for both', { ...everyOption, edge: { ...edge, name: domain.name } }, ['edge.name and domain.name']],
    [
      'a certificate of another region',
      { ...everyOption, edge: { ...edge, certificateArn: domain.certificateArn } },
      ['edge.certificateArn must be of us-east-1'],
    ],
    [
      'no requests at all',
      { ...everyOption, edge: { ...edge, requestsPerFiveMinutes: 0 } },
      ['edge.requestsPerFiveMinutes is 0'],
    ],
  ])('is refused with %s', (_what, stage, expected) => {
    // Act
    const problems = stageProblems([stage]);

    // Assess
    expect(problems).toEqual(expected.map((problem) => expect.stringContaining(problem)));
  });
});

describe('a stage with every option', { timeout: 120_000 }, () => {
  it('has no unacknowledged finding of cdk-nag', async () => {
    // Prepare
    const { CDK_VALIDATION: _on, ...environment } = process.env;

    // Act
    const findings = await withAssemblyDirectory(async (outdir) => {
      const env = { ...environment, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(cdkContext) };
      const appFile = 'test/cdk/support/appWithEveryOption.ts';
      const stderr = await new Promise<string>((resolve) => {
        execFile(process.execPath, [appFile], { cwd: rootDirectory, env }, (_error, _stdout, words) => resolve(words));
      });
      const report: { pluginReports: { violations: { ruleName: string }[] }[] } = JSON.parse(
        readFileSync(`${outdir}/validation-report.json`, 'utf8'),
      );
      const violations = report.pluginReports.flatMap((plugin) => plugin.violations.map(({ ruleName }) => ruleName));
      return { stderr, violations };
    });

    // Assess
    expect(findings).toEqual({ stderr: '', violations: [] });
  });
});
