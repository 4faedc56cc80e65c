/**
 * The one middleware stack of all API functions: log, identify the user, read and validate the request, run the endpoint, answer JSON or
 * problem details. `middlewares/` has a file for each; functions hold only their endpoints.
 */
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { WorkLog } from '../platform/ports.ts';
import type { Refusal } from '../platform/refusal.ts';
import type { AnyAnswer, AnyRequest, ApiEvent, HttpAnswer, OperationOf } from './middlewares/apiMiddleware.ts';
import { routeKeyOf } from './middlewares/apiMiddleware.ts';
import { bodySize } from './middlewares/bodySize.ts';
import { identity } from './middlewares/identity.ts';
import { jsonAnswer } from './middlewares/jsonAnswer.ts';
import { jsonBody } from './middlewares/jsonBody.ts';
import { problemDetails } from './middlewares/problemDetails.ts';
import { rateLimit } from './middlewares/rateLimit.ts';
import { requestLog } from './middlewares/requestLog.ts';
import { validation } from './middlewares/validation.ts';
import type { ApiAnswer, ApiRequest, Operation } from './operation.ts';
import type { RateGate } from './rateGate.ts';
import { type KnownRouteKey, type Route, routes } from './routes.ts';

export type OperationTable = Readonly<Partial<Record<KnownRouteKey, Operation>>>;

/** One endpoint for each operation: from a valid request to an answer, or a refusal. */
export type Endpoints<T extends OperationTable> = {
  [K in keyof T & KnownRouteKey]: T[K] extends Operation
    ? (request: ApiRequest<K, T[K]>) => Promise<ApiAnswer<T[K]> | Refusal>
    : never;
};

export type ApiHandler = (event: APIGatewayProxyEventV2, context: Context) => Promise<HttpAnswer>;

type AnyEndpoint = (request: AnyRequest) => Promise<AnyAnswer | Refusal>;

/** @param gate of a function with rated routes. @throws Error if such a function has none. */
export function apiHandler<T extends OperationTable>(
  operations: T,
  endpoints: Endpoints<T>,
  log: WorkLog,
  gate?: RateGate,
): ApiHandler {
  const isRated = (Object.keys(operations) as KnownRouteKey[]).some((key) => (routes[key] as Route).rate !== undefined);
  if (isRated && gate === undefined) throw new Error('rated routes need a rate gate');
  const operationOf: OperationOf = (event) => {
    const operation = operations[routeKeyOf(event)];
    // Only a half-deployed stack can route a request that this function does not know.
    if (operation === undefined) throw new Error(`route ${event.routeKey} is not of this function`);
    return operation;
  };
  const endpointOf = ({ routeKey }: ApiEvent) => (endpoints as Record<string, AnyEndpoint>)[routeKey] as AnyEndpoint;
  const handle = middy()
    .use(requestLog(log))
    .use(problemDetails())
    .use(jsonAnswer(operationOf))
    .use(identity())
    .use(bodySize())
    .use(jsonBody(operationOf))
    .use(validation(operationOf))
    .use(gate ? rateLimit(gate) : [])
    .handler(async (event: ApiEvent): Promise<AnyAnswer | Refusal> => {
      if (event.request === undefined) throw new Error('the request is not validated');
      return endpointOf(event)(event.request);
    });
  return (event, context) => {
    const { requestId, timeEpoch } = event.requestContext;
    return log.during({ origin: { requestId, requestedAtMs: timeEpoch } }, async () => {
      const answerRouted = (routed: APIGatewayProxyEventV2) => handle(routed, context);
      if (event.routeKey !== '$default') return answerRouted(event);
      return (await import('./functionUrl.ts')).answerAtUrl(event, operations, log, answerRouted);
    });
  };
}
