import { Fn, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  type HttpRoute,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type ApiFunction, type Caller, type Route, type RouteKey, routes } from '../../shared/api/routes.ts';
import type { StageConfig, Throttle } from '../stageConfig.ts';
import { Domain } from './domain.ts';
import { dataRemovalPolicy } from './removal.ts';

export interface ApiProps {
  stage: StageConfig;
  functions: Readonly<Record<ApiFunction, IFunction>>;
  userAuthorizer: IHttpRouteAuthorizer;
  /** Scopes of which a user's JWT must have one; empty: none. */
  userScopes: readonly string[];
}

/**
 * Fields of each line besides the stage: what was asked, how it ended, and whether a function was called. CloudWatch has the time, and
 * the function's own line the rest. No path, query, header or body: they name users.
 */
export const accessLogFields = {
  requestId: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  functionMs: '$context.integrationLatency',
  /** Errors of the function, the authorizer and API Gateway: `- - -` for a request that was answered. */
  errors: '$context.integrationErrorMessage $context.authorizer.error $context.error.message',
};

/** The HTTP API: one route for each entry of `shared/api/routes.ts`, and no other. */
export class Api extends Construct {
  /** Origin of all routes, without a trailing slash. */
  readonly url: string;
  readonly httpApi: HttpApi;
  /** One line for each request, with the name of the stage and `accessLogFields`. */
  readonly accessLog: LogGroup;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    const httpApi = new HttpApi(this, 'HttpApi', {
      apiName: Stack.of(this).stackName,
      createDefaultStage: false,
    });
    const httpRoutes = addRoutes(httpApi, props);
    this.httpApi = httpApi;
    this.accessLog = new LogGroup(this, 'AccessLog', {
      logGroupName: vendedLogsName(this, 'api'),
      retention: props.stage.logRetention,
      removalPolicy: dataRemovalPolicy(props.stage),
    });
    const { domain } = props.stage;
    const ownName = domain && new Domain(this, 'Domain', domain);
    const httpStage = this.addStage(httpApi, props.stage, ownName);
    // A stage cannot set the throttle of a route that does not exist yet.
    httpStage.node.addDependency(...httpRoutes);
    this.url = domain === undefined ? httpApi.apiEndpoint : `https://${domain.name}`;
  }

  private addStage(httpApi: HttpApi, stage: StageConfig, domain: Domain | undefined): HttpStage {
    const { ratePerSecond: rateLimit, burst: burstLimit } = stage.throttles.none;
    const httpStage = new HttpStage(this, 'Stage', {
      httpApi,
      stageName: '$default',
      autoDeploy: true,
      ...(domain && { domainMapping: { domainName: domain.domainName } }),
      throttle: { rateLimit, burstLimit },
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLog),
        format: AccessLogFormat.custom(JSON.stringify({ stage: stage.name, ...accessLogFields })),
      },
    });
    (httpStage.node.defaultChild as CfnStage).routeSettings = routeSettings(stage.throttles);
    return httpStage;
  }
}

/**
 * Log groups with this name prefix share one resource policy of the account. Any other group takes up space in that policy, which
 * is limited to 5,120 characters. The stack's own ID keeps the name unique: a group that outlives its stack must not block the
 * next one. https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html
 */
function vendedLogsName(scope: Construct, name: string): string {
  const { stackName, stackId } = Stack.of(scope);
  return `/aws/vendedlogs/${stackName}/${name}-${Fn.select(2, Fn.split('/', stackId))}`;
}

function addRoutes(httpApi: HttpApi, { functions, userAuthorizer, userScopes }: ApiProps): HttpRoute[] {
  const authorizers: Record<Caller, IHttpRouteAuthorizer> = {
    user: userAuthorizer,
    server: new HttpIamAuthorizer(),
    none: new HttpNoneAuthorizer(),
  };
  const integrations = Object.fromEntries(
    Object.entries(functions).map(([name, lambda]) => [name, new HttpLambdaIntegration(name, lambda)]),
  ) as Record<ApiFunction, HttpLambdaIntegration>;
  return allRoutes().flatMap(([routeKey, route]) => {
    const [method, path] = routeKey.split(' ') as [keyof typeof HttpMethod, string];
    const added = httpApi.addRoutes({
      path,
      methods: [HttpMethod[method]],
      integration: integrations[route.function],
      authorizer: authorizers[route.caller],
      ...(route.caller === 'user' && userScopes.length > 0 && { authorizationScopes: [...userScopes] }),
    });
    if (route.caller === 'none') acknowledgeOpenRoute(added, whyOpen[routeKey] ?? '');
    return added;
  });
}

/** Why each route that anybody may call is open. */
const whyOpen: Partial<Record<RouteKey, string>> = {
  'GET /v1/health':
    'Open by contract: it shows a monitor that the stage is up, reads nothing, and has the tightest throttle.',
  'GET /v1/rings/{ticket}':
    'Open by contract: a phone asks before its app can log in. The path is a short-lived, signed ticket that the ' +
    'function checks; without one nothing is read.',
  'POST /v1/receipts/{ticket}':
    'Open by contract: a notification service extension has no login. The path is a signed ticket that the function ' +
    'checks; without one nothing is read or written.',
};

function acknowledgeOpenRoute(openRoutes: HttpRoute[], reason: string): void {
  for (const route of openRoutes) {
    Validations.of(route).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason,
    });
  }
}

/** In CloudFormation's own names, because CDK passes this property on as it is. */
function routeSettings(throttles: Readonly<Record<Caller, Throttle>>): Record<string, object> {
  return Object.fromEntries(
    allRoutes().map(([routeKey, { caller, throttledAs = caller }]) => [
      routeKey,
      { ThrottlingRateLimit: throttles[throttledAs].ratePerSecond, ThrottlingBurstLimit: throttles[throttledAs].burst },
    ]),
  );
}

function allRoutes(): [RouteKey, Route][] {
  return Object.entries(routes) as [RouteKey, Route][];
}
