/**
 * The one middleware stack of all API functions: log, read and validate the request, run the endpoint, answer JSON or
 * problem details. Functions hold only their endpoints.
 */
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { errorFields } from '../platform/errorFields.ts';
import type { Log, WorkLog } from '../platform/ports.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { BadRequest } from './badRequest.ts';
import { inOrder } from './inOrder.ts';
import type { ApiAnswer, ApiRequest, Operation } from './operation.ts';
import { parseBody, type RawBody } from './parseBody.ts';
import { readPathParameters } from './pathParameters.ts';
import { type Problem, problem, problemContentType } from './problem.ts';
import type { RateGate } from './rateGate.ts';
import { problemOf } from './refusals.ts';
import { type KnownRouteKey, type Route, routes } from './routes.ts';
import { subjectOf } from './subject.ts';
import { validate } from './validate.ts';

export type OperationTable = Readonly<Partial<Record<KnownRouteKey, Operation>>>;

/** One endpoint for each operation: from a valid request to an answer, or a refusal. */
export type Endpoints<T extends OperationTable> = {
  [K in keyof T & KnownRouteKey]: T[K] extends Operation
    ? (request: ApiRequest<K, T[K]>) => Promise<ApiAnswer<T[K]> | Refusal>
    : never;
};

export type ApiHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

interface AnyRequest {
  requestId: string;
  path: unknown;
  query: unknown;
  headers: unknown;
  body: unknown;
  userId?: string;
}
type AnyEndpoint = (request: AnyRequest) => Promise<{ status: number; body: unknown } | Refusal>;

/** @param gate of a function with routes that have a rate. @throws Error when such a function has none. */
export function apiHandler<T extends OperationTable>(
  operations: T,
  endpoints: Endpoints<T>,
  log: WorkLog,
  gate?: RateGate,
): ApiHandler {
  const isRated = (Object.keys(operations) as KnownRouteKey[]).some((key) => (routes[key] as Route).rate !== undefined);
  if (isRated && gate === undefined) throw new Error('a function with rated routes needs a rate gate');
  const run = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const routeKey = event.routeKey as KnownRouteKey;
    const operation = operations[routeKey];
    // Only a stack that was deployed by halves can send a function what it does not know.
    if (operation === undefined) throw new Error(`route ${routeKey} does not belong to this function`);
    const endpoint = (endpoints as Record<string, AnyEndpoint>)[routeKey] as AnyEndpoint;
    const request = readRequest(event, routeKey, operation);
    const result = (await gate?.(routeKey, request)) ?? (await endpoint(request));
    return isRefusal(result)
      ? problemAnswer(problemOf(result))
      : jsonAnswer(result.status, inOrder(operation.answers[result.status], result.body));
  };
  const handle = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(requestLog(log))
    .use(problemDetails(log))
    .handler(run) as unknown as ApiHandler;
  return (event, context) => {
    const { requestId, timeEpoch } = event.requestContext;
    return log.during({ origin: { requestId, requestedAtMs: timeEpoch } }, () => handle(event, context));
  };
}

function readRequest(event: APIGatewayProxyEventV2, routeKey: KnownRouteKey, operation: Operation): AnyRequest {
  const request = {
    requestId: event.requestContext.requestId,
    path: validate('path', operation.path, readPathParameters(event.pathParameters ?? {})),
    query: validate('query', operation.query, event.queryStringParameters ?? {}),
    headers: validate('headers', operation.headers, event.headers),
    body: operation.body && validate('body', operation.body, parseBody(rawBody(event))),
  };
  return routes[routeKey].caller === 'user' ? { ...request, userId: subjectOf(event) } : request;
}

function rawBody({ body, isBase64Encoded, headers }: APIGatewayProxyEventV2): RawBody {
  return { body, isBase64Encoded, contentLength: headers['content-length'] };
}

function requestLog(log: Log): middy.MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return {
    after: ({ event, response }) => {
      const { requestId, http } = event.requestContext;
      log.info('request', { requestId, method: http.method, route: event.routeKey, status: response?.statusCode });
    },
  };
}

function problemDetails(log: Log): middy.MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return {
    onError: (request) => {
      const { event, error } = request;
      const { requestId, http } = event.requestContext;
      const fields = { requestId, method: http.method, route: event.routeKey };
      if (error instanceof BadRequest) {
        log.info('request', { ...fields, status: error.problem.status, code: error.problem.code });
        request.response = problemAnswer(error.problem);
        return;
      }
      log.error('request failed', { ...fields, status: 500, ...errorFields(error) });
      request.response = problemAnswer(
        problem(
          500,
          'internal_error',
          'Internal error',
          `Something went wrong (request ${requestId}).`,
          'Try again; if it persists, search the logs for this request ID.',
        ),
      );
    },
  };
}

function jsonAnswer(status: number, body: unknown): APIGatewayProxyStructuredResultV2 {
  if (body === undefined) return { statusCode: status };
  return { statusCode: status, headers: headersOf('application/json'), body: JSON.stringify(body) };
}

function problemAnswer(body: Problem): APIGatewayProxyStructuredResultV2 {
  const { retryAfterSeconds } = body;
  const headers = {
    ...headersOf(problemContentType),
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
  };
  return { statusCode: body.status, headers, body: JSON.stringify(body) };
}

/** Every answer is for who asked, and true for that moment only: no cache may keep it. */
function headersOf(contentType: string): Record<string, string> {
  return { 'content-type': contentType, 'cache-control': 'no-store' };
}
