import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { prod } from '../../cdk/stages.ts';
import { onlyResource, resourcesOf } from './support/resources.ts';
import { stageTemplate } from './support/synthesise.ts';

let listening: Template;
let polling: Template;
beforeAll(async () => {
  listening = await stageTemplate({ ...prod, rings: 'channel' });
  polling = await stageTemplate({ ...prod, rings: 'polling' });
});

const environments = (template: Template) =>
  resourcesOf(template, 'AWS::Lambda::Function').map(({ Properties }) => JSON.stringify(Properties['Environment']));

describe('the ring channel', () => {
  it('lets phones in by their tickets, and only AWS IAM publish', () => {
    // Act
    const { Properties } = onlyResource(listening, 'AWS::AppSync::Api');

    // Assess
    const lambda = [{ AuthType: 'AWS_LAMBDA' }];
    expect(Properties['EventConfig']).toMatchObject({
      ConnectionAuthModes: lambda,
      DefaultSubscribeAuthModes: lambda,
      DefaultPublishAuthModes: [{ AuthType: 'AWS_IAM' }],
    });
    expect(onlyResource(listening, 'AWS::AppSync::ChannelNamespace').Properties['Name']).toBe('rings');
    expect(environments(listening).filter((text) => text.includes('RINGPOST_RING_REALTIME_URL'))).not.toEqual([]);
  });

  it('does not exist on a stage whose phones ask', () => {
    // Act
    const types = Object.values(polling.toJSON()['Resources'] as Record<string, { Type: string }>).map(
      ({ Type }) => Type,
    );

    // Assess
    expect(types.filter((type) => type.startsWith('AWS::AppSync'))).toEqual([]);
    expect(environments(polling).filter((text) => text.includes('RINGPOST_RING_'))).toEqual([]);
    expect(JSON.stringify(polling.toJSON())).not.toContain('appsync:');
  });
});
