/** Requests to bundled API functions, as API Gateway passes them on with payload format 2.0. */
import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { KnownRouteKey } from '../shared/api/routes.ts';
import type { ApiHandler } from '../shared/api/stack.ts';

export interface ApiRequest {
  routeKey: KnownRouteKey;
  /** Whose token it has. */
  userId: string;
  body?: object;
  path?: Record<string, string>;
}

/** @returns the answer's body. @throws Error if the answer is not a success. */
export async function askFunction(handler: ApiHandler, { routeKey, userId, body, path }: ApiRequest): Promise<string> {
  const event = {
    version: '2.0',
    routeKey,
    pathParameters: path,
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: {
      requestId: randomUUID(),
      timeEpoch: Date.now(),
      http: { method: routeKey.split(' ')[0] },
      authorizer: { jwt: { claims: { sub: userId } } },
    },
  } as unknown as APIGatewayProxyEventV2;
  const answer = await handler(event, {} as Context);
  const text = typeof answer === 'object' ? answer.body : answer;
  if (typeof answer !== 'object' || (answer.statusCode ?? 500) >= 300) throw new Error(`${routeKey} answered ${text}`);
  return text ?? '';
}
