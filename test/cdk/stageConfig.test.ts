import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { describe, expect, it } from 'vitest';
import { type StageConfig, stageProblems } from '../../cdk/stageConfig.ts';
import { stages } from '../../cdk/stages.ts';

function stageWith(changes: Partial<StageConfig>): StageConfig {
  const throttle = { ratePerSecond: 10, burst: 20 };
  return {
    name: 'test',
    apps: ['com.example.chat'],
    identity: { issuerUrl: 'https://issuer.example.com/', audiences: ['chat'] },
    keepsData: false,
    recoveryDays: 7,
    logRetention: RetentionDays.ONE_WEEK,
    throttles: { user: throttle, server: throttle, none: throttle },
    maxDeliveryWorkers: 2,
    events: 'all',
    rings: 'channel',
    defaultTerritory: 'CN',
    logLevel: 'INFO',
    tracing: false,
    alarms: 'all',
    ...changes,
  };
}

const domain = {
  name: 'push.example.com',
  certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/0f744707-bebc-f74f-9b7c-25d48e335894',
};

describe('stageProblems', () => {
  it('accepts the stages of this repository', () => {
    // Prepare
    const configured = stages;

    // Act
    const problems = stageProblems(configured);

    // Assess
    expect(problems).toEqual([]);
  });

  it('accepts a stage at the limits of AWS', () => {
    // Prepare
    const stage = stageWith({
      name: 'a2345678901234567890',
      apps: ['com.example.chat', 'com.Example.chat-2'],
      identity: {
        issuerUrl: 'https://issuer.example.com/realms/chat',
        audiences: Array.from({ length: 50 }, (_, index) => `client-${index}`),
      },
      recoveryDays: 35,
      maxDeliveryWorkers: 1000,
      domain: { ...domain, hostedZone: { id: 'Z123', name: 'example.com' } },
    });

    // Act
    const problems = stageProblems([stage, stageWith({ identity: 'cognito' })]);

    // Assess
    expect(problems).toEqual([]);
  });

  it.each<[string, Partial<StageConfig>, string]>([
    [
      'a default language that is not a tag',
      { defaultLanguage: 'English!' },
      'defaultLanguage `English!` is not a language tag',
    ],
    [
      'a domain with its scheme',
      { domain: { ...domain, name: 'https://push.example.com' } },
      'domain.name `https://push.example.com` is not a host name',
    ],
    [
      'a certificate of another service',
      { domain: { ...domain, certificateArn: 'arn:aws:iam::123456789012:server-certificate/push' } },
      'is not the ARN of a certificate of AWS Certificate Manager',
    ],
    [
      'a domain outside its zone',
      { domain: { ...domain, hostedZone: { id: 'Z123', name: 'example.org' } } },
      '`push.example.com` is not in the hosted zone `example.org`',
    ],
    ['a name with capitals', { name: 'Prod' }, 'name must start with a lower-case letter'],
    ['a name that is too long', { name: 'a23456789012345678901' }, 'at most 19'],
    ['no app', { apps: [] }, 'apps is empty'],
    ['an app that is not a bundle ID', { apps: ['chat'] }, '`chat` is not a bundle ID'],
    ['a bundle ID with a slash', { apps: ['com.example/chat'] }, 'is not a bundle ID'],
    ['the same app twice', { apps: ['com.example.chat', 'com.example.chat'] }, '`com.example.chat` is listed twice'],
    [
      'an issuer without https',
      { identity: { issuerUrl: 'http://issuer.example.com', audiences: ['chat'] } },
      'must be an https URL',
    ],
    [
      'an issuer that is not a URL',
      { identity: { issuerUrl: 'issuer', audiences: ['chat'] } },
      '`issuer` must be an https URL',
    ],
    [
      'the discovery document in place of the issuer',
      {
        identity: {
          issuerUrl: 'https://issuer.example.com/.well-known/openid-configuration',
          audiences: ['chat'],
        },
      },
      'leave out /.well-known/openid-configuration',
    ],
    [
      'no audience',
      { identity: { issuerUrl: 'https://issuer.example.com', audiences: [] } },
      'identity.audiences must hold 1 to 50 values',
    ],
    ['a recovery window of no days', { recoveryDays: 0 }, 'recoveryDays is 0: use a whole number from 1 to 35'],
    ['too many delivery workers', { maxDeliveryWorkers: 1001 }, 'maxDeliveryWorkers is 1001'],
    ['half a delivery worker', { maxDeliveryWorkers: 2.5 }, 'maxDeliveryWorkers is 2.5'],
    [
      'a throttle that lets nobody in',
      {
        throttles: {
          user: { ratePerSecond: 0, burst: 1 },
          server: { ratePerSecond: 1, burst: 1 },
          none: { ratePerSecond: 1, burst: 1 },
        },
      },
      'throttles.user.ratePerSecond is 0',
    ],
  ])('describes the problem with %s', (_what, changes, expected) => {
    // Prepare
    const stage = stageWith(changes);

    // Act
    const problems = stageProblems([stage]);

    // Assess
    expect(problems).toEqual([expect.stringContaining(expected)]);
    expect(problems[0]).toContain(`stage \`${stage.name}\``);
  });

  it('reports every problem of every stage at once', () => {
    // Prepare
    const broken = stageWith({ name: 'one', apps: [], recoveryDays: 99 });
    const alsoBroken = stageWith({ name: 'two', maxDeliveryWorkers: 1 });

    // Act
    const problems = stageProblems([broken, alsoBroken]);

    // Assess
    expect(problems).toEqual([
      expect.stringMatching(/^stage `one`: apps is empty/),
      expect.stringMatching(/^stage `one`: recoveryDays is 99/),
      expect.stringMatching(/^stage `two`: maxDeliveryWorkers is 1:/),
    ]);
  });

  it('refuses two stages of the same name', () => {
    // Prepare
    const twice = [stageWith({ name: 'dev' }), stageWith({ name: 'dev' })];

    // Act
    const problems = stageProblems(twice);

    // Assess
    expect(problems).toEqual(['two stages are named `dev`: give each a name of its own']);
  });
});
