/** What docs/identity.md tells people to copy is tried: lines of stages.ts, and IAM policies against the template's routes. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { auth0, cognitoUserPool, firebase } from '../../cdk/identityProviders.ts';
import { type StageConfig, stageProblems } from '../../cdk/stageConfig.ts';
import { dev } from '../../cdk/stages.ts';
import type { Statement } from '../../cdk/statements.ts';
import { isAllowed } from '../../lab/aws/iam/policy.ts';
import { onlyResource, resourcesOf } from '../cdk/support/resources.ts';
import { stageTemplate } from '../cdk/support/synthesise.ts';

const page = readFileSync(new URL('../../docs/identity.md', import.meta.url), 'utf8');
/** The first block of that language below a heading. */
const blockBelow = (heading: string, language: string): string => {
  const block = page.split(`### ${heading}\n`)[1]?.split(`\`\`\`${language}\n`)[1]?.split('\n```')[0];
  if (block === undefined) throw new Error(`no ${language} below "${heading}"`);
  return block;
};

describe('a line of stages.ts', () => {
  const helpers = { auth0, cognitoUserPool, firebase };
  /** What the helpers make of it. */
  const identityOf = (line: string): StageConfig['identity'] =>
    new Function(...Object.keys(helpers), `return ({ ${line} }).identity`)(...Object.values(helpers));

  test.each([
    ["Nothing yet: a Cognito user pool of the stage's own", 'cognito'],
    [
      'A Cognito user pool that you have',
      { issuerUrl: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123' },
    ],
    ['Auth0', { issuerUrl: 'https://example.eu.auth0.com/' }],
    ['Firebase', { issuerUrl: 'https://securetoken.google.com/example-chat' }],
    [
      'Any other issuer: Keycloak, Okta, Entra ID, your own',
      { issuerUrl: 'https://login.example.com/realms/chat', audiences: ['chat-ios'] },
    ],
    [
      'Several issuers, or ES256',
      [
        { issuerUrl: 'https://example.eu.auth0.com/' },
        { issuerUrl: 'https://staff.example.com', userIdPrefix: 'staff:' },
      ],
    ],
  ])('for "%s" works as it stands', (heading, expected) => {
    // Prepare
    const line = blockBelow(heading, 'ts');
    // Act
    const identity = identityOf(line);
    // Assess
    expect(stageProblems([{ ...dev, identity }])).toEqual([]);
    if (typeof expected === 'string') expect(identity).toBe(expected);
    else expect(identity).toMatchObject(expected);
  });
});

describe('an IAM policy', () => {
  const api = 'arn:aws:execute-api:us-east-1:000000000000:a1b2c3';
  /** All routes of the template, with values for the parameters. */
  let routes: { routeKey: string; arn: string; authorization: unknown }[];
  beforeAll(async () => {
    const template = await stageTemplate(dev);
    const stageName = onlyResource(template, 'AWS::ApiGatewayV2::Stage').Properties['StageName'];
    routes = resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(({ Properties }) => {
      const routeKey = String(Properties['RouteKey']);
      const path = routeKey.replace(' ', '').replaceAll(/{\w+}/g, 'x');
      return { routeKey, arn: `${api}/${stageName}/${path}`, authorization: Properties['AuthorizationType'] };
    });
  });

  const statementsBelow = (heading: string): PolicyStatement[] =>
    (JSON.parse(blockBelow(heading, 'json')).Statement as WrittenStatement[]).map(({ Action, Resource, ...rest }) => ({
      ...rest,
      Action: [Action].flat(),
      Resource: [Resource].flat().map((arn) => arn.replace('arn:aws:execute-api:<region>:<account>:<API ID>', api)),
    }));
  const serverRoutes = (wanted: (routeKey: string) => boolean) =>
    routes
      .filter(({ authorization, routeKey }) => authorization === 'AWS_IAM' && wanted(routeKey))
      .map(({ routeKey }) => routeKey)
      .sort();

  test.each<[string, (routeKey: string) => boolean]>([
    ['A backend that sends messages', (key) => /^POST .*\/server\/messages(\/batch)?$/.test(key)],
    [
      'A backend that sends, rings, and logs users out',
      (key) => /\/server\/(messages|calls)|\/users\/{userId}\/devices$/.test(key),
    ],
    [
      'People who operate the stage, and send nothing',
      (key) => /^GET (?!.*\/export$)|\/(policies|apps|webhooks)\//.test(key),
    ],
    ['Every server route', () => true],
  ])('for "%s" allows exactly its routes', (heading, wanted) => {
    // Prepare
    const statements = statementsBelow(heading);
    // Act
    const allowed = routes
      .filter(({ arn }) => matches(statements, 'Allow', arn) && !matches(statements, 'Deny', arn))
      .map(({ routeKey }) => routeKey)
      .sort();
    // Assess
    expect(allowed).toEqual(serverRoutes(wanted));
    expect(allowed).not.toEqual([]);
  });
});

interface PolicyStatement extends Omit<Statement, 'Effect'> {
  Effect: 'Allow' | 'Deny';
}

/** Whether one of the statements with this effect is about the route. */
const matches = (statements: readonly PolicyStatement[], effect: PolicyStatement['Effect'], resource: string) =>
  isAllowed(
    statements.filter(({ Effect }) => Effect === effect).map((statement) => ({ ...statement, Effect: 'Allow' })),
    { action: 'execute-api:Invoke', resource },
  );

interface WrittenStatement extends Omit<PolicyStatement, 'Action' | 'Resource'> {
  Action: string | string[];
  Resource: string | string[];
}
