import type { APIGatewayProxyEventV2WithJWTAuthorizer, Context } from 'aws-lambda';
import type { KnownRouteKey } from '../../shared/api/routes.ts';
import { writePathId } from '../../shared/platform/pathId.ts';

export interface ApiRequestInput {
  routeKey: KnownRouteKey;
  /** The JWT's `sub`. */
  userId?: string;
  /** All claims of the JWT, instead of a usual token of the user. */
  claims?: Record<string, string | number | boolean | string[]>;
  path?: Record<string, string>;
  query?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is. */
  rawBody?: string;
  isBase64Encoded?: boolean;
}

export const requestId = 'JKJaXmPLvHcESHA=';

/** A request as API Gateway hands it to a function: HTTP API, payload format 2.0, after its JWT authorizer. */
export function apiEvent(input: ApiRequestInput): APIGatewayProxyEventV2WithJWTAuthorizer {
  const { routeKey, userId = 'bob', claims = usualClaims(userId), path, query, body, isBase64Encoded = false } = input;
  const [method = '', template = ''] = routeKey.split(' ');
  const rawPath = template.replaceAll(/{(\w+)}/g, (_, name: string) => writePathId(path?.[name] ?? ''));
  const text = input.rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { 'content-type': 'application/json', authorization: 'Bearer (checked by API Gateway)' },
    ...(query && { queryStringParameters: query }),
    ...(path && {
      pathParameters: Object.fromEntries(Object.entries(path).map(([name, value]) => [name, writePathId(value)])),
    }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'api.execute-api.us-east-1.amazonaws.com',
      domainPrefix: 'api',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'app/1.0' },
      requestId,
      routeKey,
      stage: '$default',
      time: '22/Nov/2026:12:00:00 +0000',
      timeEpoch: Date.parse('2026-11-22T12:00:00Z'),
      authorizer: { principalId: '', integrationLatency: 0, jwt: { claims, scopes: [] } },
    },
    ...(text !== undefined && { body: text }),
    isBase64Encoded,
  };
}

function usualClaims(sub: string) {
  return { sub, iss: 'https://issuer.example.com', aud: 'ringpost', iat: 1_795_348_800, exp: 1_795_352_400 };
}

/** What Lambda passes beside the event. */
export function lambdaContext(): Context {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'ringpost-test',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:ringpost-test',
    memoryLimitInMB: '256',
    awsRequestId: 'b7e1c2a4-8f0e-4f0e-9c3c-4ad2f6a5d001',
    logGroupName: '/aws/lambda/ringpost-test',
    logStreamName: '2026/11/22/[$LATEST]0',
    getRemainingTimeInMillis: () => 10_000,
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}
