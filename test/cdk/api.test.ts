import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import type { StageConfig } from '../../cdk/stageConfig.ts';
import { dev, prod } from '../../cdk/stages.ts';
import { type Caller, type Route, routes } from '../../shared/api/routes.ts';
import { onlyResource, resourcesOf } from './support/resources.ts';
import { stageTemplate } from './support/synthesise.ts';

let devTemplate: Template;
let issuerTemplate: Template;

const issuer = { issuerUrl: 'https://issuer.example.com/', audiences: ['chat-ios', 'chat-ipad'] };

beforeAll(async () => {
  devTemplate = await stageTemplate(dev);
  issuerTemplate = await stageTemplate({ ...prod, identity: issuer });
});

const authorizationTypes: Record<Caller, string> = { user: 'JWT', server: 'AWS_IAM', none: 'NONE' };

describe('the routes', () => {
  it('are exactly those of routes.ts, each with the authorizer of its caller and the function that answers it', () => {
    // Prepare
    const [authorizerId] = Object.keys(devTemplate.findResources('AWS::ApiGatewayV2::Authorizer'));
    const expected = Object.entries<Route>(routes).map(([routeKey, { caller, function: name }]) => ({
      routeKey,
      authorizationType: authorizationTypes[caller],
      authorizerId: caller === 'user' ? { Ref: authorizerId } : undefined,
      description: `Ringpost dev: functions/${name}.ts`,
    }));

    // Act
    const deployed = resourcesOf(devTemplate, 'AWS::ApiGatewayV2::Route').map(({ Properties }) => ({
      routeKey: Properties['RouteKey'],
      authorizationType: Properties['AuthorizationType'],
      authorizerId: Properties['AuthorizerId'],
      description: answeringFunction(devTemplate, Properties['Target']),
    }));

    // Assess
    expect(deployed).toHaveLength(expected.length);
    expect(deployed).toEqual(expect.arrayContaining(expected));
  });

  it('reach their functions in payload format 2.0, and only they may', () => {
    // Prepare
    const paths = new Set(Object.keys(routes).map((routeKey) => routeKey.split(' ')[1]));

    // Act
    const all = resourcesOf(devTemplate, 'AWS::Lambda::Permission').map(({ Properties }) => Properties);
    // The daily rule invokes the watch, and AppSync the authorizer of the ring channel.
    const others = ['events.amazonaws.com', 'appsync.amazonaws.com'];
    const permissions = all.filter(({ Principal }) => !others.includes(String(Principal)));

    // Assess
    devTemplate.allResourcesProperties('AWS::ApiGatewayV2::Integration', {
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '2.0',
    });
    expect(permissions).toHaveLength(Object.keys(routes).length);
    for (const { Principal, SourceArn } of permissions) {
      expect(Principal).toBe('apigateway.amazonaws.com');
      expect(paths).toContain(lastPartOf(SourceArn).replace('/*/*', ''));
    }
  });
});

describe('the HTTP API', () => {
  it('throttles each route by its caller or by its own limit, and anything else by the tightest limit', () => {
    // Prepare
    const throttleOf = (caller: Caller) => ({
      ThrottlingRateLimit: dev.throttles[caller].ratePerSecond,
      ThrottlingBurstLimit: dev.throttles[caller].burst,
    });

    // Act
    const { Properties } = onlyResource(devTemplate, 'AWS::ApiGatewayV2::Stage');

    // Assess
    expect(Properties['DefaultRouteSettings']).toEqual(throttleOf('none'));
    expect(Properties['RouteSettings']).toEqual(
      Object.fromEntries(
        Object.entries<Route>(routes).map(([routeKey, { caller, throttledAs = caller }]) => [
          routeKey,
          throttleOf(throttledAs),
        ]),
      ),
    );
  });

  it('logs each request without anything that identifies or authenticates a user', () => {
    // Prepare
    const forbidden = /path|query|header|body|authorization|claims|principal|sourceIp|identity/i;

    // Act
    const { Properties } = onlyResource(devTemplate, 'AWS::ApiGatewayV2::Stage');

    // Assess
    const { Format, DestinationArn } = Properties['AccessLogSettings'] as { Format: string; DestinationArn: object };
    const fields = JSON.parse(Format) as Record<string, string>;
    expect(fields['requestId']).toBe('$context.requestId');
    expect(Object.values(fields).filter((field) => forbidden.test(field))).toEqual([]);
    expect(DestinationArn).toEqual({ 'Fn::GetAtt': [expect.stringContaining('AccessLog'), 'Arn'] });
  });

  it('logs to a group of vended logs, which takes no room in the resource policy of the account', () => {
    // Prepare
    const stackId = { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] };

    // Act
    const names = resourcesOf(devTemplate, 'AWS::Logs::LogGroup').map(({ Properties }) => Properties['LogGroupName']);

    // Assess
    expect(names).toContainEqual(joined('/aws/vendedlogs/ringpost-dev/api-', stackId));
  });

  it('allows no cross-origin requests: apps are not web pages', () => {
    // Prepare
    const template = devTemplate;

    // Act
    const { Properties } = onlyResource(template, 'AWS::ApiGatewayV2::Api');

    // Assess
    expect(Properties).toEqual({ Name: 'ringpost-dev', ProtocolType: 'HTTP' });
  });
});

describe('identity', () => {
  it("accepts JWTs of the team's own issuer and then creates no user pool", () => {
    // Prepare
    const template = issuerTemplate;

    // Act
    const { Properties } = onlyResource(template, 'AWS::ApiGatewayV2::Authorizer');

    // Assess
    expect(Properties).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: issuer.issuerUrl, Audience: issuer.audiences },
    });
    template.resourceCountIs('AWS::Cognito::UserPool', 0);
    expect(template.findOutputs('UserPool*')).toEqual({});
  });

  it("requires the stage's scope on every route of app users, and on no other route", async () => {
    // Prepare
    const template = await stageTemplate({ ...dev, identity: { ...issuer, requiredScope: 'chat' } });

    // Act
    const scopes = resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(({ Properties }) => [
      Properties['AuthorizationType'],
      Properties['AuthorizationScopes'],
    ]);

    // Assess
    expect(new Set(scopes.map((pair) => JSON.stringify(pair)))).toEqual(
      new Set(['["JWT",["chat"]]', '["AWS_IAM",null]', '["NONE",null]']),
    );
    expect(JSON.stringify(issuerTemplate)).not.toContain('AuthorizationScopes');
  });

  it.each<[string, StageConfig['identity']]>([
    ['several issuers', [issuer, { ...issuer, issuerUrl: 'https://staff.example.com', userIdPrefix: 'staff:' }]],
    ['an issuer that signs with ES256', { ...issuer, algorithms: ['ES256'] }],
  ])('has a function check the JWTs of %s, which alone knows them', async (_what, identity) => {
    // Act
    const template = await stageTemplate({ ...dev, identity });

    // Assess
    const { Properties } = onlyResource(template, 'AWS::ApiGatewayV2::Authorizer');
    expect(Properties).toMatchObject({
      AuthorizerType: 'REQUEST',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      AuthorizerResultTtlInSeconds: 60,
      IdentitySource: ['$request.header.Authorization'],
    });
    expect(JSON.stringify(Properties['AuthorizerUri'])).toContain('userAuthorizer');
    const environments = resourcesOf(template, 'AWS::Lambda::Function').map((lambda) => JSON.stringify(lambda));
    expect(environments.filter((text) => text.includes('RINGPOST_ISSUERS'))).toEqual([
      expect.stringContaining('functions/userAuthorizer.ts'),
    ]);
    expect(JSON.stringify(issuerTemplate)).not.toContain('RINGPOST_ISSUERS');
  });

  it('accepts JWTs of its own user pool when the stage names no issuer', () => {
    // Prepare
    const [poolId] = Object.keys(devTemplate.findResources('AWS::Cognito::UserPool'));
    const [clientId] = Object.keys(devTemplate.findResources('AWS::Cognito::UserPoolClient'));

    // Act
    const { Properties } = onlyResource(devTemplate, 'AWS::ApiGatewayV2::Authorizer');

    // Assess
    expect(Properties['JwtConfiguration']).toEqual({
      // In the regions of China the suffix is another one.
      Issuer: joined('https://cognito-idp.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/', {
        Ref: poolId,
      }),
      Audience: [{ Ref: clientId }],
    });
  });

  it('disables self sign-up and gives the app client no secret', () => {
    // Prepare
    const template = devTemplate;

    // Act
    const pool = onlyResource(template, 'AWS::Cognito::UserPool');
    const client = onlyResource(template, 'AWS::Cognito::UserPoolClient');

    // Assess
    expect(pool.Properties['AdminCreateUserConfig']).toEqual({ AllowAdminCreateUserOnly: true });
    expect(client.Properties).toMatchObject({ GenerateSecret: false, PreventUserExistenceErrors: 'ENABLED' });
  });

  it("has its user pool on Cognito's cheapest plan", () => {
    // Prepare
    const template = devTemplate;

    // Act
    const pool = onlyResource(template, 'AWS::Cognito::UserPool');

    // Assess
    expect(pool.Properties['UserPoolTier']).toBe('LITE');
  });

  it('keeps and protects the user pool on prod', async () => {
    // Prepare
    const template = await stageTemplate(prod);

    // Act
    const pool = onlyResource(template, 'AWS::Cognito::UserPool');

    // Assess
    expect(pool).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { DeletionProtection: 'ACTIVE' },
    });
  });
});

function answeringFunction(template: Template, target: unknown): unknown {
  const integrations = template.findResources('AWS::ApiGatewayV2::Integration');
  const functions = template.findResources('AWS::Lambda::Function');
  const integrationId = (lastPartOf(target) as unknown as { Ref: string }).Ref;
  const functionId = integrations[integrationId]?.['Properties'].IntegrationUri['Fn::GetAtt'][0];
  return functions[functionId]?.['Properties'].Description;
}

function joined(...parts: unknown[]): object {
  return { 'Fn::Join': ['', parts] };
}

/** The last of the parts that `Fn::Join` puts together. */
function lastPartOf(join: unknown): string {
  const [, parts] = (join as { 'Fn::Join': [string, string[]] })['Fn::Join'];
  return parts.at(-1) ?? '';
}
