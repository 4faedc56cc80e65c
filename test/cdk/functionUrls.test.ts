import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { stageProblems } from '../../cdk/stageConfig.ts';
import { dev } from '../../cdk/stages.ts';
import { onlyResource, resourcesOf } from './support/resources.ts';
import { stageTemplate } from './support/synthesise.ts';

let without: Template;
let withUrl: Template;
beforeAll(async () => {
  without = await stageTemplate(dev);
  withUrl = await stageTemplate({ ...dev, functionUrls: ['messages'], reservedConcurrency: { messages: 200 } });
});

describe('the URL of a function', () => {
  it('is for callers with AWS IAM only, and the stack lets nobody in', () => {
    // Prepare
    const permissions = (template: Template) => resourcesOf(template, 'AWS::Lambda::Permission').length;

    // Act
    const { Properties } = onlyResource(withUrl, 'AWS::Lambda::Url');

    // Assess
    expect(Properties).toMatchObject({ AuthType: 'AWS_IAM' });
    expect(JSON.stringify(Properties['TargetFunctionArn'])).toContain('messages');
    expect(permissions(withUrl)).toBe(permissions(without));
    expect(withUrl.findOutputs('MessagesFunctionUrl')['MessagesFunctionUrl']).toBeDefined();
  });

  it('does not exist unless the stage names its function', () => {
    // Act
    const urls = resourcesOf(without, 'AWS::Lambda::Url');

    // Assess
    expect(urls).toEqual([]);
    expect(JSON.stringify(without.toJSON())).not.toContain('FunctionUrl');
  });

  it('can be throttled by the concurrency of its function', () => {
    // Act
    const reserved = resourcesOf(withUrl, 'AWS::Lambda::Function').flatMap(
      ({ Properties }) => Properties['ReservedConcurrentExecutions'] ?? [],
    );

    // Assess
    expect(reserved).toEqual([200]);
  });

  it('is listed once, and a concurrency is a whole number above zero', () => {
    // Act
    const problems = stageProblems([
      { ...dev, functionUrls: ['messages', 'calls', 'messages'], reservedConcurrency: { calls: 0 } },
    ]);

    // Assess
    expect(problems).toEqual([
      'stage `dev`: functionUrls: `messages` is listed twice: remove one',
      'stage `dev`: reservedConcurrency.calls is 0: use a whole number from 1 to 10000',
    ]);
  });
});
