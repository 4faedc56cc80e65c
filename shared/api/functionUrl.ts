/**
 * Requests that come to a function at its own URL instead of through API Gateway. They have no route yet, and only
 * servers may send them: AWS IAM checks each signature before the function runs.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 *
 * Loaded on the first of them, as most stages have none.
 */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Log } from '../platform/ports.ts';
import { headersOf } from './headers.ts';
import type { HttpAnswer } from './middlewares/apiMiddleware.ts';
import { type Problem, problem, problemContentType } from './problem.ts';
import { type KnownRouteKey, routes } from './routes.ts';

/**
 * @param operations of the function, by their routes. @param answerRouted answers the request once it has its route,
 *   as it answers one of API Gateway's.
 */
export async function answerAtUrl(
  event: APIGatewayProxyEventV2,
  operations: object,
  log: Log,
  answerRouted: (event: APIGatewayProxyEventV2) => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  const { requestId, http } = event.requestContext;
  const routed = isFromServer(event) ? routedEvent(event, Object.keys(operations)) : undefined;
  if (routed) return answerRouted(routed);
  const refusal = isFromServer(event) ? unknownRoute(http.method, event.rawPath) : unsigned();
  const { status, code } = refusal;
  log.info('request', { requestId, method: http.method, status, code });
  return { statusCode: status, headers: headersOf(problemContentType), body: JSON.stringify(refusal) };
}

/** @returns the event as API Gateway would send it; undefined if the function has no such route for servers. */
function routedEvent(event: APIGatewayProxyEventV2, routeKeys: readonly string[]): APIGatewayProxyEventV2 | undefined {
  const segments = event.rawPath.split('/');
  for (const routeKey of routeKeys.filter(isForServers).sort(fixedSegmentsFirst)) {
    const [method = '', path = ''] = routeKey.split(' ');
    const pathParameters = method === event.requestContext.http.method && parametersOf(path.split('/'), segments);
    if (!pathParameters) continue;
    const requestContext = { ...event.requestContext, routeKey };
    return { ...event, routeKey, pathParameters, requestContext };
  }
  return undefined;
}

/** A URL that somebody has opened to everyone passes on requests without an identity. */
function isFromServer({ requestContext }: APIGatewayProxyEventV2): boolean {
  const { authorizer } = requestContext as { authorizer?: { iam?: unknown } | null };
  return typeof authorizer?.iam === 'object' && authorizer.iam !== null;
}

function isForServers(routeKey: string): boolean {
  return routes[routeKey as KnownRouteKey].caller === 'server';
}

/** The most specific route first, as API Gateway has it: `messages/batch` before `messages/{messageId}`. */
function fixedSegmentsFirst(one: string, other: string): number {
  return one.split('{').length - other.split('{').length;
}

/**
 * A function URL passes the path on as it was sent, so an encoded `/` separates nothing.
 *
 * @returns undefined if the path is another one.
 */
function parametersOf(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (!part.startsWith('{')) {
      if (part !== segment) return undefined;
      continue;
    }
    const value = decoded(segment);
    if (value === undefined || value === '') return undefined;
    parameters[part.slice(1, -1)] = value;
  }
  return parameters;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function unsigned(): Problem {
  return problem(
    403,
    'forbidden',
    'Not a known server',
    'The request came to a function URL without an identity of AWS IAM.',
    'Set the auth type of the function URL back to AWS_IAM: `npx cdk deploy` does that.',
  );
}

function unknownRoute(method: string, path: string): Problem {
  return problem(
    404,
    'unknown_route',
    'No such route',
    `This function URL has no ${method} ${path}.`,
    'A function URL has the server routes of its function only: see "Function URLs" in docs/deploy.md.',
  );
}
